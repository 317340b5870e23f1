// Operations on constraints.
#pragma once

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct AddConstraint {
  QualifiedName table;
  Constraint constraint;
  bool operator==(const AddConstraint&) const = default;
};

struct DropConstraint {
  QualifiedName table;
  Constraint constraint;
  bool operator==(const DropConstraint&) const = default;
};

struct RenameConstraint {
  QualifiedName table;
  Constraint constraint;  // under its old name
  ObjectName to;
  bool operator==(const RenameConstraint&) const = default;
};

// NOT VALID becomes valid, or a foreign key's deferrability changes, in place.
struct AlterConstraint {
  QualifiedName table;
  Constraint before;
  Constraint after;  // differs in `validated`, `deferrable`, `initially_deferred` alone
  bool operator==(const AlterConstraint&) const = default;
};

std::string describe(const AddConstraint&);
std::string describe(const DropConstraint&);
std::string describe(const RenameConstraint&);
std::string describe(const AlterConstraint&);
void apply(const AddConstraint&, Schema&);
void apply(const DropConstraint&, Schema&);
void apply(const RenameConstraint&, Schema&);
void apply(const AlterConstraint&, Schema&);
Undo invert(const AddConstraint&);
Undo invert(const DropConstraint&);
Undo invert(const RenameConstraint&);
Undo invert(const AlterConstraint&);
Touches touches(const AddConstraint&);
Touches touches(const DropConstraint&);
Touches touches(const RenameConstraint&);
Touches touches(const AlterConstraint&);

}  // namespace schemac
