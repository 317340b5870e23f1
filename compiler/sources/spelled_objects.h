// Functions, triggers and policies that people write into a schema file, in the words in which PostgreSQL keeps them:
// so they can be compared with those of a database, whatever their layout and however they begin.
#pragma once

#include "sources/source.h"

namespace schemac {

// Of those that `other` has too, in other words. What only a server can spell stays as it is written.
void spell_objects(Source& text, const Source& other);

}  // namespace schemac
