// Operations on whole tables.
#pragma once

#include <string>
#include <vector>

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

// Makes the table with its columns and constraints; its indexes are operations of their own, `table.indexes` is empty.
struct CreateTable {
  Table table;
  bool operator==(const CreateTable&) const = default;
};

// Carries everything it destroys, indexes included.
struct DropTable {
  Table table;
  bool operator==(const DropTable&) const = default;
};

struct RenameTable {
  QualifiedName from;
  QualifiedName to;  // another schema: the table moves
  bool operator==(const RenameTable&) const = default;
};

struct SetTableAttributes {
  QualifiedName table;
  Attributes before;
  Attributes after;
  bool operator==(const SetTableAttributes&) const = default;
};

// One column of a rebuilt table: filled from an expression over the old table's columns.
struct ColumnCopy {
  std::string column;
  std::string expression;
  bool operator==(const ColumnCopy&) const = default;
};

// For engines whose ALTER TABLE cannot do it: a new table under a working name, rows copied, the old one dropped, the
// new one renamed, indexes and triggers made again. Both tables have the same name. Columns without a copy get their
// default.
struct RebuildTable {
  Table before;
  Table after;
  std::vector<ColumnCopy> copies;
  std::vector<std::string> reasons;  // what this rebuild does, one line for each fused operation
  bool replaces =
      false;  // the engine's new table is another one: who looks at the old one lets go of it, and comes back
  std::vector<SqlObject> partitions_before = {};  // parents first
  std::vector<SqlObject> partitions_after = {};
  bool operator==(const RebuildTable&) const = default;
};

std::string describe(const CreateTable&);
std::string describe(const DropTable&);
std::string describe(const RenameTable&);
std::string describe(const SetTableAttributes&);
std::string describe(const RebuildTable&);
void apply(const CreateTable&, Schema&);
void apply(const DropTable&, Schema&);
void apply(const RenameTable&, Schema&);
void apply(const SetTableAttributes&, Schema&);
void apply(const RebuildTable&, Schema&);
Undo invert(const CreateTable&);
Undo invert(const DropTable&);
Undo invert(const RenameTable&);
Undo invert(const SetTableAttributes&);
Undo invert(const RebuildTable&);
Touches touches(const CreateTable&);
Touches touches(const DropTable&);
Touches touches(const RenameTable&);
Touches touches(const SetTableAttributes&);
Touches touches(const RebuildTable&);

}  // namespace schemac
