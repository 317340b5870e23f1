#include "dialects/postgresql/resolve/resolve.h"

#include <algorithm>
#include <array>
#include <map>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/resolve/statement_reader.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac::postgresql {
namespace {

const std::vector<std::string> default_path = {"public"};

// The attributes of `CREATE TYPE place AS (street text, "Zip" numeric(5,0))`, each as it is spelled: what ALTER TYPE
// adds and drops.
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
    if (first != std::string::npos)
      out.push_back(attribute.substr(first, attribute.find_last_not_of(" \n\t") - first + 1));
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
  // what a definition says of itself is no need: a function that calls itself, a policy that queries its own table has
  // that one anyway
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

struct Reading {
  std::vector<Reference> references;
  std::vector<UnresolvedName> missing;  // only where somebody looks for it
};

std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> out;
  for (const auto& column : table.columns) out.push_back(column.name);
  return out;
}

// Words that an element may be without a name or a call: `(CURRENT_DATE WITH =)` is none, but nobody knows what is to
// come.
bool is_keyword_of_expressions(const std::string& word) {
  return word.starts_with("current_") || word.starts_with("local") || word == "user";
}

// The elements' column names have no place of their own in the tree: they stand behind `(` or `,`.
void read_elements(Found& found, const std::string& statement, const Table& table) {
  const auto tokens = sql_tokens(statement, postgresql_lexis());
  int depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto text = tokens[at].text(statement);
    if (text == "(") ++depth;
    if (text == ")") --depth;
    if (depth == 0 && equal_ignoring_case(text, "where")) return;  // an expression, of which the tree tells
    const bool begins =
        depth == 1 && at > 0 && (tokens[at - 1].text(statement) == "(" || tokens[at - 1].text(statement) == ",");
    if (!begins) continue;
    const auto name = tokens[at].kind == SqlTokenKind::quoted_identifier ? unquoted(text) : lower(text);
    const bool is_call = at + 1 < tokens.size() && tokens[at + 1].text(statement) == "(";
    const auto place = static_cast<std::int64_t>(tokens[at].begin);
    const bool is_name = tokens[at].kind == SqlTokenKind::quoted_identifier || tokens[at].kind == SqlTokenKind::word;
    if (is_call || !is_name) continue;
    if (table.columns.find(name))
      found.name_at(place, {ObjectId{ObjectKind::column, table.name, name}});
    else if (found.lookup().knows_columns_of({ObjectKind::table, table.name}) && !is_keyword_of_expressions(name))
      found.miss({.kind = NameKind::column, .parts = {name}, .of = table.name, .candidates = column_names(table)},
                 place);
  }
}

// Unset where the parser does not know the syntax.
std::optional<Reading> read(const Expression& expression, const Table& table, const Lookup& lookup, bool is_exclusion,
                            bool looks_for_missing) {
  const auto [statement, shift] = framed(expression, is_exclusion);
  const auto parsed = parse(statement);
  if (!parsed || parsed->statements().size() != 1) return std::nullopt;
  Found found(lookup, statement, shift);
  if (looks_for_missing) found.look_for_missing();
  QueryReader reader(found);
  const Level level{.items = {reader.item_of({ObjectKind::table, table.name}, table.name.name, false)}};
  const auto node = parsed->statements().front();
  if (is_exclusion) {
    read_elements(found, statement, table);
    for (const auto& command : node.list("cmds")) reader.expression(command.child("def"), level);
  } else {
    for (const auto& target : node.list("target_list")) reader.expression(target.child("val"), level);
  }
  return Reading{found.references(), found.missing()};
}

void resolve_all(Table& table, const Lookup& lookup) {
  std::vector<const Expression*> exclusions;
  for (const auto& constraint : table.constraints)
    if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body)) exclusions.push_back(&exclusion->definition);
  const Table& self = table;
  for_each_expression(table, [&](Expression& expression) {
    const bool is_exclusion = std::find(exclusions.begin(), exclusions.end(), &expression) != exclusions.end();
    if (expression.references) return;
    if (auto reading = read(expression, self, lookup, is_exclusion, false))
      expression.references = std::move(reading->references);
  });
}

// --- names that mean nothing

// Looks through a schema. Many tables have the same defaults and checks: one that was read is not read again where the
// table has the columns that it names.
class MissingNames {
 public:
  explicit MissingNames(const Schema& schema) : schema_(schema), lookup_(schema, default_path) {}

  std::vector<UnresolvedName> run() {
    for (const auto& [name, table] : schema_.tables) look_at(*table);
    for (const auto& [key, object] : schema_.sql_objects)
      if (holds_names(key.kind)) look_at(*object);
    return std::move(missing_);
  }

 private:
  struct Known {
    std::vector<std::string> columns;     // of its table
    std::vector<UnresolvedName> missing;  // but none of these
  };

  void look_at(const Table& table) {
    for (const auto& column : table.columns) {
      const ObjectId owner{ObjectKind::column, table.name, column.name};
      if (column.default_value) look_at(*column.default_value, table, owner);
      if (column.generated) look_at(column.generated->expression, table, owner);
    }
    const ObjectId owner{ObjectKind::table, table.name};
    for (const auto& constraint : table.constraints) {
      if (const auto* check = std::get_if<Check>(&constraint.body)) look_at(check->expression, table, owner);
      if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body))
        look_at(exclusion->definition, table, owner, true);
    }
    for (const auto& index : table.indexes) {
      for (const auto& key : index.keys)
        if (key.expression) look_at(*key.expression, table, owner);
      if (index.where) look_at(*index.where, table, owner);
    }
  }

  void look_at(const Expression& expression, const Table& table, const ObjectId& owner, bool is_exclusion = false) {
    const auto known = read_.find(expression.sql);
    const auto is_there = [&](const std::string& column) { return table.columns.find(column) != nullptr; };
    if (known != read_.end() && std::ranges::all_of(known->second.columns, is_there))
      return add(known->second.missing, owner, expression.sql, false);
    const auto reading = read(expression, table, lookup_, is_exclusion, true);
    if (!reading) return;
    add(reading->missing, owner, expression.sql, false);
    const auto is_of_table = [](const UnresolvedName& name) {
      return name.kind == NameKind::column || name.kind == NameKind::qualifier;
    };
    if (std::ranges::any_of(reading->missing, is_of_table)) return;
    Known now{.columns = {}, .missing = reading->missing};
    for (const auto& reference : reading->references)
      if (reference.object.kind == ObjectKind::column && reference.object.name == table.name)
        now.columns.push_back(reference.object.part);
    read_.emplace(expression.sql, std::move(now));
  }

  // Rights, comments and owners say of what they are about in their own name.
  static bool holds_names(std::string_view kind) {
    static constexpr auto kinds = std::to_array<std::string_view>({"view",
                                                                   "materialized view",
                                                                   "function",
                                                                   "procedure",
                                                                   "window function",
                                                                   "trigger",
                                                                   "policy",
                                                                   "rule",
                                                                   "statistics",
                                                                   "index",
                                                                   "domain",
                                                                   "domain constraint",
                                                                   "domain default",
                                                                   "composite type",
                                                                   "partition",
                                                                   "partition constraint",
                                                                   "partition default",
                                                                   "inherited default",
                                                                   "column default",
                                                                   "aggregate"});
    return std::ranges::find(kinds, kind) != kinds.end();
  }

  void look_at(const SqlObject& object) {
    const auto statement = defining_statement(object);
    const auto parsed = parse(statement);
    if (!parsed) return;
    const ObjectId owner{ObjectKind::sql_object, object.name, object.kind};
    Found found(lookup_, statement, statement.size() - object.definition.size());
    found.look_for_missing();
    StatementReader reader(found);
    for (const auto& node : parsed->statements()) {
      reader.read(node);
      if (node.is("CreateFunctionStmt")) look_at_body(node, owner);
    }
    add(found.missing(), owner, object.definition, false);
  }

  void look_at_body(const Node& routine, const ObjectId& owner) {
    std::string language = "sql", body;
    for (const auto& option : routine.list("options")) {
      if (option.text("defname") == "language") language = lower(option.child("arg").value());
      if (option.text("defname") == "as" && option.child("arg").values("items").size() == 1)
        body = option.child("arg").values("items").front();
    }
    const auto parsed = language == "sql" && !body.empty() ? parse(body) : std::unexpected(SyntaxError{});
    if (!parsed) return;
    const auto statements = parsed->statements();
    // what a statement of another kind makes, the next ones may use
    if (!std::ranges::all_of(statements, [](const Node& node) { return is_query(node.kind()); })) return;
    Found found(lookup_, body, 0);
    found.look_for_missing();
    StatementReader(found).read_body(routine, statements);
    add(found.missing(), owner, body, true);
  }

  void add(const std::vector<UnresolvedName>& found, const ObjectId& owner, const std::string& text, bool in_body) {
    for (auto name : found) {
      name.owner = owner;
      name.text = text;
      name.in_body = in_body;
      missing_.push_back(std::move(name));
    }
  }

  const Schema& schema_;
  Lookup lookup_;
  std::map<std::string, Known> read_;  // by text
  std::vector<UnresolvedName> missing_;
};

}  // namespace

std::vector<UnresolvedName> unresolved_names(const Schema& schema) {
  std::vector<UnresolvedName> out;
  with_large_stack([&] { out = MissingNames(schema).run(); });
  return out;
}

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
    for (const auto& key : unresolved)
      schema.sql_objects.change(key, [&](SqlObject& object) { resolve(object, lookup); });
  });
}

}  // namespace schemac::postgresql
