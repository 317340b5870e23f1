// What the SQL of a schema names, tried in SQLite itself: its tables and indexes are made in a database in memory, its
// views and triggers are compiled there. Nobody knows better what it can find.
//
// SQLite says of a statement the first name alone that it does not find; a table or an object has one at a time.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "connections/connection.h"
#include "dialects/sqlite/definitions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/sqlite.h"

namespace schemac {
namespace {

using namespace sqlite;

bool has_expression(const Table& table) {
  const auto is_check = [](const Constraint& constraint) { return std::holds_alternative<Check>(constraint.body); };
  const auto of_index = [](const Index& index) {
    return index.where ||
           std::ranges::any_of(index.keys, [](const IndexKey& key) { return key.expression.has_value(); });
  };
  return std::ranges::any_of(table.constraints, is_check) || std::ranges::any_of(table.indexes, of_index) ||
         std::ranges::any_of(table.columns,
                             [](const Column& column) { return column.generated || column.default_value; });
}

// `…: no such column: u.emial`; nothing where SQLite complains of something else.
std::optional<UnresolvedName> name_in(const std::string& message) {
  struct Complaint {
    std::string_view words;
    NameKind kind;
  };
  static constexpr auto complaints = std::to_array<Complaint>({{"no such column: ", NameKind::column},
                                                               {"no such table: ", NameKind::relation},
                                                               {"no such function: ", NameKind::routine}});
  for (const auto& [words, kind] : complaints) {
    const auto at = message.find(words);
    if (at == std::string::npos) continue;
    auto text = message.substr(at + words.size());
    text = text.substr(0, text.find_first_of(" ,\n"));
    if (text.starts_with("main.")) text.erase(0, 5);
    UnresolvedName out{.kind = kind};
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('.', begin), text.size());
      out.parts.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return out;
  }
  return std::nullopt;
}

class Trial {
 public:
  Trial(const Schema& schema, Connection& database) : schema_(schema), database_(database) {}

  std::vector<UnresolvedName> run() {
    const bool has_objects =
        std::ranges::any_of(schema_.sql_objects, [](const auto& entry) { return entry.first.kind != "comment"; });
    for (const auto& [name, table] : schema_.tables)
      if (has_objects || has_expression(*table)) make(*table);
    // behind a table that is not there much would be missing that is not
    if (missing_.empty()) make_objects();
    return std::move(missing_);
  }

 private:
  void make(const Table& table) {
    const ObjectId owner{ObjectKind::table, table.name};
    const auto before = missing_.size();
    if (!attempt(create_table_sql(table, table.name.name), owner, {})) return of_table(table, before);
    for (const auto& index : table.indexes) attempt(create_index_sql(table.name, index), owner, {});
    of_table(table, before);
  }

  void of_table(const Table& table, std::size_t from) {
    for (; from < missing_.size(); ++from) {
      if (missing_[from].kind != NameKind::column) continue;
      missing_[from].of = table.name;
      for (const auto& column : table.columns) missing_[from].candidates.push_back(column.name);
    }
  }

  // A trigger may be one of a view's.
  void make_objects() {
    for (const char* kind : {"view", "trigger"})
      for (const auto& [key, object] : schema_.sql_objects)
        if (key.kind == kind) attempt(object->definition, id_of(key), object->definition);
    for (const auto& [key, object] : schema_.sql_objects)
      if (key.kind == "view")
        attempt(fmt::format("SELECT * FROM {} LIMIT 0", quote(key.name)), id_of(key), object->definition);
  }

  static ObjectId id_of(const SqlObjectKey& key) { return {ObjectKind::sql_object, key.name, key.kind}; }

  bool attempt(const std::string& sql, const ObjectId& owner, const std::string& text) {
    const auto done = database_.execute(sql, "trying");
    if (done) return true;
    auto name = name_in(done.error().front().message);
    if (!name) return false;
    name->owner = owner;
    name->text = text;
    missing_.push_back(std::move(*name));
    return false;
  }

  const Schema& schema_;
  Connection& database_;
  std::vector<UnresolvedName> missing_;
};

}  // namespace

std::vector<UnresolvedName> unresolved_sqlite(const Schema& schema) {
  auto database = connect(":memory:", Access::write);
  if (!database || !(*database)->execute("BEGIN", "trying")) return {};
  return Trial(schema, **database).run();
}

}  // namespace schemac
