// Files and directories as sources, told apart by what is in them.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "sources/included.h"
#include "sources/languages.h"
#include "sources/migration_files.h"
#include "sources/places.h"
#include "sources/schemac/text.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

std::string missing_hint(const fs::path& path) {
  std::vector<std::string> neighbours;
  std::error_code error;
  const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(parent, error))
    neighbours.push_back(entry.path().filename().string());
  std::sort(neighbours.begin(), neighbours.end());
  const auto near = nearest(path.filename().string(), neighbours);
  return near.empty() ? std::string()
                      : fmt::format("; did you mean `{}`?", path.has_parent_path() ? (parent / near).string() : near);
}

Result<std::string> read_bytes(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > language::largest_text)
    return failure("too-large", fmt::format("`{}` has {} MB, expected a schema of at most {} MB", path.string(),
                                            size >> 20U, language::largest_text >> 20U));
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure("file", fmt::format("could not read `{}`: {}", path.string(), std::strerror(errno)));
  std::string text(error ? 0 : size, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (error || file.bad())
    return failure("file", fmt::format("could not read `{}`: {}", path.string(), std::strerror(errno)));
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

// A pipe is read to its end, once. What comes through one has no extension that says its language: it is SQL, where
// nobody says otherwise.
Result<Source> read_stream(std::istream& stream, const std::string& name, SourceOptions options) {
  std::string text;
  std::array<char, 65536> block{};
  while (stream.read(block.data(), block.size()), stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > language::largest_text)
      return failure("too-large", fmt::format("`{}` has more than {} MB, expected a schema of at most that", name,
                                              language::largest_text >> 20U));
  }
  if (stream.bad()) return failure("file", fmt::format("could not read `{}`: {}", name, std::strerror(errno)));
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return failure("empty-source", fmt::format("found nothing in `{}`, expected a schema", name), {},
                   "the program in front of the pipe may have failed; a schema without anything is `empty`");
  if (is_sqlite_database(text))
    return failure("unsupported-place", fmt::format("found a SQLite database in `{}`, expected a text", name), {},
                   "name the file");
  if (options.format.empty()) options.format = "sql";
  return read_text(name, std::move(text), options);
}

bool names_a_database(const fs::path& path) {
  const auto extension = lower(path.extension().string());
  return extension == ".db" || extension == ".sqlite" || extension == ".sqlite3" || extension == ".db3";
}

// An empty file is an empty database to SQLite.
Result<bool> holds_a_database(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure("file", fmt::format("could not read `{}`: {}", path.string(), std::strerror(errno)));
  std::string first(16, '\0');
  file.read(first.data(), static_cast<std::streamsize>(first.size()));
  first.resize(static_cast<std::size_t>(file.gcount()));
  return is_sqlite_database(first) || (first.empty() && names_a_database(path));
}

Result<Source> read_directory(const fs::path& directory, const SourceOptions& options) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(directory, error); !error && at != fs::recursive_directory_iterator();
       at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    if (hidden && at->is_directory()) at.disable_recursion_pending();
    if (hidden || !at->is_regular_file() || !language_of_file(at->path())) continue;
    if (at->is_symlink() && !is_at_home(at->path(), directory))
      return failure("file-outside",
                     fmt::format("`{}` is a link to a file outside of the working directory and of `{}`",
                                 at->path().string(), directory.string()),
                     {}, "put the file itself there, or name it on the command line");
    paths.push_back(at->path());
  }
  if (error)
    return failure("file", fmt::format("could not read the directory `{}`: {}", directory.string(), error.message()));
  const auto language = language_of_directory(directory.string(), paths, options);
  if (!language) return std::unexpected(language.error());
  std::erase_if(paths, [&](const fs::path& path) { return language_of_file(path) != *language; });
  std::sort(paths.begin(), paths.end());
  if ((*language)->format == "sql") choose_migrations(paths);
  SourceTexts texts;
  Diagnostics problems;
  for (const auto& path : paths) {
    auto text = read_bytes(path);
    if (text)
      texts.push_back(std::make_shared<const SourceText>(SourceText{path.string(), std::move(*text)}));
    else
      problems.insert(problems.end(), text.error().begin(), text.error().end());
  }
  if (!problems.empty()) return std::unexpected(problems);
  return (*language)->read(texts, directory.string(), options);
}

}  // namespace

Result<std::string> file_text(const std::string& path) { return read_bytes(path); }

bool is_sqlite_database(std::string_view first_bytes) {
  return first_bytes.starts_with(std::string_view("SQLite format 3\0", 16));
}

Result<Source> read_text(const std::string& name, std::string text, const SourceOptions& options) {
  const auto* language = options.format.empty() ? language_of_file(name) : language_of_format(options.format);
  if (!language && !options.format.empty()) {
    std::vector<std::string> formats;
    for (const auto& known : languages()) formats.push_back(fmt::format("`{}`", known.format));
    return failure("unsupported-format",
                   fmt::format("no format `{}`, expected {}", options.format, fmt::join(formats, " or ")));
  }
  if (!language)
    return failure(
        "unsupported-place",
        fmt::format("`{}` is neither a `.schemac`, `.prisma` or `.sql` file nor a SQLite database; if it is written "
                    "in schemac's language, say so: `--from-format=schemac`, `--to-format=schemac`",
                    name));
  return language->read({std::make_shared<const SourceText>(SourceText{name, std::move(text)})}, name, options);
}

Result<Source> read_standard_input(const SourceOptions& options) {
  return read_stream(std::cin, "standard input", options);
}

Result<Source> read_path(const std::string& place, const SourceOptions& options) {
  const fs::path path(place);
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return failure("no-file", fmt::format("no file or directory `{}`{}", place, missing_hint(path)));
  if (error) return failure("file", fmt::format("could not read `{}`: {}", place, error.message()));
  if (fs::is_directory(status)) return read_directory(path, options);
  if (fs::is_fifo(status)) {
    std::ifstream pipe(path, std::ios::binary);
    if (!pipe) return failure("file", fmt::format("could not read `{}`: {}", place, std::strerror(errno)));
    return read_stream(pipe, place, options);
  }
  if (!fs::is_regular_file(status)) return failure("file", fmt::format("`{}` is no file and no directory", place));
  const auto database = holds_a_database(path);
  if (!database) return std::unexpected(database.error());
  if (*database && options.format.empty()) return read_database("sqlite:" + place, options);
  auto text = read_bytes(path);
  if (!text) return std::unexpected(text.error());
  return read_text(place, std::move(*text), options);
}

}  // namespace schemac
