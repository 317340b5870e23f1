// Facts of a schema for comparing it with its own print.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace schemac {

// The canonical print, blind to whether a name was stated: the printer leaves out names that would be made up just so.
std::string facts(const Schema& schema);

// Every token of a text in schemac's language but white space and line ends; comments without trailing spaces.
std::vector<std::string> token_texts(const std::string& text);

}  // namespace schemac
