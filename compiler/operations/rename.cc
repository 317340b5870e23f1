#include "operations/rename.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/partitions.h"
#include "operations/references.h"

namespace schemac {
namespace {

// Wide enough for every engine: a stored expression was accepted by its own.
constexpr SqlLexis any_lexis = {.dollar_quotes = true, .backtick_identifiers = true, .bracket_identifiers = false};

// Words that are no names without quotes in at least one engine. A quote too many is no difference; one too few is no
// SQL.
bool reserved(std::string_view word) {
  static constexpr std::string_view words =
      " add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between binary both "
      "case "
      "cast check collate collation column commit concurrently constraint create cross current_catalog current_date "
      "current_role current_schema current_time current_timestamp current_user default deferrable delete desc distinct "
      "do "
      "drop else end escape except exists false fetch for foreign freeze from full grant group having ilike in index "
      "initially inner insert intersect into is isnull join lateral leading left like limit localtime localtimestamp "
      "natural "
      "not nothing notnull null offset on only or order outer overlaps placing primary references returning right "
      "select "
      "session_user set similar some symmetric table tablesample then to trailing transaction true union unique update "
      "user "
      "using values variadic verbose when where window with ";
  return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

bool plain(std::string_view name) {
  return !name.empty() && !reserved(name) && (name[0] < '0' || name[0] > '9') &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string quoted(std::string_view name, char quote = '"') {
  std::string out(1, quote);
  for (const char c : name) {
    out += c;
    if (c == quote) out += c;
  }
  return out + quote;
}

char quote_of(const Engine& engine) { return engine.dialect == "mysql" ? '`' : '"'; }

std::string with_other_name(std::string_view sql, std::string_view from, std::string_view to, char quote) {
  std::string out;
  std::size_t copied = 0;
  for (const auto& token : sql_tokens(sql, any_lexis)) {
    const auto text = token.text(sql);
    const bool is_call = token.end < sql.size() && sql[token.end] == '(';
    const bool is_name = token.kind == SqlTokenKind::quoted_identifier
                             ? unquoted(text) == from
                             : token.kind == SqlTokenKind::word && equal_ignoring_case(text, from);
    if (!is_name || (is_call && token.kind == SqlTokenKind::word)) continue;
    out += sql.substr(copied, token.begin - copied);
    out +=
        plain(to) && quote != '`' ? std::string(to) : quoted(to, quote);  // MySQL quotes every name that it gives back
    copied = token.end;
  }
  return out + std::string(sql.substr(copied));
}

// The same inside the text literals of an expression.
std::string rename_in_texts(std::string_view sql, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t done = 0;
  for (const auto& token : sql_tokens(sql, any_lexis)) {
    if (token.kind != SqlTokenKind::string) continue;
    out.append(sql.substr(done, token.begin - done))
        .append(string_literal(rename_in_sql(string_value(token.text(sql)), from, to)));
    done = token.end;
  }
  return out.append(sql.substr(done));
}

void replace(std::vector<std::string>& names, const std::string& from, const std::string& to) {
  std::replace(names.begin(), names.end(), from, to);
}

// A column on its way to another name.
struct ColumnMove {
  const QualifiedName& table;
  const std::string& from;
  const std::string& to;
  char quote;
};

void rename_in(Expression& expression, const ColumnMove& move) {
  if (expression.references) {
    rename_references(expression.sql, *expression.references, column_id(move.table, move.from),
                      column_id(move.table, move.to), move.quote);
    return replace(expression.columns, move.from, move.to);
  }
  if (std::find(expression.columns.begin(), expression.columns.end(), move.from) == expression.columns.end()) return;
  replace(expression.columns, move.from, move.to);
  expression.sql = with_other_name(expression.sql, move.from, move.to, move.quote);
}

void rename_in(Constraint& constraint, const ColumnMove& move) {
  const auto& [table, from, to, quote] = move;
  if (auto* key = std::get_if<Key>(&constraint.body)) {
    replace(key->columns, from, to);
    replace(key->include, from, to);
  } else if (auto* check = std::get_if<Check>(&constraint.body)) {
    rename_in(check->expression, move);
  } else if (auto* foreign = std::get_if<ForeignKey>(&constraint.body)) {
    replace(foreign->columns, from, to);
    replace(foreign->on_delete_columns, from, to);
  } else if (auto* exclusion = std::get_if<Exclusion>(&constraint.body)) {
    rename_in(exclusion->definition, move);
  }
}

void rename_in(Index& index, const ColumnMove& move) {
  const auto& [table, from, to, quote] = move;
  for (auto& key : index.keys) {
    if (key.column == from) key.column = to;
    if (key.expression) rename_in(*key.expression, move);
  }
  replace(index.include, from, to);
  if (index.where) rename_in(*index.where, move);
}

bool refers_to(const Table& table, const QualifiedName& target) {
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    return key && key->references == target;
  });
}

void rename_object(Table& table, const ObjectId& from, const ObjectId& to) {
  for_each_expression(table, [&](Expression& expression) {
    const auto at = std::find(expression.objects.begin(), expression.objects.end(), from);
    if (at != expression.objects.end()) *at = to;
    if (expression.references) return void(rename_references(expression.sql, *expression.references, from, to, '"'));
    if (at == expression.objects.end()) return;
    expression.sql = rename_in_sql(expression.sql, from.name.name, to.name.name);
    if (from.name.schema != to.name.schema)
      expression.sql = rename_in_sql(expression.sql, from.name.schema, to.name.schema);
  });
}

// --- views and triggers that are kept as text

bool depends_on(const UnmanagedObject& object, const ObjectId& id) {
  return std::find(object.depends_on.begin(), object.depends_on.end(), id) != object.depends_on.end();
}

// Calls `is_meant(tokens, i)` for each token that spells `from`, and writes `to` where it says yes.
template <class F>
std::string rename_tokens(const std::string& sql, std::string_view from, std::string_view to, F&& is_meant) {
  SqlLexis lexis = any_lexis;
  lexis.bracket_identifiers = true;
  lexis.dollar_quotes = false;
  const auto tokens = sql_tokens(sql, lexis);
  std::vector<std::string> words;
  for (const auto& token : tokens)
    words.push_back(token.kind == SqlTokenKind::string ? std::string("'") : lower(unquoted(token.text(sql))));
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (words[i] != lower(from) || !is_meant(words, i)) continue;
    out += sql.substr(copied, tokens[i].begin - copied);
    out += written_name(to);
    copied = tokens[i].end;
  }
  return out + sql.substr(copied);
}

std::string qualifier(const std::vector<std::string>& words, std::size_t at) {
  return at >= 2 && words[at - 1] == "." ? words[at - 2] : std::string();
}

void rename_table_in(UnmanagedObject& object, const QualifiedName& from, const QualifiedName& to) {
  const bool named = std::any_of(object.depends_on.begin(), object.depends_on.end(),
                                 [&](const ObjectId& id) { return id.name == from; });
  if (!named) return;
  object.definition =
      rename_tokens(object.definition, from.name, to.name, [](const std::vector<std::string>& words, std::size_t at) {
        const auto before = qualifier(words, at);
        return before.empty() || before == "main";  // behind any other point it is a column
      });
  for (auto& id : object.depends_on)
    if (id.name == from && id.kind != ObjectKind::sql_object) id.name = to;
}

// A column's word can also be another table's: where the text does not say whose it is, nobody may guess, and the text
// is given up. What would have to be made again from it is refused then.
void rename_column_in(UnmanagedObject& object, const QualifiedName& table, const std::string& from,
                      const std::string& to) {
  if (!depends_on(object, column_id(table, from))) return;
  const bool shared = std::any_of(object.depends_on.begin(), object.depends_on.end(), [&](const ObjectId& id) {
    return id.kind == ObjectKind::column && id.name != table && equal_ignoring_case(id.part, from);
  });
  const bool own = object.depends_on.front() == table_id(table);
  bool unclear = false;
  auto text = rename_tokens(object.definition, from, to, [&](const std::vector<std::string>& words, std::size_t at) {
    const auto before = qualifier(words, at);
    if (before == "new" || before == "old") return own;
    if (before == lower(table.name)) return true;
    unclear = unclear || shared;
    return true;
  });
  object.definition = unclear ? std::string() : std::move(text);
  for (auto& id : object.depends_on)
    if (id == column_id(table, from)) id.part = to;
}

// `RANGE (at)`, `HASH (id) PARTITIONS 4`: columns are named behind the first parenthesis.
void rename_in_partitioning(Attributes& attributes, const ColumnMove& move) {
  const auto parts = attributes.find("partition_by");
  if (parts == attributes.end()) return;
  auto& text = parts->second;
  const auto open = std::min(text.find('('), text.size());
  text = text.substr(0, open) + with_other_name(text.substr(open), move.from, move.to, move.quote);
}

// MySQL's made-up names of checks and foreign keys, `orders_ibfk_1`, begin with the table's and follow it; those of
// keys whoever made them up.
void rename_made_up_constraints(Table& table, const std::string& from) {
  using namespace std::string_literals;
  for (auto& constraint : table.constraints)
    for (const auto& middle : {"_ibfk_"s, "_chk_"s})
      if ((!constraint.name.stated || middle == "_ibfk_") && constraint.name.text.starts_with(from + middle))
        constraint.name.text = table.name.name + constraint.name.text.substr(from.size());
}

template <class AnyTable, class Visit>
void visit_expressions(AnyTable& table, const Visit& visit) {
  for (auto& column : table.columns) {
    if (column.default_value) visit(*column.default_value);
    if (column.generated) visit(column.generated->expression);
  }
  for (auto& constraint : table.constraints) {
    if (auto* check = std::get_if<Check>(&constraint.body)) visit(check->expression);
    if (auto* exclusion = std::get_if<Exclusion>(&constraint.body)) visit(exclusion->definition);
  }
  for (auto& index : table.indexes) {
    for (auto& key : index.keys)
      if (key.expression) visit(*key.expression);
    if (index.where) visit(*index.where);
  }
}

}  // namespace

std::string written_name(std::string_view name) { return plain(name) ? std::string(name) : quoted(name); }

void for_each_expression(Table& table, const std::function<void(Expression&)>& visit) {
  visit_expressions(table, visit);
}

void for_each_expression(const Table& table, const std::function<void(const Expression&)>& visit) {
  visit_expressions(table, visit);
}

std::string rename_in_sql(std::string_view sql, std::string_view from, std::string_view to) {
  return with_other_name(sql, from, to, '"');
}

static void rename_in_table(Table& table, const ColumnMove& move) {
  for (auto& column : table.columns) {
    if (column.name == move.from) column.name = move.to;
    if (column.generated) rename_in(column.generated->expression, move);
    if (column.default_value) rename_in(*column.default_value, move);
  }
  for (auto& constraint : table.constraints) rename_in(constraint, move);
  for (auto& index : table.indexes) rename_in(index, move);
  rename_in_partitioning(table.attributes, move);
}

// The table, the heirs that have its columns, and its partitions.
static std::vector<QualifiedName> with_those_below(const Schema& schema, const QualifiedName& table) {
  std::vector<QualifiedName> all = {table};
  auto of_all = heirs(schema);
  for (const auto& heir : of_all[table]) all.push_back(heir);
  for (const auto& partition : partitions_of(table, schema)) all.push_back(partition.name);
  return all;
}

void rename_column_everywhere(Schema& schema, const QualifiedName& name, const std::string& from,
                              const std::string& to) {
  for (auto& object : schema.unmanaged) rename_column_in(object, name, from, to);
  rename_key_of_partitions(schema, name, from, to);
  const ColumnMove move{name, from, to, quote_of(schema.engine)};
  schema.tables.change(name, [&](Table& table) { rename_in_table(table, move); });
  const auto below = with_those_below(schema, name);
  for (const auto& heir : below)
    if (heir != name && schema.tables.contains(heir))
      schema.tables.change(heir, [&](Table& table) { rename_in_table(table, {heir, from, to, move.quote}); });
  std::vector<QualifiedName> referring;
  for (const auto& [other, table] : schema.tables)
    if (std::ranges::any_of(below, [&](const QualifiedName& one) { return refers_to(*table, one); }))
      referring.push_back(other);
  for (const auto& other : referring)
    schema.tables.change(other, [&](Table& table) {
      for (auto& constraint : table.constraints)
        if (auto* key = std::get_if<ForeignKey>(&constraint.body);
            key && std::ranges::find(below, key->references) != below.end())
          replace(key->referenced_columns, from, to);
    });
  std::vector<QualifiedName> owned;
  for (const auto& [sequence, value] : schema.sequences)
    if (value->owned_by && value->owned_by->table == name && value->owned_by->column == from) owned.push_back(sequence);
  for (const auto& sequence : owned) schema.sequences.change(sequence, [&](Sequence& s) { s.owned_by->column = to; });
}

static void refer_to_other_name(Schema& schema, const QualifiedName& from, const QualifiedName& to) {
  std::vector<QualifiedName> referring;
  for (const auto& [name, table] : schema.tables)
    if (refers_to(*table, from)) referring.push_back(name);
  for (const auto& name : referring)
    schema.tables.change(name, [&](Table& table) {
      for (auto& constraint : table.constraints)
        if (auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references == from) key->references = to;
    });
}

void rename_table_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to) {
  const Table* old = schema.tables.find(from);
  if (const auto* partition = schema.sql_objects.find({"partition", from})) {
    auto renamed = renamed_partition(*partition, to);
    rename_parent_everywhere(schema, from, to);
    schema.sql_objects.erase({"partition", from});
    schema.sql_objects.set({"partition", to}, std::move(renamed));
    refer_to_other_name(schema, from, to);
  }
  if (!old) return;
  for (auto& object : schema.unmanaged) rename_table_in(object, from, to);
  rename_parent_everywhere(schema, from, to);
  Table moved = *old;
  moved.name = to;
  for_each_expression(moved, [&](Expression& expression) {
    if (expression.references) {
      rename_references(expression.sql, *expression.references, table_id(from), table_id(to), quote_of(schema.engine));
      for (auto& reference : *expression.references)
        if (reference.object.kind == ObjectKind::column && reference.object.name == from) reference.object.name = to;
      return;
    }
    // SQLite keeps `table.column` in the expressions of a table as they were written
    if (from.schema.empty() && expression.sql.find('.') != std::string::npos)
      expression.sql = rename_in_sql(expression.sql, from.name, to.name);
  });
  if (schema.engine.dialect == "mysql") rename_made_up_constraints(moved, from.name);
  if (schema.engine.dialect == "postgresql") rename_type_everywhere(schema, from, to);  // its rows are a type
  schema.tables.erase(from);
  schema.tables.set(to, std::move(moved));
  refer_to_other_name(schema, from, to);
  std::vector<QualifiedName> owned;
  for (const auto& [sequence, value] : schema.sequences)
    if (value->owned_by && value->owned_by->table == from) owned.push_back(sequence);
  for (const auto& sequence : owned) {
    Sequence changed = *schema.sequences.find(sequence);
    changed.owned_by->table = to;
    schema.sequences.erase(sequence);
    changed.name.schema = to.schema;  // an owned sequence moves with its table
    schema.sequences.set(changed.name, changed);
  }
}

void rename_type_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to) {
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables) tables.push_back(name);
  for (const auto& name : tables) {
    const auto& columns = schema.tables.find(name)->columns;
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return column.type.user_type == from; }))
      continue;
    schema.tables.change(name, [&](Table& table) {
      for (auto& column : table.columns) {
        if (column.type.user_type != from) continue;
        column.type.user_type = to;
        column.type.name = to.name;
      }
      rename_object(table, type_id(from), type_id(to));
    });
  }
}

// A default names its sequence in a text: nextval('billing.numbers'::regclass).
void rename_sequence_everywhere(Schema& schema, const QualifiedName& from, const QualifiedName& to) {
  const auto draws = [&](const Column& column) {
    if (!column.default_value) return false;
    const auto& objects = column.default_value->objects;
    return std::find(objects.begin(), objects.end(), sequence_id(from)) != objects.end();
  };
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables)
    if (std::any_of(table->columns.begin(), table->columns.end(), draws)) tables.push_back(name);
  for (const auto& name : tables)
    schema.tables.change(name, [&](Table& table) {
      for (auto& column : table.columns) {
        if (!draws(column)) continue;
        auto& expression = *column.default_value;
        if (expression.references)
          rename_references(expression.sql, *expression.references, sequence_id(from), sequence_id(to), '"');
        else
          expression.sql = rename_in_texts(expression.sql, from.name, to.name);
        if (!expression.references && from.schema != to.schema)
          expression.sql = rename_in_texts(expression.sql, from.schema, to.schema);
        std::replace(expression.objects.begin(), expression.objects.end(), sequence_id(from), sequence_id(to));
      }
    });
}

}  // namespace schemac
