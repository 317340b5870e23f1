// Functions, triggers and policies that people write into a schema file, in the words in which PostgreSQL keeps them:
// so they can be compared with those of a database, whatever their layout and however they begin.
#pragma once

#include "sources/source.h"

namespace schemac {

// Of those that `other` has too, in other words. What only a server can spell stays as it is written.
void spell_objects(Source& text, const Source& other);

// A server cannot be asked how it spells a view over names that are still to come: where its view, as it is shown with
// the new names in `known`, is spelled here as the text's is, the text's is that. True where there was any.
bool take_equal_views(Source& text, const Schema& known);

}  // namespace schemac
