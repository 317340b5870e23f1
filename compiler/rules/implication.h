// Whether whatever satisfies one predicate satisfies another: `a > 1` implies `a > 0`, `a IN (1, 2)` implies `a IN (1,
// 2, 3)`, `a AND b` implies `a`. Holds for rows that have to make it true (a policy, an index) and for those that may
// not make it false (a check). What cannot be shown is answered with false.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/sql_tokens.h"

namespace schemac {

// How an engine spells expressions: the dialect's knowledge, which this room does not have.
struct Spelling {
  SqlLexis lexis;
  std::function<bool(std::string_view, std::string_view)> same;
};

// How values of columns begin to compare in another way: an equality that tells more of them apart, another order.
enum class Compared { more_apart, in_another_order };

// Whether the same predicate, of columns or a type of these names, may then be true of rows of which it was not, or no
// longer of some of which it was: `n <> 'root'` and `n = 'root'` where n begins to know case. What cannot be shown is
// answered with true.
bool may_pass_more(std::string_view predicate, const std::set<std::string>& names, Compared change,
                   const Spelling& spelling);
bool may_pass_fewer(std::string_view predicate, const std::set<std::string>& names, Compared change,
                    const Spelling& spelling);
// Whether a text names one of them.
bool names_any(std::string_view sql, const std::set<std::string>& names, const Spelling& spelling);

bool implies(std::string_view narrow, std::string_view wide, const Spelling& spelling);

}  // namespace schemac
