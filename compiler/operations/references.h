// Carries a new name into SQL text by the places that a dialect's reader resolved, and by nothing else: a column called
// `text` that gets another name leaves `cast(n AS text)` and `'some text'` as they are.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac {

// Writes the name of `to` wherever the text refers to `from`, quoted with `quote` where it must be, and keeps the
// references in step. Where `to` has another schema, the schema in front of the name follows; where none stands there,
// it is put there. A reference whose place no longer holds the name (the text was changed meanwhile) is left alone.
// True when the text changed.
bool rename_references(std::string& sql, std::vector<Reference>& references, const ObjectId& from, const ObjectId& to,
                       char quote);

}  // namespace schemac
