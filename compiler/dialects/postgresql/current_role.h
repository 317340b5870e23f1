// What a text says of the role that runs it, told only where somebody is connected: CURRENT_USER in policies and default privileges, and
// rights that are given to whoever owns what the text makes.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::postgresql {

// Stands for a role without a name.
inline constexpr std::string_view whoever_is_connected = "CURRENT_USER";

void settle_current_role(Schema& wanted, const std::string& role);

}  // namespace schemac::postgresql
