// A new name of a table, a column, a type or a sequence, carried into objects given as SQL as PostgreSQL carries it:
// what was parsed when it was made (views, triggers, policies) goes on under the new name, with what it is called by.
#pragma once

#include <vector>

#include "operations/operation.h"
#include "schema/schema.h"

namespace schemac {

struct NewName {
  ObjectId from, to;
};

// What a rename in `schema` moves. A table may be a partition: it is moved as both. A column takes along those of
// heirs.
std::vector<NewName> new_names(const Operation& rename, const Schema& schema);
std::vector<NewName> new_names(const std::vector<Operation>& renames, Schema schema);  // one after the other

// Whether the engine carries names into such objects.
bool follows_renames(const Schema& schema);

// Whether the object says the name, or looks at what has it.
bool mentions(const SqlObject& object, const NewName& move);

// Whether the places of the names in the object's text have to be known (`SqlObject::references`).
bool needs_references(std::string_view kind);

// The object as the engine shows it after the rename. False, and nothing changed, where that cannot be told: bodies of
// routines, columns that a join by USING names, actions of a rule on a table that gets another name.
bool follow_rename(SqlObject& object, const NewName& move);

// A query over a table goes on under an alias that is the table's old name.
bool gets_an_alias(const SqlObject& object, const NewName& move);

// For every object whose references are known.
void follow_in_objects(Schema& schema, const Operation& rename);

// What the object is called by, needs and refers to, without its text.
void follow_in_names(SqlObject& object, const NewName& move);

}  // namespace schemac
