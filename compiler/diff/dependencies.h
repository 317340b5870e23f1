// What an object given as raw SQL needs, read off the words of its text: the tables, columns, types and other such
// objects whose names occur in it. Too much rather than too little: the order is stricter then, never wrong.
#pragma once

#include <vector>

#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

std::vector<ObjectId> dependencies_of(const SqlObject& object, const Schema& schema, const Dialect& dialect);

}  // namespace schemac
