// Operations on objects that a schema file gives as SQL.
#pragma once

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct CreateSqlObject {
  SqlObject object;
  bool operator==(const CreateSqlObject&) const = default;
};

struct DropSqlObject {
  SqlObject object;
  bool operator==(const DropSqlObject&) const = default;
};

std::string describe(const CreateSqlObject&);
std::string describe(const DropSqlObject&);
void apply(const CreateSqlObject&, Schema&);
void apply(const DropSqlObject&, Schema&);
Undo invert(const CreateSqlObject&);
Undo invert(const DropSqlObject&);
Touches touches(const CreateSqlObject&);
Touches touches(const DropSqlObject&);

}  // namespace schemac
