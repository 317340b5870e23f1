// Passwords never leave this room: what a place is called in messages, and a server's text without what was secret in
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

// Every spelling of every secret in `place`: passwords in the user part and in the query, as written and decoded, and
// the pieces that a URL parser may tear them into.
std::vector<std::string> secrets_of(std::string_view place);

// `text` with each of `secrets` replaced by three dots.
std::string scrubbed(std::string text, const std::vector<std::string>& secrets);

// What a message about `place` may show: the place without what is secret in it.
Diagnostics without_secrets(Diagnostics diagnostics, std::string_view place);

// `host=db.example password=…`, libpq's own form.
bool is_keyword_form(std::string_view place);

// The password holds a character that a URL parser takes for the end of it.
bool has_torn_password(std::string_view url);

std::string percent_decoded(std::string_view text);

}  // namespace schemac
