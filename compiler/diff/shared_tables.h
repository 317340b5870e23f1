// Tables that are alike on both sides, kept once.
#pragma once

#include "schema/schema.h"

namespace schemac {

// Lets `wanted` hold the very tables of `present` where both are alike, so that every later stage tells by their
// address that they are. Two databases read at once share their tables from the start; a text and a database do after
// this.
void share_equal_tables(const Schema& present, Schema& wanted);

}  // namespace schemac
