// A digest of everything that takes part in ==, stable across runs and machines: 64 hexadecimal digits.
#pragma once

#include <string>

#include "base/pair.h"
#include "schema/schema.h"

namespace schemac {

std::string fingerprint(const Schema& schema);

// Both sides at once: a table that they share is digested once.
Pair<std::string> fingerprints(const Pair<const Schema*>& schemas);

}  // namespace schemac
