// A clause that is said twice: one of the two is not meant.
#pragma once

#include <string_view>
#include <vector>

#include "sources/schemac/syntax.h"

namespace schemac::language {

// `owner` is the object in words: "column `email`". Clauses that may stand several times (`was`, `with`, a column's
// constraints) are left alone; `null` and `not null` say the same thing twice.
void refuse_repetition(const std::vector<Range>& clauses, std::string_view owner,
                       const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics);

}  // namespace schemac::language
