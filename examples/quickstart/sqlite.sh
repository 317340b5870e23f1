# The shop as a file of SQLite; read by run.
shop=shop.db
before=shop-before.db
shop_place=$shop
before_place=$before
client="sqlite3 -bail shop.db"

prepare() {
  sqlite3 -bail "$work/$shop" < "$example/shop.sql"
  cp "$example/shop.schemac" "$work/"
  cp "$work/$shop" "$work/$before"
}
run_file() { sqlite3 -bail "$1" < "$2"; }
look() { show sqlite3 -header -column "$shop" "$1"; }
rows() { sqlite3 "$1" "$2"; }
