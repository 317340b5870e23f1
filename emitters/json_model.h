// The model and the operations as JSON: every field, under the model's own names. What is unset is left out.
#pragma once

#include <nlohmann/json.hpp>

#include "operations/operation.h"

namespace schemac {

using Json = nlohmann::ordered_json;

Json json_of(const QualifiedName& name);
Json json_of(const ObjectId& id);
Json json_of(const Operation& operation);  // `kind` first

}  // namespace schemac
