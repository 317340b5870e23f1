#include "dialects/mysql/reserved_words.h"

#include <algorithm>
#include <array>

#include "dialects/mysql/names.h"
#include "dialects/mysql/references.h"

namespace schemac::mysql {
namespace {

// What information_schema.keywords of MySQL 8.0.33 marks as reserved, and what MariaDB 11.4 refuses as a column's name
// besides; without what can stand in an expression.
bool is_reserved(std::string_view word) {
  static constexpr auto words = std::to_array<std::string_view>({
      "accessible",  "add",           "all",        "alter",         "analyze",      "asc",
      "asensitive",  "before",        "call",       "cascade",       "change",       "check",
      "column",      "condition",     "constraint", "continue",      "create",       "cross",
      "cube",        "cume_dist",     "cursor",     "database",      "databases",    "declare",
      "delayed",     "delete",        "dense_rank", "desc",          "describe",     "deterministic",
      "drop",        "dual",          "each",       "elseif",        "empty",        "enclosed",
      "escaped",     "except",        "exit",       "explain",       "fetch",        "first_value",
      "force",       "foreign",       "fulltext",   "function",      "generated",    "get",
      "grant",       "group",         "grouping",   "groups",        "having",       "high_priority",
      "if",          "ignore",        "index",      "infile",        "inner",        "inout",
      "insensitive", "insert",        "intersect",  "into",          "iterate",      "join",
      "json_table",  "key",           "keys",       "kill",          "lag",          "last_value",
      "lateral",     "lead",          "leave",      "left",          "limit",        "linear",
      "lines",       "load",          "lock",       "loop",          "low_priority", "maxvalue",
      "modifies",    "natural",       "nth_value",  "ntile",         "of",           "offset",
      "on",          "optimize",      "option",     "optionally",    "order",        "out",
      "outer",       "outfile",       "over",       "page_checksum", "partition",    "percent_rank",
      "portion",     "primary",       "procedure",  "purge",         "range",        "rank",
      "read",        "reads",         "recursive",  "references",    "release",      "rename",
      "repeat",      "replace",       "require",    "resignal",      "restrict",     "return",
      "returning",   "revoke",        "right",      "row",           "row_number",   "rows",
      "schema",      "schemas",       "select",     "sensitive",     "set",          "show",
      "signal",      "spatial",       "specific",   "sql",           "ssl",          "starting",
      "stored",      "straight_join", "system",     "table",         "terminated",   "to",
      "trigger",     "undo",          "union",      "unique",        "unlock",       "update",
      "usage",       "use",           "virtual",    "where",         "while",        "window",
      "with",        "write",         "zerofill",
  });
  static_assert(std::is_sorted(words.begin(), words.end()));
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace

bool names_column(const Table& table, std::string_view word) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return equal_ignoring_case(column.name, word); });
}

std::string with_quoted_columns(std::string_view sql, const Table& table) {
  if (std::none_of(table.columns.begin(), table.columns.end(),
                   [](const Column& column) { return is_reserved(lower(column.name)); }))
    return std::string(sql);
  std::string out;
  std::size_t last = 0;
  for (const auto& reference : references_in_expression(sql, table)) {
    const auto text = sql.substr(reference.begin, reference.end - reference.begin);
    if (reference.object.kind != ObjectKind::column || !is_reserved(lower(text))) continue;
    out.append(sql.substr(last, reference.begin - last)).append(quote(text));
    last = reference.end;
  }
  return out + std::string(sql.substr(last));
}

}  // namespace schemac::mysql
