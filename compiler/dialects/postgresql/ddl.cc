#include "dialects/postgresql/ddl.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "dialects/postgresql/array_casts.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/normalise.h"
#include "dialects/postgresql/types.h"

namespace schemac::postgresql {
namespace {

bool has(const Attributes& attributes, const std::string& key) { return attributes.contains(key); }

std::string key_sql(const Constraint& constraint, const Key& key) {
  auto columns = quote_list(key.columns);
  if (has(constraint.attributes, "period")) columns += " WITHOUT OVERLAPS";
  std::string out = key.primary ? "PRIMARY KEY" : key.nulls_not_distinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE";
  out += fmt::format(" ({})", columns);
  if (!key.include.empty()) out += fmt::format(" INCLUDE ({})", quote_list(key.include));
  out += storage_clause(constraint.attributes);
  if (const auto space = constraint.attributes.find("tablespace"); space != constraint.attributes.end())
    out += " USING INDEX TABLESPACE " + quote(space->second);
  return out;
}

std::string period_list(const std::vector<std::string>& columns, bool period) {
  if (!period || columns.empty()) return quote_list(columns);
  auto list = quote_list({columns.begin(), columns.end() - 1});
  return list + (list.empty() ? "PERIOD " : ", PERIOD ") + quote(columns.back());
}

std::string foreign_key_sql(const Constraint& constraint, const ForeignKey& key) {
  const bool period = has(constraint.attributes, "period");
  auto out = fmt::format("FOREIGN KEY ({}) REFERENCES {}", period_list(key.columns, period), quote(key.references));
  if (!key.referenced_columns.empty()) out += fmt::format(" ({})", period_list(key.referenced_columns, period));
  if (key.match_full) out += " MATCH FULL";
  if (key.on_update != ReferentialAction::no_action) out += fmt::format(" ON UPDATE {}", sql_name(key.on_update));
  if (key.on_delete != ReferentialAction::no_action) out += fmt::format(" ON DELETE {}", sql_name(key.on_delete));
  if (!key.on_delete_columns.empty()) out += fmt::format(" ({})", quote_list(key.on_delete_columns));
  return out;
}

std::string index_key_sql(const IndexKey& key) {
  std::string out = key.expression ? fmt::format("({})", key.expression->sql) : quote(key.column);
  if (key.collation) out += " COLLATE " + collation_sql(*key.collation);
  if (key.operator_class) {
    const bool is_sql = key.operator_class->find_first_of(".( \"") != std::string::npos;
    out += " " + (is_sql ? *key.operator_class : quote(*key.operator_class));
  }
  if (key.descending) out += " DESC";
  if (key.nulls_first) out += *key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return out;
}

}  // namespace

std::string literal(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return string_literal(text);
  std::string out = "E'";
  for (const char c : text) {
    out += c;
    if (c == '\'' || c == '\\') out += c;
  }
  return out + "'";
}

std::string collation_sql(const std::string& collation) {
  // one that is not the catalogue's own is spelled as SQL already: `schema."name"`
  const auto tokens = sql_tokens(collation, postgresql_lexis());
  const bool is_sql = tokens.size() == 3 && tokens[1].text(collation) == "." &&
                      tokens[2].kind == SqlTokenKind::quoted_identifier && tokens[2].closed && tokens[0].begin == 0 &&
                      tokens[2].end == collation.size();
  return is_sql ? collation : quote(collation);
}

QualifiedName sequence_of(const QualifiedName& table, const Identity& identity) {
  return {table.schema, identity.sequence.text};
}

std::string nextval_of(const QualifiedName& sequence) {
  return fmt::format("nextval({}::regclass)", literal(quote(sequence)));
}

bool is_plain_serial(const QualifiedName& table, const Column& column) {
  const auto& identity = *column.identity;
  SequenceOptions usual;
  usual.type = column.type.name;
  return identity.kind == IdentityKind::serial && column.not_null && identity.options == settled(usual) &&
         identity.sequence.text == joined_name(table.name, column.name, "seq");
}

std::string sequence_options(const SequenceOptions& options, bool with_type) {
  SequenceOptions usual;
  usual.type = options.type;
  usual.increment = options.increment;
  usual = settled(usual);
  const auto start = options.increment > 0 ? options.minimum : options.maximum;
  std::string out;
  if (with_type && options.type != "bigint") out += " AS " + options.type;
  if (options.increment != 1) out += fmt::format(" INCREMENT BY {}", options.increment);
  if (options.minimum != usual.minimum) out += fmt::format(" MINVALUE {}", options.minimum);
  if (options.maximum != usual.maximum) out += fmt::format(" MAXVALUE {}", options.maximum);
  if (options.start != start) out += fmt::format(" START WITH {}", options.start);
  if (options.cache != 1) out += fmt::format(" CACHE {}", options.cache);
  if (options.cycle) out += " CYCLE";
  return out;
}

std::string changed_options(const SequenceOptions& before, const SequenceOptions& after) {
  std::string out;
  if (before.type != after.type) out += " AS " + after.type;
  if (before.increment != after.increment) out += fmt::format(" INCREMENT BY {}", after.increment);
  if (before.minimum != after.minimum) out += fmt::format(" MINVALUE {}", after.minimum);
  if (before.maximum != after.maximum || before.type != after.type) out += fmt::format(" MAXVALUE {}", after.maximum);
  if (before.start != after.start) out += fmt::format(" START WITH {}", after.start);
  if (before.cache != after.cache) out += fmt::format(" CACHE {}", after.cache);
  if (before.cycle != after.cycle) out += after.cycle ? " CYCLE" : " NO CYCLE";
  return out;
}

std::string identity_clause(const QualifiedName& table, const Column& column, const Identity& identity) {
  std::string options;
  if (!identity.sequence.text.empty() && identity.sequence.text != joined_name(table.name, column.name, "seq"))
    options = " SEQUENCE NAME " + quote(sequence_of(table, identity));
  options += sequence_options(identity.options, false);
  if (!options.empty()) options = fmt::format(" ({})", options.substr(1));
  return fmt::format("GENERATED {} AS IDENTITY{}", identity.kind == IdentityKind::always ? "ALWAYS" : "BY DEFAULT",
                     options);
}

std::string column_definition(const QualifiedName& table, const Column& column) {
  const bool serial = column.identity && column.identity->kind == IdentityKind::serial;
  const bool plain_serial = serial && is_plain_serial(table, column);
  std::string out = quote(column.name) + " ";
  if (plain_serial)
    out += column.type.name == "bigint" ? "bigserial" : column.type.name == "smallint" ? "smallserial" : "serial";
  else
    out += type_sql(column.type);
  if (column.collation) out += " COLLATE " + collation_sql(*column.collation);
  if (column.generated)
    out += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.generated->expression.sql,
                       column.generated->stored ? "STORED" : "VIRTUAL");
  else if (serial && !plain_serial)
    out += " DEFAULT " + nextval_of(sequence_of(table, *column.identity));
  else if (column.identity && !serial)
    out += " " + identity_clause(table, column, *column.identity);
  else if (column.default_value)
    out += " DEFAULT " + default_sql(column.default_value->sql);
  if (column.not_null) out += " NOT NULL";
  return out;
}

std::string constraint_definition(const Constraint& constraint) {
  std::string out =
      constraint.name.text.empty() ? std::string() : fmt::format("CONSTRAINT {} ", quote(constraint.name.text));
  out += std::visit(Overloaded{
                        [&](const Key& key) { return key_sql(constraint, key); },
                        [](const Check& check) {
                          return fmt::format("CHECK ({}){}", rereadable(check.expression.sql),
                                             check.no_inherit ? " NO INHERIT" : "");
                        },
                        [&](const ForeignKey& key) { return foreign_key_sql(constraint, key); },
                        [](const Exclusion& exclusion) { return "EXCLUDE " + exclusion.definition.sql; },
                    },
                    constraint.body);
  if (constraint.deferrable) out += " DEFERRABLE";
  if (constraint.initially_deferred) out += " INITIALLY DEFERRED";
  if (has(constraint.attributes, "enforced"))
    out += " NOT ENFORCED";
  else if (!constraint.validated)
    out += " NOT VALID";
  return out;
}

std::string index_definition(const QualifiedName& table, const Index& index, bool only) {
  std::vector<std::string> keys;
  for (const auto& key : index.keys) keys.push_back(index_key_sql(key));
  auto out = fmt::format("CREATE {}INDEX {} ON {}{}", index.unique ? "UNIQUE " : "", quote(index.name.text),
                         only ? "ONLY " : "", quote(table));
  if (index.method != "btree") out += " USING " + quote(index.method);
  out += fmt::format(" ({})", fmt::join(keys, ", "));
  if (!index.include.empty()) out += fmt::format(" INCLUDE ({})", quote_list(index.include));
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  out += storage_clause(index.attributes);
  if (const auto space = index.attributes.find("tablespace"); space != index.attributes.end())
    out += " TABLESPACE " + quote(space->second);
  if (index.where) out += fmt::format(" WHERE {}", rereadable(index.where->sql));
  return out;
}

Attributes storage_parameters(const Attributes& attributes) {
  static constexpr std::array<std::string_view, 12> others = {
      "inherits",      "partition_by", "unlogged", "replica_identity", "clustered",  "tablespace",
      "access_method", "enforced",     "period",   "compression",      "statistics", "storage"};
  Attributes out = attributes;
  std::erase_if(out,
                [&](const auto& item) { return std::find(others.begin(), others.end(), item.first) != others.end(); });
  return out;
}

std::string storage_clause(const Attributes& attributes) {
  std::string list;
  for (const auto& [key, value] : storage_parameters(attributes))
    list += fmt::format("{}{} = {}", list.empty() ? "" : ", ", key, literal(value));
  return list.empty() ? list : fmt::format(" WITH ({})", list);
}

std::string comment_sql(std::string_view kind, const std::string& object, const std::optional<std::string>& comment) {
  return fmt::format("COMMENT ON {} {} IS {}", kind, object, comment ? literal(*comment) : "NULL");
}

std::string constraint_object(const QualifiedName& table, const std::string& constraint) {
  return fmt::format("{} ON {}", quote(constraint), quote(table));
}

}  // namespace schemac::postgresql
