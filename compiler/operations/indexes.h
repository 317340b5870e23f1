// Operations on indexes that are no constraint's.
#pragma once

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct CreateIndex {
  QualifiedName table;
  Index index;
  bool operator==(const CreateIndex&) const = default;
};

struct DropIndex {
  QualifiedName table;
  Index index;
  bool operator==(const DropIndex&) const = default;
};

struct RenameIndex {
  QualifiedName table;
  std::string from;
  ObjectName to;
  bool operator==(const RenameIndex&) const = default;
};

struct SetIndexAttributes {
  QualifiedName table;
  Index before;
  Attributes after;
  bool operator==(const SetIndexAttributes&) const = default;
};

std::string describe(const CreateIndex&);
std::string describe(const DropIndex&);
std::string describe(const RenameIndex&);
std::string describe(const SetIndexAttributes&);
void apply(const CreateIndex&, Schema&);
void apply(const DropIndex&, Schema&);
void apply(const RenameIndex&, Schema&);
void apply(const SetIndexAttributes&, Schema&);
Undo invert(const CreateIndex&);
Undo invert(const DropIndex&);
Undo invert(const RenameIndex&);
Undo invert(const SetIndexAttributes&);
Touches touches(const CreateIndex&);
Touches touches(const DropIndex&);
Touches touches(const RenameIndex&);
Touches touches(const SetIndexAttributes&);

}  // namespace schemac
