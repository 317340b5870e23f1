// Types and collations that columns have. Those of ranges, and collations, stay as they are: their definition is part
// of every value, and of every index on them.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "dialects/dialect.h"

namespace schemac::postgresql {

// One error for each column, index or type that holds one which is to have another definition, and cannot follow.
Diagnostics held_definitions(const std::vector<Operation>& operations, const LegaliseInput& input);

// One error for each view that a legal plan drops, and each table whose column it retypes, while a column that stays
// holds its rows.
Diagnostics held_rows(const std::vector<Operation>& operations, const LegaliseInput& input);

// Whether a column has the type, or one that is made of it.
bool is_held_by_columns(const QualifiedName& type, const Schema& schema);

// Composite types whose attributes bear the same names in the same order: text leads from one to the other.
bool have_the_same_attributes(const SqlObject& before, const SqlObject& after);

}  // namespace schemac::postgresql
