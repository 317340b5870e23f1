// The shapes of places, one file each.
#pragma once

#include <string>

#include "sources/source.h"

namespace schemac {

Result<Source> read_database(const std::string& url, const SourceOptions& options);
Result<Source> read_path(const std::string& path, const SourceOptions& options);              // a file or a directory
Result<Source> read_standard_input(const SourceOptions& options);                             // `-`
Result<Source> read_revision(const std::string& place, const SourceOptions& options);         // git:REV:path
Result<Source> read_output(const std::string& place, const SourceOptions& options);           // exec:COMMAND
Result<Source> read_filled_database(const std::string& place, const SourceOptions& options);  // scratch:COMMAND
Result<Source> read_empty(const SourceOptions& options);

// A file's text by what its name and its first bytes say.
Result<Source> read_text(const std::string& name, std::string text, const SourceOptions& options);
bool is_sqlite_database(std::string_view first_bytes);
Result<std::string> file_text(const std::string& path);       // without a byte order mark
Result<std::string> revision_text(const std::string& place);  // of the file `git:REV:path`

}  // namespace schemac
