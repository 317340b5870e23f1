// Operations on enum types.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct CreateEnum {
  EnumType type;
  bool operator==(const CreateEnum&) const = default;
};

struct DropEnum {
  EnumType type;
  bool operator==(const DropEnum&) const = default;
};

struct RenameEnum {
  QualifiedName from;
  QualifiedName to;
  bool operator==(const RenameEnum&) const = default;
};

struct RenameEnumLabel {
  QualifiedName type;
  std::string from;
  std::string to;
  bool operator==(const RenameEnumLabel&) const = default;
};

// Labels added (in place), removed or put in another order (a new type, every column converted).
struct AlterEnum {
  EnumType before;
  EnumType after;
  std::map<std::string, std::string> replacements = {};  // of a label that goes: the label that its rows get
  std::map<ColumnName, std::string> conversions = {};    // `using` of a column that has the type: the label or its text
  // Though labels are only added: PostgreSQL lets nobody use an added label in the transaction that adds it, so what
  // takes back that labels went makes a new type.
  bool makes_type = false;
  bool operator==(const AlterEnum&) const = default;
};

// True when `after` only adds labels to `before` and keeps its order, in place.
bool only_adds(const AlterEnum& op);

std::string describe(const CreateEnum&);
std::string describe(const DropEnum&);
std::string describe(const RenameEnum&);
std::string describe(const RenameEnumLabel&);
std::string describe(const AlterEnum&);
void apply(const CreateEnum&, Schema&);
void apply(const DropEnum&, Schema&);
void apply(const RenameEnum&, Schema&);
void apply(const RenameEnumLabel&, Schema&);
void apply(const AlterEnum&, Schema&);
Undo invert(const CreateEnum&);
Undo invert(const DropEnum&);
Undo invert(const RenameEnum&);
Undo invert(const RenameEnumLabel&);
Undo invert(const AlterEnum&);
Touches touches(const CreateEnum&);
Touches touches(const DropEnum&);
Touches touches(const RenameEnum&);
Touches touches(const RenameEnumLabel&);
Touches touches(const AlterEnum&);

}  // namespace schemac
