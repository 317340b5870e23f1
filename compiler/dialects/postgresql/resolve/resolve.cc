#include "dialects/postgresql/resolve/resolve.h"

#include <algorithm>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/resolve/statement_reader.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac::postgresql {
namespace {

const std::vector<std::string> default_path = {"public"};

// The attributes of `CREATE TYPE place AS (street text, "Zip" numeric(5,0))`, each as it is spelled: what ALTER TYPE adds and drops.
std::vector<std::string> attributes_of(const std::string& composite_type) {
  std::vector<std::string> out;
  int depth = 0;
  std::size_t begin = 0;
  for (const auto& token : sql_tokens(composite_type, postgresql_lexis())) {
    const auto text = token.text(composite_type);
    if (text == "(" && ++depth == 1) begin = token.end;
    if (text == ")") --depth;
    const bool ends = (depth == 1 && text == ",") || (depth == 0 && text == ")");
    if (!ends) continue;
    const auto attribute = composite_type.substr(begin, token.begin - begin);
    const auto first = attribute.find_first_not_of(" \n\t");
    if (first != std::string::npos) out.push_back(attribute.substr(first, attribute.find_last_not_of(" \n\t") - first + 1));
    begin = token.end;
  }
  return out;
}

void resolve(SqlObject& object, const Lookup& lookup) {
  if (object.kind == "composite type" && object.shape.empty()) object.shape = attributes_of(defining_statement(object));
  const auto statement = defining_statement(object);
  const auto parsed = parse(statement);
  if (!parsed) return;
  Found found(lookup, statement, statement.size() - object.definition.size());
  StatementReader reader(found);
  for (const auto& node : parsed->statements()) reader.read(node);
  object.references = found.references();
  object.depends_on = found.needs();
  // what a definition says of itself is no need: a function that calls itself, a policy that queries its own table has that one anyway
  std::erase(object.depends_on, ObjectId{ObjectKind::sql_object, object.name, object.kind});
  if (is_type_of_columns(object.kind)) std::erase(object.depends_on, ObjectId{ObjectKind::type, object.name});
}

// An expression as it may stand in a statement, and how much of that stands in front of it.
struct Framed {
  std::string statement;
  std::size_t shift;
};

Framed framed(const Expression& expression, bool is_exclusion) {
  const std::string front = is_exclusion ? "ALTER TABLE t ADD EXCLUDE " : "SELECT ";
  return {front + expression.sql, front.size()};
}

void resolve(Expression& expression, const Table& table, const Lookup& lookup, bool is_exclusion) {
  const auto [statement, shift] = framed(expression, is_exclusion);
  const auto parsed = parse(statement);
  if (!parsed || parsed->statements().size() != 1) return;
  Found found(lookup, statement, shift);
  QueryReader reader(found);
  const Level level{.items = {reader.item_of({ObjectKind::table, table.name}, table.name.name, false)}};
  const auto node = parsed->statements().front();
  if (!is_exclusion) {
    for (const auto& target : node.list("target_list")) reader.expression(target.child("val"), level);
    expression.references = found.references();
    return;
  }
  // the elements' column names have no place of their own in the tree: they stand behind `(` or `,`
  const auto tokens = sql_tokens(statement, postgresql_lexis());
  int depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto text = tokens[at].text(statement);
    if (text == "(") ++depth;
    if (text == ")") --depth;
    const bool begins = depth == 1 && at > 0 && (tokens[at - 1].text(statement) == "(" || tokens[at - 1].text(statement) == ",");
    if (!begins) continue;
    const auto name = tokens[at].kind == SqlTokenKind::quoted_identifier ? unquoted(text) : lower(text);
    const bool is_call = at + 1 < tokens.size() && tokens[at + 1].text(statement) == "(";
    if (!is_call && table.columns.find(name))
      found.name_at(static_cast<std::int64_t>(tokens[at].begin), {ObjectId{ObjectKind::column, table.name, name}});
  }
  for (const auto& command : node.list("cmds")) reader.expression(command.child("def"), level);
  expression.references = found.references();
}

void resolve_all(Table& table, const Lookup& lookup) {
  std::vector<const Expression*> exclusions;
  for (const auto& constraint : table.constraints)
    if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body)) exclusions.push_back(&exclusion->definition);
  const Table& self = table;
  for_each_expression(table, [&](Expression& expression) {
    const bool is_exclusion = std::find(exclusions.begin(), exclusions.end(), &expression) != exclusions.end();
    if (!expression.references) resolve(expression, self, lookup, is_exclusion);
  });
}

}  // namespace

void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables) {
  with_large_stack([&] {
    const Schema before = schema;
    const Lookup lookup(before, default_path);
    for (const auto& name : tables) schema.tables.change(name, [&](Table& table) { resolve_all(table, lookup); });
  });
}

void resolve_objects(Schema& schema) {
  std::vector<SqlObjectKey> unresolved;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back && !object->references) unresolved.push_back(key);
  if (unresolved.empty()) return;
  with_large_stack([&] {
    const Schema before = schema;
    const Lookup lookup(before, default_path);
    for (const auto& key : unresolved) schema.sql_objects.change(key, [&](SqlObject& object) { resolve(object, lookup); });
  });
}

}  // namespace schemac::postgresql
