// Operations on schemas (name spaces).
#pragma once

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct CreateSchema {
  Namespace space;
  bool operator==(const CreateSchema&) const = default;
};

struct DropSchema {
  Namespace space;
  bool operator==(const DropSchema&) const = default;
};

std::string describe(const CreateSchema&);
std::string describe(const DropSchema&);
void apply(const CreateSchema&, Schema&);
void apply(const DropSchema&, Schema&);
Undo invert(const CreateSchema&);
Undo invert(const DropSchema&);
Touches touches(const CreateSchema&);
Touches touches(const DropSchema&);

}  // namespace schemac
