// What a text of SQL in a schema file has to be at its place. A text that is more than that would carry something else
// into the statements that are made of it: `default \`'x', drop column b\`` or `check \`a > 0); drop table t; --\``.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialects/dialect.h"

namespace schemac {

enum class SqlPlace {
  default_value,  // one expression, as the next four
  check,
  generated,
  index_key,
  predicate,
  backfill,        // one expression, which may hold a query
  exclusion,       // what stands behind EXCLUDE
  operator_class,  // with its parameters
};

struct SqlFault {
  std::string message;  // completes "the default of `a` …": "is two expressions"
  std::size_t at = 0;   // bytes from the start
};

// Why `sql` cannot stand at its place. Unset: it can, or it holds words of a newer engine than the dialect's parser, in
// which case it is at least proved to end where the place ends.
std::optional<SqlFault> fault_of(std::string_view sql, SqlPlace place, const Dialect& dialect);
// The same of an object's definition: one statement of its kind, or what stands behind CREATE kind name; of rights
// several.
std::optional<SqlFault> fault_of(const SqlObject& object, const Dialect& dialect);

// What a parameter is of.
enum class ParameterOf { table, column, primary_key, unique, check, foreign_key, exclusion, index, sequence };

struct ParameterPlace {
  ParameterOf owner = ParameterOf::table;
  std::string engine = {};  // storage engine of the table, where MySQL's tables have one
};

// Of one of the engine's own parameters: `fillfactor`, `partition_by`.
std::optional<SqlFault> fault_of_parameter(const ParameterPlace& place, std::string_view key, std::string_view value,
                                           const Dialect& dialect);

// Names that the engine's SQL has no quotes for.
enum class SqlWord { collation, index_method };
std::optional<SqlFault> fault_of_word(std::string_view word, SqlWord what, const Dialect& dialect);

}  // namespace schemac
