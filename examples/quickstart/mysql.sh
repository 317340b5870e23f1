# The shop on a server of MySQL or MariaDB; read by run. A password is taken from MYSQL_PWD.
shop=schemac_quickstart
before=schemac_quickstart_before
server=${server%/}
shop_place=$server/$shop
before_place=$server/$before
authority=${server#mysql://}
address=${authority#*@}
user=${authority%"$address"}
user=${user%@}
host=${address%:*}
port=${address#"$host"}
program=$(command -v mariadb || command -v mysql) || { echo "found neither the client \`mariadb\` nor \`mysql\`" >&2; exit 1; }
client="$(basename "$program") $shop"

ask() { "$program" --no-defaults --protocol=tcp --user="${user:-root}" --host="$host" --port="${port#:}" --default-character-set=utf8mb4 "$@"; }
remove() { ask --execute="DROP DATABASE IF EXISTS $shop; DROP DATABASE IF EXISTS $before"; }

prepare() {
  port=${port:-:3306}
  trap remove EXIT
  remove
  for database in "$shop" "$before"; do
    ask --execute="CREATE DATABASE $database CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
    ask "$database" < "$example/shop.mysql.sql"
  done
  cp "$example/shop.mysql.schemac" "$work/shop.schemac"
}
run_file() { ask "$1" < "$2"; }
look() {
  printf '\n$ %s --table --execute="%s"\n' "$client" "$1"
  ask --table --execute="$1" "$shop"
}
rows() { ask --batch --skip-column-names --execute="$2" "$1"; }
