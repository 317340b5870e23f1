#include "dialects/mysql/references.h"

#include <algorithm>

#include "dialects/mysql/query_reader.h"
#include "dialects/mysql/sql_objects.h"
#include "operations/object_ids.h"
#include "operations/rename.h"

namespace schemac::mysql {
namespace {

// A statement that makes a view or a trigger, or what stands behind the words that say which.
class StatementReader {
 public:
  StatementReader(const SqlObject& object, const Schema& schema)
      : reader_(object.definition, tokens_in_mode(object.definition, sql_mode_of(object.definition)), &schema) {}

  std::vector<Reference> view() {
    std::size_t begin = 0;
    if (reader_.is(0, "create") || reader_.is(0, "set")) {
      while (begin < reader_.size() && !reader_.is(begin, "view")) ++begin;
      int depth = 0;
      for (; begin < reader_.size() && !(depth == 0 && reader_.is(begin, "as")); ++begin)
        depth += reader_.is(begin, "(") ? 1 : reader_.is(begin, ")") ? -1 : 0;
    }
    if (reader_.is(begin, "as")) ++begin;
    auto end = reader_.size();
    while (end > begin && reader_.is(end - 1, ";")) --end;
    if (end > begin + 3 && reader_.is(end - 2, "check") && reader_.is(end - 1, "option"))
      for (end -= 2; end > begin && !reader_.is(end, "with");) --end;
    reader_.query(begin, end, nullptr);
    return reader_.take();
  }

  // BEFORE INSERT ON t FOR EACH ROW …
  std::vector<Reference> trigger() {
    std::size_t at = 0;
    const auto is_moment = [&] {
      return reader_.is(at, "insert") || reader_.is(at, "update") || reader_.is(at, "delete");
    };
    while (at < reader_.size() && !(is_moment() && reader_.is(at + 1, "on"))) ++at;
    const Table* table = nullptr;
    std::string called;
    if (at + 2 < reader_.size()) at = reader_.relation(at + 2, table, called, {});
    for (; table && at + 2 < reader_.size(); ++at) {
      if (!(reader_.is(at, "new") || reader_.is(at, "old")) || !reader_.is(at + 1, ".")) continue;
      const auto name = reader_.name(at + 2);
      const auto column =
          std::ranges::find_if(table->columns, [&](const Column& one) { return equal_ignoring_case(one.name, name); });
      if (column != table->columns.end()) reader_.refer(column_id(table->name, column->name), at + 2);
    }
    return reader_.take();
  }

 private:
  QueryReader reader_;
};

}  // namespace

std::vector<Reference> references_in_expression(std::string_view sql, const Table& table) {
  QueryReader reader(sql, sql_tokens(sql, lexis), nullptr);
  reader.expression(0, reader.size(), {.sources = {{table.name.name, &table}}});
  return reader.take();
}

std::vector<Reference> references_in_statement(const SqlObject& object, const Schema& schema) {
  if (object.kind == "view") return StatementReader(object, schema).view();
  return object.kind == "trigger" ? StatementReader(object, schema).trigger() : std::vector<Reference>();
}

void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables) {
  for (const auto& name : tables) {
    if (!schema.tables.contains(name)) continue;
    schema.tables.change(name, [&](Table& table) {
      for_each_expression(table, [&](Expression& expression) {
        expression.references = references_in_expression(expression.sql, table);
      });
    });
  }
}

void resolve_objects(Schema& schema) {
  std::vector<SqlObjectKey> keys;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back) keys.push_back(key);
  for (const auto& key : keys) {
    auto object = *schema.sql_objects.find(key);
    object.depends_on = needs_of(object, schema);
    object.references = references_in_statement(object, schema);  // a routine is made whatever its body names
    schema.sql_objects.set(key, std::move(object));
  }
}

}  // namespace schemac::mysql
