// What is lost with an object that is dropped for good, and with storage that forgets: one table for every engine.
#pragma once

#include <optional>
#include <string_view>

#include "rules/loss.h"
#include "schema/schema.h"

namespace schemac {

// Unset: nothing is lost that has to be asked for.
std::optional<Loss> loss_of_drop(const SqlObject& object);
// It is part of a table, a type or another object, and goes with it.
bool goes_with_its_owner(const SqlObject& object);

// A table's, and a sequence's: how it is kept, and what is lost when that changes.
Losses losses_of_storage(const QualifiedName& name, const Attributes& before, const Attributes& after);

}  // namespace schemac
