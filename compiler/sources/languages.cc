#include "sources/languages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/default_schema.h"
#include "sources/prisma/prisma.h"
#include "sources/sql/sql.h"

namespace schemac {
namespace {

// What such a text leaves without a schema was read into the engine's own default; the reader of SQL follows
// search_path by itself.
Result<Source> in_default_schema(Result<Source> source, const SourceOptions& options) {
  if (source) move_default_schema(*source, options.default_schema);
  return source;
}

constexpr std::array table = {
    Language{"schemac", ".schemac",
             [](const SourceTexts& texts, const std::string& name, const SourceOptions& options) {
               return in_default_schema(read_schemac(texts, name, options.dialect), options);
             }},
    Language{"prisma", ".prisma",
             [](const SourceTexts& texts, const std::string& name, const SourceOptions& options) {
               return in_default_schema(read_prisma(texts, name, options), options);
             }},
    Language{"sql", ".sql", read_sql},
};

}  // namespace

std::span<const Language> languages() { return table; }

const Language* language_of_format(std::string_view format) {
  for (const auto& language : table)
    if (language.format == format) return &language;
  return nullptr;
}

const Language* language_of_file(const std::filesystem::path& path) {
  const auto extension = lower(path.extension().string());
  for (const auto& language : table)
    if (language.extension == extension) return &language;
  return nullptr;
}

Result<const Language*> language_of_directory(const std::string& directory,
                                              const std::vector<std::filesystem::path>& files,
                                              const SourceOptions& options) {
  std::vector<std::string> extensions;
  for (const auto& language : table) extensions.push_back(fmt::format("`{}`", language.extension));
  const Language* found = options.format.empty() ? nullptr : language_of_format(options.format);
  const bool asked_for = found != nullptr;
  bool any = false;
  // beside a schema in another language, SQL is its migrations
  const auto* sql = language_of_format("sql");
  const bool only_sql = std::ranges::all_of(
      files, [&](const auto& file) { return !language_of_file(file) || language_of_file(file) == sql; });
  for (const auto& file : files) {
    const auto* language = language_of_file(file);
    if (!language || (asked_for && language != found)) continue;
    if (language == sql && !asked_for && !only_sql) continue;
    if (found && language != found)
      return failure("several-languages",
                     fmt::format("found files that end in `{}` and in `{}` in `{}`, expected one language",
                                 found->extension, language->extension, directory),
                     {},
                     fmt::format("name the file, or say which with `--from-format={}`, `--to-format={}`", found->format,
                                 found->format));
    found = language;
    any = true;
  }
  if (any) return found;
  if (asked_for) extensions = {fmt::format("`{}`", found->extension)};
  return failure("no-schema-files", fmt::format("found no file that ends in {} in `{}`, expected at least one",
                                                fmt::join(extensions, " or "), directory));
}

}  // namespace schemac
