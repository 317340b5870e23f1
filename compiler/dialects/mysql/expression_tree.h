// An expression with a parenthesis around everything that binds, so that two spellings of one meaning are one text: the servers drop
// the parentheses that people write, and MySQL writes all of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemac::mysql {

// Names without quotes and in lower case, texts without their character set; nullopt for what is no expression of the usual kinds.
std::optional<std::string> fully_parenthesised(std::string_view sql);

}  // namespace schemac::mysql
