// A column where it stands: what it does not say itself its table may say.
#pragma once

#include "schema/schema.h"

namespace schemac {

struct PlacedColumn {
  const Table& table;
  const Column& column;
};

}  // namespace schemac
