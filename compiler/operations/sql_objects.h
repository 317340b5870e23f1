// Operations on objects that are given as SQL.
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

// Another definition under the same kind and name, put in the old one's place without taking away what depends on it.
struct ReplaceSqlObject {
  SqlObject before;
  SqlObject after;
  bool operator==(const ReplaceSqlObject&) const = default;
};

// Under another name, or in another schema, what depends on it goes on as it was. Its text changes in nothing else.
struct RenameSqlObject {
  std::string kind;
  QualifiedName from;
  QualifiedName to;
  bool operator==(const RenameSqlObject&) const = default;
};

// A comment, a right, a domain's default: it goes with the object it is about, and nobody misses it by itself.
bool is_part_of_another(const SqlObject& object);

// Who owns an object: never taken away, only given to somebody else.
bool is_owner(const SqlObject& object);
// Before the kind of default privileges of which the wanted side does not speak: they stay, and what is made again
// while they hold must not take its rights from them.
inline constexpr std::string_view standing_kind = "standing ";

// A domain over another type, or a composite type whose attributes change where they stand, takes the place of one that
// columns may have; their values move over.
bool swaps_a_type(const ReplaceSqlObject& op);
// A composite type loses attributes, and columns of the type what they hold in them.
bool takes_attributes_away(const ReplaceSqlObject& op);
// Of `"a b" integer`, as it is spelled.
std::string attribute_name(std::string_view attribute);

// A trigger, a rule, a policy: its name is its table's, a point, and its own.
bool is_on_a_table(std::string_view kind);
// What a partition or an heir has of its own on one column: `partition default`, `inherited not null`.
bool is_setting_of_a_column(std::string_view kind);
// A function, a procedure, an aggregate: its name ends in the types of its arguments.
bool is_routine(std::string_view kind);
// A domain, a composite type, a range type: columns may be of it.
bool is_type_of_columns(std::string_view kind);

// Where nothing can be put in the place of something else: every replacement is a drop and a creation.
std::vector<Operation> without_replacements(std::vector<Operation> operations);

std::string describe(const CreateSqlObject&);
std::string describe(const DropSqlObject&);
std::string describe(const ReplaceSqlObject&);
std::string describe(const RenameSqlObject&);
void apply(const CreateSqlObject&, Schema&);
void apply(const DropSqlObject&, Schema&);
void apply(const ReplaceSqlObject&, Schema&);
void apply(const RenameSqlObject&, Schema&);
Undo invert(const CreateSqlObject&);
Undo invert(const DropSqlObject&);
Undo invert(const ReplaceSqlObject&);
Undo invert(const RenameSqlObject&);
Touches touches(const CreateSqlObject&);
Touches touches(const DropSqlObject&);
Touches touches(const ReplaceSqlObject&);
Touches touches(const RenameSqlObject&);

}  // namespace schemac
