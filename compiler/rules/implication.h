// Whether whatever satisfies one predicate satisfies another: `a > 1` implies `a > 0`, `a IN (1, 2)` implies `a IN (1,
// 2, 3)`, `a AND b` implies `a`. Holds for rows that have to make it true (a policy, an index) and for those that may
// not make it false (a check). What cannot be shown is answered with false.
#pragma once

#include <functional>
#include <string_view>

#include "base/sql_tokens.h"

namespace schemac {

// How an engine spells expressions: the dialect's knowledge, which this room does not have.
struct Spelling {
  SqlLexis lexis;
  std::function<bool(std::string_view, std::string_view)> same;
};

bool implies(std::string_view narrow, std::string_view wide, const Spelling& spelling);

}  // namespace schemac
