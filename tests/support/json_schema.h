// As much of JSON Schema as the repository's own schemas use. A keyword that is not known here is a violation itself,
// so that a schema cannot promise what no test looks at.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace schemac::testing {

std::vector<std::string> schema_violations(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace schemac::testing
