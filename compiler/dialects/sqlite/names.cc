#include "dialects/sqlite/names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace schemac::sqlite {
namespace {

constexpr std::array<std::string_view, 147> keywords = {
    "abort",
    "action",
    "add",
    "after",
    "all",
    "alter",
    "always",
    "analyze",
    "and",
    "as",
    "asc",
    "attach",
    "autoincrement",
    "before",
    "begin",
    "between",
    "by",
    "cascade",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "commit",
    "conflict",
    "constraint",
    "create",
    "cross",
    "current",
    "current_date",
    "current_time",
    "current_timestamp",
    "database",
    "default",
    "deferrable",
    "deferred",
    "delete",
    "desc",
    "detach",
    "distinct",
    "do",
    "drop",
    "each",
    "else",
    "end",
    "escape",
    "except",
    "exclude",
    "exclusive",
    "exists",
    "explain",
    "fail",
    "filter",
    "first",
    "following",
    "for",
    "foreign",
    "from",
    "full",
    "generated",
    "glob",
    "group",
    "groups",
    "having",
    "if",
    "ignore",
    "immediate",
    "in",
    "index",
    "indexed",
    "initially",
    "inner",
    "insert",
    "instead",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "last",
    "left",
    "like",
    "limit",
    "match",
    "materialized",
    "natural",
    "no",
    "not",
    "nothing",
    "notnull",
    "null",
    "nulls",
    "of",
    "offset",
    "on",
    "or",
    "order",
    "others",
    "outer",
    "over",
    "partition",
    "plan",
    "pragma",
    "preceding",
    "primary",
    "query",
    "raise",
    "range",
    "recursive",
    "references",
    "regexp",
    "reindex",
    "release",
    "rename",
    "replace",
    "restrict",
    "returning",
    "right",
    "rollback",
    "row",
    "rows",
    "savepoint",
    "select",
    "set",
    "table",
    "temp",
    "temporary",
    "then",
    "ties",
    "to",
    "transaction",
    "trigger",
    "unbounded",
    "union",
    "unique",
    "update",
    "using",
    "vacuum",
    "values",
    "view",
    "virtual",
    "when",
    "where",
    "window",
    "with",
    "without",
};

// `true` and `false` are names that mean values where no column has them.
bool is_value_word(std::string_view word) { return word == "true" || word == "false"; }

std::string between(std::string_view identifier, char quote_mark) {
  std::string out(1, quote_mark);
  for (const char c : identifier) {
    out += c;
    if (c == quote_mark) out += c;
  }
  return out + quote_mark;
}

bool is_bare(std::string_view identifier) {
  if (identifier.empty() || std::isdigit(static_cast<unsigned char>(identifier.front()))) return false;
  return std::all_of(identifier.begin(), identifier.end(),
                     [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '_'); });
}

bool taken(std::string_view name, const Schema& schema) {
  for (const auto& [key, table] : schema.tables) {
    if (equal_ignoring_case(key.name, name)) return true;
    for (const auto& index : table->indexes)
      if (equal_ignoring_case(index.name.text, name)) return true;
  }
  return std::any_of(schema.unmanaged.begin(), schema.unmanaged.end(),
                     [&](const UnmanagedObject& object) { return equal_ignoring_case(object.name.name, name); });
}

}  // namespace

bool is_keyword(std::string_view word) {
  const auto folded = lower(word);
  return is_value_word(folded) || std::find(keywords.begin(), keywords.end(), folded) != keywords.end();
}

std::string quoted_always(std::string_view identifier) { return between(identifier, '"'); }
std::string quote(std::string_view identifier) {
  return is_bare(identifier) && !is_keyword(identifier) ? std::string(identifier) : quoted_always(identifier);
}
std::string quote(const QualifiedName& name) { return quote(name.name); }

std::string free_name(const std::string& wanted, const Schema& before, const Schema& after) {
  auto name = wanted;
  for (int number = 2; taken(name, before) || taken(name, after); ++number)
    name = wanted + "_" + std::to_string(number);
  return name;
}

std::string spelling_of_column(const Table& table, std::string_view name) {
  for (const auto& column : table.columns)
    if (equal_ignoring_case(column.name, name)) return column.name;
  return std::string(name);
}

QualifiedName spelling_of_table(const Schema& schema, const QualifiedName& name) {
  if (schema.tables.contains(name)) return name;
  for (const auto& [key, table] : schema.tables)
    if (equal_ignoring_case(key.name, name.name)) return key;
  return name;
}

bool is_internal(std::string_view table) { return lower(table).starts_with("sqlite_"); }

}  // namespace schemac::sqlite
