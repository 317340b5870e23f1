// Types: of a column, and of the enums that columns have.
#include <algorithm>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "dialects/postgresql/conversions.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/held.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/statements.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"
#include "operations/object_ids.h"
#include "operations/sql_objects.h"

namespace schemac::postgresql {
namespace {

std::string free_type_name(const Schema& schema, const QualifiedName& type) {
  return free_name(type.name, {}, "old", [&](const std::string& name) {
    const auto is_object = [&](const char* kind) { return schema.sql_objects.contains({kind, {type.schema, name}}); };
    return schema.enums.contains({type.schema, name}) || schema.tables.contains({type.schema, name}) ||
           is_object("view") || is_object("domain") || is_object("composite type") || is_object("range type") ||
           is_object("materialized view") || is_object("partition");
  });
}

Statement comment_on_type(const EnumType& type) { return plain(comment_sql("TYPE", quote(type.name), type.comment)); }

std::vector<Statement> added_labels(const AlterEnum& op) {
  std::vector<Statement> out;
  auto next = op.before.labels.begin();  // of those that are there, the first one behind what has been looked at
  for (const auto& label : op.after.labels) {
    if (next != op.before.labels.end() && *next == label) {
      ++next;
      continue;
    }
    const auto place = next == op.before.labels.end() ? std::string() : fmt::format(" BEFORE {}", literal(*next));
    out.push_back(plain(fmt::format("ALTER TYPE {} ADD VALUE {}{}", quote(op.after.name), literal(label), place)));
  }
  return out;
}

// How the values of a column get to the type's new self; empty where an assignment does it, which refuses what does not
// fit.
using Using = std::function<std::string(const QualifiedName& table, const Column& column)>;

// Through `by`; an array's with `[]` behind it.
std::string cast_through(const Column& column, std::string_view by) {
  const auto through = by.empty() ? std::string() : fmt::format("::{}{}", by, column.type.array ? "[]" : "");
  return fmt::format("{}{}::{}", quote(column.name), through, type_sql(column.type));
}
std::string through_text(const QualifiedName&, const Column& column) { return cast_through(column, "text"); }

// As the author says of the column, or with the labels that take the place of those that go. In an array one after the
// other: labels that take a place are never ones that go.
Using between_enums(const AlterEnum& op) {
  return [&op](const QualifiedName& table, const Column& column) {
    const auto stated = op.conversions.find({table, column.name});
    const auto* const text = column.type.array ? "text[]" : "text";
    auto value = stated == op.conversions.end() ? fmt::format("{}::{}", quote(column.name), text)
                                                : fmt::format("({})::{}", stated->second, text);
    if (op.replacements.empty()) return fmt::format("{}::{}", value, type_sql(column.type));
    if (column.type.array) {
      for (const auto& [label, heir] : op.replacements)
        value = fmt::format("array_replace({}, {}, {})", value, literal(label), literal(heir));
      return fmt::format("{}::{}", value, type_sql(column.type));
    }
    std::string cases;
    for (const auto& [label, heir] : op.replacements)
      cases += fmt::format(" WHEN {} THEN {}", literal(label), literal(heir));
    return fmt::format("(CASE {0}{1} ELSE {0} END)::{2}", value, cases, type_sql(column.type));
  };
}

// Whether values of the new type have a collation, and whether it brings one of its own.
struct Collations {
  bool possible = false;
  bool own = false;
};

// A column keeps its own, whatever the type brings; where it is another one afterward, that is a change of the column.
std::string kept_collation(const Column& column, const Collations& collations) {
  if (!collations.possible) return {};
  if (column.collation) return " COLLATE " + collation_sql(*column.collation);
  return collations.own ? " COLLATE pg_catalog.\"default\"" : "";
}

// One ALTER TABLE moves all of a table's columns to the new type; their defaults are set aside meanwhile.
std::optional<Statement> moved_columns(const Table& table, const QualifiedName& type, const Using& conversion,
                                       const Collations& collations = {}) {
  std::string actions;
  const auto add = [&](const std::string& action) {
    actions += fmt::format("{}ALTER COLUMN {}", actions.empty() ? "" : ", ", action);
  };
  for (const auto& column : table.columns) {
    if (column.type.user_type != type || column.generated) continue;
    const auto name = quote(column.name);
    const auto sql = type_sql(column.type);
    if (column.default_value) add(name + " DROP DEFAULT");
    const auto value = conversion(table.name, column);
    add(fmt::format("{} TYPE {}{}{}", name, sql, kept_collation(column, collations),
                    value.empty() ? "" : " USING " + value));
    if (column.default_value) add(fmt::format("{} SET DEFAULT {}", name, default_sql(column.default_value->sql)));
    for (const auto& [key, word] : {std::pair("storage", "STORAGE"), std::pair("compression", "COMPRESSION")})
      if (const auto kept = column.attributes.find(key); kept != column.attributes.end())
        add(fmt::format("{} SET {} {}", name, word, kept->second));
  }
  if (actions.empty()) return std::nullopt;
  auto statement =
      on_table(fmt::format("ALTER TABLE {} {}", quote(table.name), actions), table.name, lock::access_exclusive);
  statement.rewrites = statement.scans = true;
  return statement;
}

// `CREATE DOMAIN d AS varchar(3) COLLATE x`
Result<Type> base_of(const SqlObject& domain) {
  const Words words(domain.definition);
  return parse_type(words.between(words.find("as") + 1, words.find("collate")));
}

Collations collations_of(const SqlObject& domain, const Schema& schema) {
  const Words words(domain.definition);
  Collations out{.possible = false, .own = words.find("collate") < words.size()};
  auto base = base_of(domain);
  for (int depth = 0; base && base->user_type && depth < 20; ++depth) {
    const auto* below = schema.sql_objects.find({"domain", *base->user_type});
    if (!below) return out;
    out.own = out.own || Words(below->definition).find("collate") < Words(below->definition).size();
    base = base_of(*below);
  }
  const auto name = base ? base->name : std::string();
  out.possible = name == "text" || name == "character varying" || name == "character" || name == "name";
  return out;
}

// An explicit cast to a shorter varchar cuts without a word: it is said only where an assignment does not lead there.
Using between_domains(const SqlObject& before, const SqlObject& after) {
  const auto from = base_of(before);
  const auto to = base_of(after);
  const auto conversion = from && to ? conversion_between(*from, *to) : Conversion::assignment;
  return [conversion](const QualifiedName&, const Column& column) {
    switch (conversion) {
      case Conversion::assignment: return std::string();
      case Conversion::explicit_cast: return cast_through(column, "");
      case Conversion::none: return cast_through(column, "text");
    }
    return std::string();
  };
}

// Attribute by attribute where text does not lead there; a row of nothing but NULLs is no NULL.
Using between_composites(const SqlObject& before, const SqlObject& after) {
  if (have_the_same_attributes(before, after)) return through_text;
  return [&](const QualifiedName&, const Column& column) {
    std::string values;
    for (const auto& attribute : after.shape) {
      const auto name = attribute_name(attribute);
      const auto type = attribute.substr(name.size() + 1);
      const auto had = std::find_if(before.shape.begin(), before.shape.end(),
                                    [&](const std::string& one) { return attribute_name(one) == name; });
      const auto value = had == before.shape.end() ? "NULL" : fmt::format("({}).{}", quote(column.name), name);
      const auto cast = had == before.shape.end() || *had == attribute ? "" : "::text::" + type;
      values += fmt::format("{}{}{}", values.empty() ? "" : ", ", value, cast);
    }
    return fmt::format("CASE WHEN {0} IS DISTINCT FROM NULL THEN ROW({1})::{2} END", quote(column.name), values,
                       type_sql(column.type));
  };
}

}  // namespace

std::string conversion_of(const Column& before, const Column& after) {
  const auto conversion = conversion_between(before.type, after.type);
  if (conversion != Conversion::explicit_cast) return {};
  const bool through_text = before.type.user_type && after.type.user_type;
  return fmt::format("{}{}::{}", quote(after.name), through_text ? (before.type.array ? "::text[]" : "::text") : "",
                     type_sql(after.type));
}

std::vector<Statement> type_statements(const AlterColumnType& op) {
  const auto column = quote(op.after.name);
  const bool other_type = !(op.before.type == op.after.type);
  const auto conversion = op.conversion ? *op.conversion
                          : other_type  ? conversion_of(op.before, op.after)
                                        : std::string();
  auto action = fmt::format("ALTER COLUMN {} TYPE {}", column, type_sql(op.after.type));
  if (op.after.collation) action += " COLLATE " + collation_sql(*op.after.collation);
  // a domain would bring its own again
  if (!op.after.collation && op.before.collation && op.after.type.user_type && !other_type)
    action += " COLLATE pg_catalog.\"default\"";
  if (!conversion.empty()) action += " USING " + conversion;
  // the engine casts a default only where assignment would; setting it aside always works
  const bool moves_default =
      op.before.default_value && op.after.default_value && op.before.type.name != op.after.type.name;
  if (moves_default)
    action = fmt::format("ALTER COLUMN {} DROP DEFAULT, {}, ALTER COLUMN {} SET DEFAULT {}", column, action, column,
                         default_sql(op.after.default_value->sql));
  return {altering_type(fmt::format("ALTER TABLE {} {}", quote(op.table), action), op.table, op.before, op.after,
                        !conversion.empty())};
}

namespace {

std::vector<Statement> swap_statements(const SqlObject& type, const Using& conversion,
                                       const std::optional<Using>& of_domains, const Collations& collations,
                                       const Schema& before);

// Domains over a type that another one takes the place of; without a conversion each by its own.
void move_domains(const QualifiedName& over, const std::optional<Using>& conversion, const Collations& collations,
                  const Schema& before, std::vector<Statement>& out) {
  for (const auto& [key, domain] : before.sql_objects) {
    const auto& needs = domain->depends_on;
    if (key.kind != "domain" || std::ranges::find(needs, type_id(over)) == needs.end()) continue;
    auto more = swap_statements(*domain, conversion.value_or(between_domains(*domain, *domain)), conversion, collations,
                                before);
    std::ranges::move(more, std::back_inserter(out));
  }
}

std::vector<Statement> swap_statements(const SqlObject& type, const Using& conversion,
                                       const std::optional<Using>& of_domains, const Collations& collations,
                                       const Schema& before) {
  const auto& name = type.name;
  const QualifiedName aside{name.schema, free_type_name(before, name)};
  const auto* word = type.kind == "domain" ? "DOMAIN" : "TYPE";
  std::vector<Statement> out = {plain(fmt::format("ALTER {} {} RENAME TO {}", word, quote(name), quote(aside.name)))};
  for (const auto& sql : creation_of(type)) out.push_back(plain(sql));
  for (const auto& [table_name, table] : before.tables)
    if (auto statement = moved_columns(*table, name, conversion, collations)) out.push_back(std::move(*statement));
  move_domains(name, of_domains, collations, before, out);
  out.push_back(plain(fmt::format("DROP {} {}", word, quote(aside))));
  return out;
}

}  // namespace

std::vector<Statement> enum_statements(const AlterEnum& op, const Schema& before) {
  if (only_adds(op)) return added_labels(op);
  const auto& name = op.after.name;
  const QualifiedName aside{name.schema, free_type_name(before, name)};
  std::vector<Statement> out = {plain(fmt::format("ALTER TYPE {} RENAME TO {}", quote(name), quote(aside.name)))};
  std::string labels;
  for (const auto& label : op.after.labels) labels += (labels.empty() ? "" : ", ") + literal(label);
  out.push_back(plain(fmt::format("CREATE TYPE {} AS ENUM ({})", quote(name), labels)));
  for (const auto& [table_name, table] : before.tables)
    if (auto statement = moved_columns(*table, name, between_enums(op))) out.push_back(std::move(*statement));
  move_domains(name, between_enums(op), {}, before, out);
  out.push_back(plain("DROP TYPE " + quote(aside)));
  const auto* present = before.enums.find(name);
  if (present && present->comment) out.push_back(comment_on_type(*present));
  return out;
}

std::vector<Statement> swap_statements(const SqlObject& type, const Schema& before) {
  const auto* present = before.sql_objects.find({type.kind, type.name});
  const SqlObject& had = present ? *present : type;
  const bool is_domain = type.kind == "domain";
  return swap_statements(type, is_domain ? between_domains(had, type) : between_composites(had, type), std::nullopt,
                         is_domain ? collations_of(type, before) : Collations{}, before);
}

}  // namespace schemac::postgresql
