// Text from outside (names, comments, a server's messages) as it may reach a terminal: no byte of it moves the cursor,
// changes colours or the window's title, or turns the direction in which a line is read.
#pragma once

#include <string>
#include <string_view>

namespace schemac {

// On one line: control characters (C0, DEL, C1), line separators, bidirectional controls and bytes that are no UTF-8
// are shown as `\x1b` or `\u202e`.
std::string printable(std::string_view text);
// The same, but line ends and tabs stay.
std::string printable_lines(std::string_view text);
// One `?` for each such character, and a space for a tab, so that columns stay where they are.
std::string masked(std::string_view text);

}  // namespace schemac
