// The languages a schema can be written in: one line each in languages.cc.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sources/schemac/schemac.h"
#include "sources/source.h"

namespace schemac {

struct Language {
  std::string_view format;     // of --from-format and --to-format
  std::string_view extension;  // with its dot, lower case
  Result<Source> (*read)(const SourceTexts& texts, const std::string& name, const SourceOptions& options);
};

std::span<const Language> languages();
const Language* language_of_format(std::string_view format);
const Language* language_of_file(const std::filesystem::path& path);

// What a directory's files are written in: the asked-for format, or the one language that there are files of. Hidden
// files and folders are nobody's schema.
Result<const Language*> language_of_directory(const std::string& directory,
                                              const std::vector<std::filesystem::path>& files,
                                              const SourceOptions& options);

}  // namespace schemac
