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

// Everything in it goes along.
struct RenameSchema {
  std::string from;
  std::string to;
  bool operator==(const RenameSchema&) const = default;
};

std::string describe(const CreateSchema&);
std::string describe(const DropSchema&);
std::string describe(const RenameSchema&);
void apply(const CreateSchema&, Schema&);
void apply(const DropSchema&, Schema&);
void apply(const RenameSchema&, Schema&);
Undo invert(const CreateSchema&);
Undo invert(const DropSchema&);
Undo invert(const RenameSchema&);
Touches touches(const CreateSchema&);
Touches touches(const DropSchema&);
Touches touches(const RenameSchema&);

}  // namespace schemac
