#include "dialects/mysql/references.h"

#include <algorithm>
#include <array>

#include "dialects/mysql/body_reader.h"
#include "dialects/mysql/sql_objects.h"
#include "dialects/mysql/view_query.h"
#include "operations/object_ids.h"
#include "operations/rename.h"

namespace schemac::mysql {
namespace {

// A statement that makes a view, a trigger, a routine or an event, or what stands behind the words that say which.
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

  std::vector<UnresolvedName> missing(const SqlObject& object) {
    reader_.look_for_missing();
    (void)view();
    std::vector<UnresolvedName> out;
    for (const auto& one : reader_.missing()) {
      UnresolvedName name{.kind = one.is_relation    ? NameKind::relation
                                  : one.is_qualifier ? NameKind::qualifier
                                                     : NameKind::column,
                          .parts = {reader_.name(one.token)},
                          .owner = {ObjectKind::sql_object, object.name, object.kind},
                          .text = object.definition,
                          .at = reader_.place(one.token),
                          .candidates = one.candidates};
      if (!one.qualifier.empty()) name.parts.insert(name.parts.begin(), one.qualifier);
      if (one.of) name.of = one.of->name;
      // a condition is read once for each query that it may belong to
      if (std::ranges::none_of(out, [&](const UnresolvedName& known) { return known.at == name.at; }))
        out.push_back(std::move(name));
    }
    return out;
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
    reader_.rows_of(table);
    at += 3;  // FOR EACH ROW
    // `follows: BEGIN` is a label
    if ((reader_.is(at, "follows") || reader_.is(at, "precedes")) && !reader_.is(at + 1, ":")) {
      reader_.refer({ObjectKind::sql_object, {{}, reader_.name(at + 1)}, "trigger"}, at + 1);
      at += 2;
    }
    reader_.body(at);
    return reader_.take();
  }

  // CREATE PROCEDURE p (IN a int) SQL SECURITY INVOKER …
  std::vector<Reference> routine() {
    auto at = behind_settings();
    if (reader_.is(at, "create")) {
      while (at < reader_.size() && !reader_.is(at, "procedure") && !reader_.is(at, "function")) ++at;
      ++at;
    }
    while (at < reader_.size() && !reader_.is(at, "(")) ++at;
    at = reader_.parameters(at);
    while (at < reader_.size() && !begins_body(at)) ++at;
    reader_.body(at);
    return reader_.take();
  }

  // CREATE EVENT e ON SCHEDULE EVERY 1 DAY … DO …
  std::vector<Reference> event() {
    auto at = behind_settings();
    while (at < reader_.size() && !reader_.is(at, "do")) ++at;
    reader_.body(at + 1);
    return reader_.take();
  }

 private:
  std::size_t behind_settings() const {
    std::size_t at = 0;
    while (reader_.is(at, "set")) {
      while (at < reader_.size() && !reader_.is(at, ";")) ++at;
      ++at;
    }
    return at;
  }

  // What stands before it, RETURNS and the characteristics, holds none of these words but the type SET (…).
  bool begins_body(std::size_t at) const {
    static constexpr std::array<std::string_view, 22> words = {
        "begin", "return", "select", "insert", "update", "delete", "replace", "set",  "if",       "case",   "while",
        "loop",  "repeat", "call",   "with",   "do",     "for",    "create",  "drop", "truncate", "signal", "values"};
    if (reader_.is(at + 1, ":")) return true;  // a label
    return std::ranges::any_of(words, [&](std::string_view word) { return reader_.is(at, word); }) &&
           !(reader_.is(at, "set") && reader_.is(at + 1, "("));
  }

  BodyReader reader_;
};

}  // namespace

std::vector<Reference> references_in_expression(std::string_view sql, const Table& table) {
  QueryReader reader(sql, sql_tokens(sql, lexis), nullptr);
  reader.expression(0, reader.size(), {.sources = {{table.name.name, &table}}});
  return reader.take();
}

std::vector<Reference> references_in_statement(const SqlObject& object, const Schema& schema) {
  StatementReader reader(object, schema);
  if (object.kind == "view") return reader.view();
  if (object.kind == "trigger") return reader.trigger();
  if (object.kind == "procedure" || object.kind == "function") return reader.routine();
  return object.kind == "event" ? reader.event() : std::vector<Reference>();
}

// The views that can be read, as tables of the columns that they select.
static Schema with_views_as_tables(const Schema& schema) {
  Schema out = schema;
  for (const auto& [key, object] : schema.sql_objects) {
    if (key.kind != "view" || schema.tables.contains(key.name)) continue;
    const auto statement = creation_of(*object);
    const auto at =
        std::ranges::find_if(statement, [](const std::string& line) { return lower(line.substr(0, 6)) == "create"; });
    const auto query = at == statement.end() ? std::nullopt : read_view(*at, &schema);
    if (!query) continue;
    Table table{.name = key.name};
    for (const auto& item : query->items) table.columns.add(Column{.name = item.name, .type = {}});
    out.tables.set(key.name, std::move(table));
  }
  return out;
}

std::vector<UnresolvedName> missing_in_view(const SqlObject& view, const Schema& schema) {
  return StatementReader(view, with_views_as_tables(schema)).missing(view);
}

std::vector<UnresolvedName> missing_in_views(const Schema& schema) {
  const auto relations = with_views_as_tables(schema);
  std::vector<UnresolvedName> out;
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "view")
      std::ranges::move(StatementReader(*object, relations).missing(*object), std::back_inserter(out));
  return out;
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

void resolve(SqlObject& object, const Schema& schema) {
  object.references = references_in_statement(object, schema);
  object.depends_on = needs_of(object, *object.references);
}

void resolve_objects(Schema& schema) {
  std::vector<SqlObjectKey> keys;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back) keys.push_back(key);
  for (const auto& key : keys) {
    auto object = *schema.sql_objects.find(key);
    resolve(object, schema);
    schema.sql_objects.set(key, std::move(object));
  }
}

}  // namespace schemac::mysql
