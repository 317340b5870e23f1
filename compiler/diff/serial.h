// A serial column and a column whose default draws from a sequence that stands on its own are one and the same but for
// who owns the sequence. Where the two sides say it differently, the serial is spelled out, so that the sequence stays,
// with its value.
#pragma once

#include "base/pair.h"
#include "schema/schema.h"

namespace schemac {

Pair<Schema> spell_out_serials(const Schema& from, const Schema& to);

}  // namespace schemac
