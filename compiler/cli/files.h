// Writing what a command made, so that a reader never sees half a file and nothing is lost without a word.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace schemac {

enum class Written { created, replaced, unchanged };

enum class Overwrite { refuse, replace };

// Makes the folders above it, writes beside it and renames. A file that holds the same bytes already is left alone; one
// that holds others is an error unless it may be replaced.
Result<Written> write_file(const std::filesystem::path& path, std::string_view content, Overwrite overwrite);

Result<std::string> read_file(const std::filesystem::path& path);

std::string_view describe(Written written);  // "created"

}  // namespace schemac
