// What the text of a view or trigger names. SQLite keeps no record of it; the words are all there is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::sqlite {

// Tables first, of a trigger its own before all others; then the columns of those tables that occur as words.
std::vector<ObjectId> dependencies(std::string_view sql, const std::string& own_table, const Schema& schema);

bool names_table(const UnmanagedObject& object, const QualifiedName& table);

// Triggers that go with a table when it is dropped, in the order in which they were made.
std::vector<const UnmanagedObject*> triggers_of(const QualifiedName& table, const Schema& schema);
// Views that read a table, directly or through other views, and that worked when they were read.
std::vector<const UnmanagedObject*> working_views_over(const QualifiedName& table, const Schema& schema);

// Listed for a table whose stored text has comments: they do not outlive a rebuild.
inline constexpr std::string_view comment_kind = "comment in the text of table";

}  // namespace schemac::sqlite
