// What a text refers to, held against SQLite: a table or column is renamed by SQLite's own ALTER TABLE, and every text
// must then be what replacing the references gives. Columns are called like types, keywords, functions and collations.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "dialects/sqlite/sqlite.h"
#include "operations/object_ids.h"
#include "operations/rename.h"
#include "tests/support/sqlite_file.h"

namespace schemac::testing {
namespace {

constexpr const char* names_of_all_kinds = R"(
create table a(id,name unique, "end", "text" text check(cast(text as text) <> text), key, desc, nocase text collate nocase check(nocase collate nocase <> nocase and case when end then end else end end > 1));
create table b(id, name, kind);
create index i on a(name collate nocase desc, lower(name), cast(text as text)) where name is not null and a.name > 1;
create view v1 as select a.id, name as nm, text from a order by nm, name;
create view v2 as select id as name from a order by name;
create view v3 as select id as name from a group by name having name > 1;
create view v4 as select id from a union select name from a order by name;
create view v5 as select key desc, desc key from a order by desc, key desc, desc desc;
create view v6 as select case when end then end else end end end from a;
create view v7 as select sum(name) over w q from a window w as (partition by name order by name rows between 1 preceding and current row);
create view v8 as select count(*) filter (where name) c from a;
create view v9 as select (select name from b where a.name=b.id) z, exists(select 1 from b where kind = end) from a;
create view v10 as select (select kind from (select 1 as q)) k from b;
create view v11(name, b) as select name, id from a;
create view v12 as select name from v11;
create view v13 as select id from a where exists (select 1 from json_each(a.name) where value = name);
create view v14 as select [id], `name`, "name", 'name', a."text" from main.a;
create view v15 as with c(name) as (select id from a), d as (select name from c), r(n) as (select 1 union all select n+1 from r where n < 5) select name, n from d, r;
create view v16 as values(1),((select name from a));
create view v17 as select x.id, y.name from a x left join b as y on x.id = y.id and y.name not between x.name and x.text where x.end is not distinct from y.kind and x.id in b;
create view v18 as select a.* , b.name n2 from a, (select id, name from b limit 5 offset 1) b where a.id not in (1,2) and a.name not like 'x' escape 'y' and b.id notnull and not a.id isnull;
create trigger t1 after update of name, text on a when new.name <> old.name and new.text is not null begin update a set name = new.name, (id, text) = (select id, text from b where b.name = a.name) where name = old.name; insert or replace into a(name) values(1) on conflict(name) where name > 1 do update set name = excluded.name where a.name > 1; delete from a where id in (select id from b x where x.id = a.id); select case when new.id < 0 then raise(abort, 'no;') end; insert into b select id, name, 'kind' from a; end;
create trigger t2 instead of update of name on v11 begin update a set id=new.b where name = old.name; end;
create trigger t3 after insert on b begin insert into a (id, "text") values (new.id, (select max(kind) from b)); replace into b(name, kind) select name, id from a where true on conflict do nothing; end;
create table g(a int, b int generated always as (a * 2 + abs(a)) stored, date date check (date(date) > date), check (a < b));
)";

std::string replaced(const std::string& sql, const Rare<std::vector<Reference>>& references, const ObjectId& object,
                     const std::string& name) {
  if (!references) return "not understood: " + sql;
  std::string out;
  std::size_t copied = 0;
  for (const auto& reference : *references) {
    if (reference.object != object) continue;
    out.append(sql, copied, reference.begin - copied).append(name);
    copied = reference.end;
  }
  return out.append(sql, copied);
}

// Without the quotes, in which SQLite and the dialect differ.
std::string comparable(const std::string& sql) {
  std::string out;
  for (const auto& token : sql_tokens(sql, sqlite_dialect().traits().lexis))
    if (token.text(sql) != ";")
      out += lower(token.kind == SqlTokenKind::quoted_identifier ? unquoted(token.text(sql)) : token.text(sql)) + " ";
  return out;
}

// Every text of the schema, the objects' by name; of what is renamed with its new name.
std::multiset<std::string> texts(const Schema& schema, const ObjectId& object, const std::string& name) {
  std::multiset<std::string> out;
  for (const auto& [key, one] : schema.sql_objects)
    out.insert(comparable(replaced(one->definition, one->references, object, name)));
  for (const auto& [table, value] : schema.tables) {
    Table copy = *value;
    for_each_expression(copy, [&](Expression& one) {
      if (one.references) out.insert(comparable(replaced(one.sql, one.references, object, name)));
    });
  }
  return out;
}

std::size_t expressions_not_understood(const Schema& schema) {
  std::size_t count = 0;
  for (const auto& [name, table] : schema.tables) {
    Table copy = *table;
    for_each_expression(copy, [&](Expression& one) { count += one.references ? 0U : 1U; });
  }
  return count;
}

struct Renamed {
  ObjectId object;
  std::string alter;
};

std::vector<Renamed> everything(const Schema& schema) {
  std::vector<Renamed> out;
  for (const auto& [name, table] : schema.tables) {
    out.push_back({table_id(name), "ALTER TABLE " + name.name + " RENAME TO renamed"});
    for (const auto& column : table->columns)
      out.push_back({column_id(name, column.name),
                     "ALTER TABLE " + name.name + " RENAME COLUMN \"" + column.name + "\" TO renamed"});
  }
  return out;
}

// SQLite itself refuses a rename that breaks a view over another view's columns, and carries a table's name into
// `excluded.name`.
bool is_beyond_sqlite(const std::string& alter) { return alter == "ALTER TABLE a RENAME TO renamed"; }

TEST(SqliteReferences, AreWhatAlterTableRenames) {
  const auto schema = SqliteFile(names_of_all_kinds).read();
  EXPECT_EQ(expressions_not_understood(schema), 0U);
  std::size_t compared = 0;
  for (const auto& [object, alter] : everything(schema)) {
    const SqliteFile file(names_of_all_kinds);
    if (is_beyond_sqlite(alter) || !file.run(alter).empty()) continue;
    ++compared;
    EXPECT_EQ(texts(schema, object, "renamed"), texts(file.read(), {}, {})) << alter;
  }
  EXPECT_GE(compared, 12U);
}

}  // namespace
}  // namespace schemac::testing
