// Which object a statement of SQL makes or sets. A schema file names each object that it gives as SQL, `sql trigger
// users.touch`, and plans, consent and reports speak of it by that name: a text about another object would do something
// that nobody sees.
#pragma once

#include <optional>
#include <string>

#include "dialects/postgresql/parse_tree.h"
#include "schema/schema.h"

namespace schemac::postgresql {

// Why the statement is none that makes or sets this object, or not this one alone: completes "the trigger `users.touch`
// …".
std::optional<std::string> fault_of_target(const Node& statement, const SqlObject& object);

// The same of a statement in words that only later servers know, as far as its first words tell.
std::optional<std::string> fault_of_unread_target(const std::string& statement, const SqlObject& object);

}  // namespace schemac::postgresql
