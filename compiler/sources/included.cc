#include "sources/included.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "sources/places.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& directory, const fs::path& file) {
  if (directory == directory.root_path()) return false;  // would hold every file of the machine
  return std::mismatch(directory.begin(), directory.end(), file.begin(), file.end()).first == directory.end();
}

fs::path directory_of(std::string_view file) {
  const fs::path path(file);
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// `git:REV:` of `git:REV:path`; empty for a file.
std::string_view revision_of(std::string_view name) {
  if (!name.starts_with("git:")) return {};
  return name.substr(0, name.find(':', 4) + 1);
}

std::string resolved(const Inclusion& inclusion) {
  const auto revision = revision_of(inclusion.named_by);
  const fs::path path(inclusion.path);
  if (!inclusion.beside || path.is_absolute()) return std::string(revision) + path.lexically_normal().string();
  const auto directory = directory_of(inclusion.named_by.substr(revision.size()));
  return std::string(revision) + (directory / path).lexically_normal().string();
}

Result<void> check_place(const Inclusion& inclusion, const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    const auto beside = directory_of(inclusion.named_by) / inclusion.path;
    const bool is_beside = !inclusion.beside && fs::exists(beside, error);
    return failure(
        "no-file", fmt::format("found no file `{}`, expected the one that is to be read here", path.string()),
        inclusion.where, is_beside ? "it is looked for in the working directory; `\\ir` looks beside this file" : "");
  }
  if (!fs::is_regular_file(path, error))
    return failure("file", fmt::format("`{}` is not a regular file", path.string()), inclusion.where);
  if (!is_at_home(path, directory_of(inclusion.main)))
    return failure("file-outside",
                   fmt::format("`{}` is outside of the working directory and of the directory of `{}`", path.string(),
                               inclusion.main),
                   inclusion.where, "run schemac in a directory that holds both");
  return {};
}

}  // namespace

bool is_at_home(const fs::path& path, const fs::path& directory) {
  std::error_code error;
  const auto file = fs::canonical(path, error);
  const auto is_below = [&](const fs::path& place) { return holds(fs::canonical(place, error), file); };
  return !error && (is_below(fs::current_path()) || is_below(directory)) && !error;
}

Result<std::shared_ptr<const SourceText>> read_included(const Inclusion& inclusion) {
  const auto place = resolved(inclusion);
  const bool in_revision = place.starts_with("git:");
  if (!in_revision)
    if (auto fine = check_place(inclusion, place); !fine) return std::unexpected(fine.error());
  auto text = in_revision ? revision_text(place) : file_text(place);
  if (text) return std::make_shared<const SourceText>(SourceText{place, std::move(*text)});
  auto errors = text.error();
  errors.front().where = inclusion.where;
  return std::unexpected(std::move(errors));
}

}  // namespace schemac
