// Files that a text names and has read in its place: `\i` and `\ir` of psql, `.read` of the sqlite3 shell.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source_text.h"

namespace schemac {

struct Inclusion {
  std::string path;       // as the text says it
  bool beside = false;    // relative to the text that names it (`\ir`), not to the working directory
  std::string_view main;  // the text that the reading began with; `git:REV:path` takes what it names from that revision
  std::string_view named_by;  // the text that names it
  Span where;
};

// Whether a file, links followed, is below the working directory or below that one.
bool is_at_home(const std::filesystem::path& path, const std::filesystem::path& directory);

// A file outside of the working directory and of the main text's directory is refused: a schema may come from someone
// else, and messages show lines of what is read.
Result<std::shared_ptr<const SourceText>> read_included(const Inclusion& inclusion);

}  // namespace schemac
