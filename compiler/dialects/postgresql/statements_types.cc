// Types: of a column, and of the enums that columns have.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "dialects/postgresql/conversions.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/statements.h"
#include "dialects/postgresql/types.h"
#include "dialects/postgresql/words.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

std::string free_type_name(const Schema& schema, const QualifiedName& type) {
  return free_name(type.name, {}, "old", [&](const std::string& name) {
    const auto is_object = [&](const char* kind) { return schema.sql_objects.contains({kind, {type.schema, name}}); };
    return schema.enums.contains({type.schema, name}) || schema.tables.contains({type.schema, name}) || is_object("view") || is_object("domain") ||
           is_object("composite type") || is_object("range type") || is_object("materialized view") || is_object("partition");
  });
}

Statement comment_on_type(const EnumType& type) { return plain(comment_sql("TYPE", quote(type.name), type.comment)); }

std::vector<Statement> added_labels(const AlterEnum& op) {
  std::vector<Statement> out;
  std::vector<std::string> present = op.before.labels;
  for (std::size_t at = 0; at < op.after.labels.size(); ++at) {
    const auto& label = op.after.labels[at];
    if (at < present.size() && present[at] == label) continue;
    const auto place = at == present.size() ? std::string() : fmt::format(" BEFORE {}", literal(present[at]));
    out.push_back(plain(fmt::format("ALTER TYPE {} ADD VALUE {}{}", quote(op.after.name), literal(label), place)));
    present.insert(present.begin() + static_cast<std::ptrdiff_t>(at), label);
  }
  return out;
}

// One ALTER TABLE moves all of a table's columns to the new type; their defaults are set aside meanwhile. `casts` is what is said of a
// column to get there, one of an array with `[]` behind it; none where an assignment does it, which refuses what does not fit.
std::optional<Statement> moved_columns(const Table& table, const QualifiedName& type, std::optional<std::string_view> casts) {
  std::string actions;
  const auto add = [&](const std::string& action) { actions += fmt::format("{}ALTER COLUMN {}", actions.empty() ? "" : ", ", action); };
  for (const auto& column : table.columns) {
    if (column.type.user_type != type || column.generated) continue;
    const auto name = quote(column.name);
    const auto sql = type_sql(column.type);
    if (column.default_value) add(name + " DROP DEFAULT");
    const auto through = !casts || casts->empty() ? std::string() : fmt::format("::{}{}", *casts, column.type.array ? "[]" : "");
    add(fmt::format("{} TYPE {}{}", name, sql, casts ? fmt::format(" USING {}{}::{}", name, through, sql) : ""));
    if (column.default_value) add(fmt::format("{} SET DEFAULT {}", name, default_sql(column.default_value->sql)));
  }
  if (actions.empty()) return std::nullopt;
  auto statement = on_table(fmt::format("ALTER TABLE {} {}", quote(table.name), actions), table.name, lock::access_exclusive);
  statement.rewrites = statement.scans = true;
  return statement;
}

// `CREATE DOMAIN d AS varchar(3) COLLATE x`
Result<Type> base_of(const SqlObject& domain) {
  const Words words(domain.definition);
  return parse_type(words.between(words.find("as") + 1, words.find("collate")));
}

// An explicit cast to a shorter varchar cuts without a word: it is said only where an assignment does not lead there.
std::optional<std::string_view> casts_between(const SqlObject& before, const SqlObject& after) {
  const auto from = base_of(before);
  const auto to = base_of(after);
  if (!from || !to) return std::nullopt;
  switch (conversion_between(*from, *to)) {
    case Conversion::assignment: return std::nullopt;
    case Conversion::explicit_cast: return "";
    case Conversion::none: return "text";
  }
  return std::nullopt;
}

}  // namespace

std::string conversion_of(const Column& before, const Column& after) {
  const auto conversion = conversion_between(before.type, after.type);
  if (conversion != Conversion::explicit_cast) return {};
  const bool through_text = before.type.user_type && after.type.user_type;
  return fmt::format("{}{}::{}", quote(after.name), through_text ? (before.type.array ? "::text[]" : "::text") : "", type_sql(after.type));
}

std::vector<Statement> type_statements(const AlterColumnType& op) {
  const auto column = quote(op.after.name);
  const bool other_type = !(op.before.type == op.after.type);
  const auto conversion = op.conversion ? *op.conversion : other_type ? conversion_of(op.before, op.after) : std::string();
  auto action = fmt::format("ALTER COLUMN {} TYPE {}", column, type_sql(op.after.type));
  if (op.after.collation) action += " COLLATE " + collation_sql(*op.after.collation);
  if (!conversion.empty()) action += " USING " + conversion;
  // the engine casts a default only where assignment would; setting it aside always works
  const bool moves_default = op.before.default_value && op.after.default_value && op.before.type.name != op.after.type.name;
  if (moves_default)
    action = fmt::format("ALTER COLUMN {} DROP DEFAULT, {}, ALTER COLUMN {} SET DEFAULT {}", column, action, column,
                         default_sql(op.after.default_value->sql));
  return {altering_type(fmt::format("ALTER TABLE {} {}", quote(op.table), action), op.table, op.before, op.after, !conversion.empty())};
}

std::vector<Statement> enum_statements(const AlterEnum& op, const Schema& before) {
  if (only_adds(op)) return added_labels(op);
  const auto& name = op.after.name;
  const QualifiedName aside{name.schema, free_type_name(before, name)};
  std::vector<Statement> out = {plain(fmt::format("ALTER TYPE {} RENAME TO {}", quote(name), quote(aside.name)))};
  std::string labels;
  for (const auto& label : op.after.labels) labels += (labels.empty() ? "" : ", ") + literal(label);
  out.push_back(plain(fmt::format("CREATE TYPE {} AS ENUM ({})", quote(name), labels)));
  for (const auto& [table_name, table] : before.tables)
    if (auto statement = moved_columns(*table, name, "text")) out.push_back(std::move(*statement));
  out.push_back(plain("DROP TYPE " + quote(aside)));
  const auto* present = before.enums.find(name);
  if (present && present->comment) out.push_back(comment_on_type(*present));
  return out;
}

std::vector<Statement> swap_statements(const SqlObject& domain, const Schema& before) {
  const auto& name = domain.name;
  const QualifiedName aside{name.schema, free_type_name(before, name)};
  std::vector<Statement> out = {plain(fmt::format("ALTER DOMAIN {} RENAME TO {}", quote(name), quote(aside.name)))};
  for (const auto& sql : creation_of(domain)) out.push_back(plain(sql));
  const auto* present = before.sql_objects.find({"domain", name});
  const auto casts = present ? casts_between(*present, domain) : std::nullopt;
  for (const auto& [table_name, table] : before.tables)
    if (auto statement = moved_columns(*table, name, casts)) out.push_back(std::move(*statement));
  for (const auto& [key, other] : before.sql_objects) {  // domains over this one
    const auto& needs = other->depends_on;
    if (key.kind != "domain" || std::find(needs.begin(), needs.end(), type_id(name)) == needs.end()) continue;
    auto more = swap_statements(*other, before);
    std::move(more.begin(), more.end(), std::back_inserter(out));
  }
  out.push_back(plain("DROP DOMAIN " + quote(aside)));
  return out;
}

}  // namespace schemac::postgresql
