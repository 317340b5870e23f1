// Statements that make views, triggers, routines and events, compared: what the server adds when nothing is said takes
// no part.
#pragma once

#include <string_view>

namespace schemac::mysql {

// Whether both make the same object. A definer that only one of them states is whoever made it.
bool same_object(std::string_view a, std::string_view b);

}  // namespace schemac::mysql
