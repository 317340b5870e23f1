// Expressions as text: one canonical spelling, comparison, and what they name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::sqlite {

// Canonical within its table: no comments, one space where there was white space, identifiers quoted only where they
// must be (and never with a back-tick), no qualifier that names the table itself, no parentheses around the whole.
Expression canonical(const Expression& expression, const Table& table);

// The spelling without a table at hand.
std::string compact(std::string_view sql);

// A default: `abc` and `"abc"` are the string 'abc' there.
std::string canonical_default(std::string_view sql);
// What may stand behind DEFAULT without parentheses.
bool is_literal(std::string_view sql);
// What ALTER TABLE ADD COLUMN accepts on a table with rows: CURRENT_TIMESTAMP is a literal, but not a constant.
bool is_constant(std::string_view sql);
bool is_null_literal(std::string_view sql);

bool same_expression(std::string_view a, std::string_view b);

// Every identifier in the text, unquoted, in its order.
std::vector<std::string> identifiers(std::string_view sql);

}  // namespace schemac::sqlite
