// Operations on columns. Every one names its table by the name it has when the operation runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct AddColumn {
  QualifiedName table;
  Column column;
  std::size_t position = 0;                    // in the wanted table; engines that append keep it for the reader
  std::vector<QualifiedName> heirs = {};       // tables that inherit the column, and get it as well
  std::vector<QualifiedName> taken_from = {};  // heirs that had it as their own: its values stay
  bool operator==(const AddColumn&) const = default;
};

struct DropColumn {
  QualifiedName table;
  Column column;
  std::size_t position = 0;
  std::vector<QualifiedName> heirs = {};    // that lose it as well
  std::vector<QualifiedName> left_to = {};  // heirs that keep it, with its values, as their own
  bool operator==(const DropColumn&) const = default;
};

struct RenameColumn {
  QualifiedName table;
  std::string from;
  std::string to;
  bool operator==(const RenameColumn&) const = default;
};

// Type and collation. `before` and `after` are the whole column on each side of this operation: emitters whose tools
// restate a column in full need them, and the engine's default is dropped and set again around a change it cannot cast.
struct AlterColumnType {
  QualifiedName table;
  Column before;
  Column after;
  std::optional<std::string> conversion = {};       // USING: how a value becomes the new type
  std::optional<std::string> conversion_back = {};  // for the undo, when someone stated it
  std::vector<QualifiedName> heirs = {};            // whose columns change with it
  bool operator==(const AlterColumnType&) const = default;
};

struct SetNullability {
  QualifiedName table;
  Column before;  // as it stands when the operation runs
  bool not_null = true;
  bool operator==(const SetNullability&) const = default;
};

struct SetDefault {
  QualifiedName table;
  Column before;
  std::optional<Expression> value;  // unset: DROP DEFAULT
  bool operator==(const SetDefault&) const = default;
};

// Identity, serial: added, changed in kind or options, removed.
struct SetIdentity {
  QualifiedName table;
  Column before;
  std::optional<Identity> identity;
  std::optional<Expression> default_value =
      {};  // what the column has afterwards when it had, or gets, a serial's default
  bool operator==(const SetIdentity&) const = default;
};

// A generated column becomes an ordinary one that keeps its values. Every other change of generation replaces the
// column.
struct DropGenerated {
  QualifiedName table;
  Column before;
  bool operator==(const DropGenerated&) const = default;
};

struct SetColumnAttributes {
  QualifiedName table;
  Column before;
  Attributes after;
  bool operator==(const SetColumnAttributes&) const = default;
};

std::string describe(const AddColumn&);
std::string describe(const DropColumn&);
std::string describe(const RenameColumn&);
std::string describe(const AlterColumnType&);
std::string describe(const SetNullability&);
std::string describe(const SetDefault&);
std::string describe(const SetIdentity&);
std::string describe(const DropGenerated&);
std::string describe(const SetColumnAttributes&);
void apply(const AddColumn&, Schema&);
void apply(const DropColumn&, Schema&);
void apply(const RenameColumn&, Schema&);
void apply(const AlterColumnType&, Schema&);
void apply(const SetNullability&, Schema&);
void apply(const SetDefault&, Schema&);
void apply(const SetIdentity&, Schema&);
void apply(const DropGenerated&, Schema&);
void apply(const SetColumnAttributes&, Schema&);
Undo invert(const AddColumn&);
Undo invert(const DropColumn&);
Undo invert(const RenameColumn&);
Undo invert(const AlterColumnType&);
Undo invert(const SetNullability&);
Undo invert(const SetDefault&);
Undo invert(const SetIdentity&);
Undo invert(const DropGenerated&);
Undo invert(const SetColumnAttributes&);
Touches touches(const AddColumn&);
Touches touches(const DropColumn&);
Touches touches(const RenameColumn&);
Touches touches(const AlterColumnType&);
Touches touches(const SetNullability&);
Touches touches(const SetDefault&);
Touches touches(const SetIdentity&);
Touches touches(const DropGenerated&);
Touches touches(const SetColumnAttributes&);

}  // namespace schemac
