// What a text says of the role that runs it, told only where somebody is connected: CURRENT_USER in policies and
// default privileges, and rights that are given to whoever owns what the text makes.
#pragma once

#include <string>
#include <string_view>

#include "schema/schema.h"

namespace schemac::postgresql {

// Stands for a role without a name.
inline constexpr std::string_view whoever_is_connected = "CURRENT_USER";

// The shape of rights on a table that were given as ALL.
inline constexpr std::string_view maintains_too = "MAINTAIN";

void settle_current_role(Schema& wanted, const std::string& role);
// What ALL means to this server.
void settle_all_rights(Schema& wanted, int major);

}  // namespace schemac::postgresql
