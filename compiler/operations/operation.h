// The whole change vocabulary.
//
// An operation is a small aggregate of one of these families. Each alternative has four functions, kept together in its
// family's file:
//   describe  for people: `add column users.email varchar(320)`
//   apply     in memory, so that every stopping point's schema is known without a database
//   invert    what undoes it, and how well; a drop carries what it destroys
//   touches   what it makes, uses and drops; the graph has no other source
// A missing function is a compile error. A new operation is one entry in its family's file and one line here.
#pragma once

#include <string>
#include <variant>

#include "operations/columns.h"
#include "operations/comments.h"
#include "operations/constraints.h"
#include "operations/data.h"
#include "operations/enums.h"
#include "operations/indexes.h"
#include "operations/partitions.h"
#include "operations/schemas.h"
#include "operations/sequences.h"
#include "operations/sql_objects.h"
#include "operations/tables.h"

namespace schemac {

using OperationVariant =
    std::variant<CreateSchema, DropSchema, RenameSchema,                                 //
                 CreateTable, DropTable, RenameTable, SetTableAttributes, RebuildTable,  //
                 AttachPartition, DetachPartition,                                       //
                 AddColumn, DropColumn, RenameColumn, AlterColumnType, SetNullability, SetDefault, SetIdentity,
                 DropGenerated,
                 SetColumnAttributes,                                               //
                 AddConstraint, DropConstraint, RenameConstraint, AlterConstraint,  //
                 CreateIndex, DropIndex, RenameIndex, SetIndexAttributes,           //
                 CreateEnum, DropEnum, RenameEnum, RenameEnumLabel, AlterEnum,      //
                 CreateSequence, DropSequence, RenameSequence, AlterSequence,       //
                 SetComment, Backfill, CreateSqlObject, DropSqlObject, ReplaceSqlObject, RenameSqlObject>;

// What copies, moves and destroys it is compiled once, in operation.cc: over so many alternatives it is the dearest
// code there is.
struct Operation : OperationVariant {
  using OperationVariant::OperationVariant;
  Operation(const Operation&);
  Operation(Operation&&) noexcept;
  Operation& operator=(const Operation&);
  Operation& operator=(Operation&&) noexcept;
  ~Operation();

  const OperationVariant& variant() const { return *this; }
};

std::string describe(const Operation&);
void apply(const Operation&, Schema&);
Undo invert(const Operation&);
Touches touches(const Operation&);

// Kebab-case name of the alternative, stable: part of the plan's JSON (`add-column`).
std::string_view kind_name(const Operation&);

}  // namespace schemac
