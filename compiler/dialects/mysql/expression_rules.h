// One meaning, one tree: the rules by which calls that the servers spell otherwise, or simplify, become equal. Each
// holds for every value of what is called, NULL included.
#pragma once

#include "dialects/mysql/expression_tree.h"

namespace schemac::mysql {

// A call in its one form.
Term simplified(std::string head, std::vector<Term> parts);

// NOT of it.
Term negated(Term term);

}  // namespace schemac::mysql
