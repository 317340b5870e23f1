// The text a user wrote, and places in it.
//
// A `SourceText` is shared by every span into it, so that a diagnostic can show the line long after the
// front end that read it is gone. Offsets are bytes; lines and columns are made only for people.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace schemac {

struct SourceText {
  std::string name;  // as the user gave it: a path, `git:REV:path`, or a URL without its password
  std::string text;
};

struct LineColumn {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in characters (UTF-8 code points)
};

// Bytes of the UTF-8 character that starts at `at`; 0 when none does (overlong forms and surrogates are none).
std::size_t utf8_length(std::string_view text, std::size_t at);
bool is_utf8(std::string_view text);

// A half-open byte range of a source text. A span without a text is "no place".
struct Span {
  std::shared_ptr<const SourceText> source;
  std::size_t begin = 0;
  std::size_t end = 0;

  explicit operator bool() const { return source != nullptr; }
  std::string_view text() const;
  LineColumn position() const;
  std::string_view line() const;  // the whole line that holds `begin`, without its end
};

}  // namespace schemac
