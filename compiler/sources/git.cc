// `git:REV:path`: a file or a directory as it was at a revision. Git itself is asked, without a shell in between.
#include <filesystem>

#include <fmt/format.h>

#include "sources/languages.h"
#include "sources/migration_files.h"
#include "sources/places.h"
#include "sources/program.h"
#include "sources/schemac/schemac.h"
#include "sources/schemac/text.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

Result<ProgramAnswer> git(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"git", "--no-pager"});
  auto answer = run_program({.words = std::move(arguments)});
  if (!answer) answer.error().front().notes.push_back(note_at("git reads `git:REV:path`"));
  return answer;
}

// Where git is asked, and the path from there: a directory may have been deleted since.
struct Spot {
  fs::path directory;
  fs::path rest;
};

Spot spot_of(const fs::path& path) {
  fs::path directory = path.is_absolute()       ? path.parent_path()
                       : path.has_parent_path() ? path.parent_path()
                                                : fs::path(".");
  std::error_code error;
  while (!directory.empty() && directory != directory.parent_path() && !fs::is_directory(directory, error))
    directory = directory.parent_path();
  if (directory.empty() || !fs::is_directory(directory, error)) directory = ".";
  return {directory, path.lexically_normal().lexically_relative(directory.lexically_normal())};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

struct Revision {
  std::string place;
  std::string name;
  fs::path path;
  Spot spot;

  std::string object(const fs::path& rest) const { return name + ":./" + rest.generic_string(); }
};

Result<std::string> ask(const Revision& revision, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-C", revision.spot.directory.string()});
  auto answer = git(std::move(arguments));
  if (!answer) return std::unexpected(answer.error());
  if (answer->code == 0) return std::move(answer->out);
  const auto said = first_line(answer->error);
  return failure("git", fmt::format("could not read `{}`: git says `{}`", revision.place,
                                    said.starts_with("fatal: ") ? said.substr(7) : said));
}

Result<Source> read_tree(const Revision& revision, const SourceOptions& options) {
  auto listed =
      ask(revision, {"ls-tree", "--full-tree", "-r", "-z", "--name-only", revision.object(revision.spot.rest)});
  if (!listed) return std::unexpected(listed.error());
  std::vector<fs::path> paths;
  for (std::size_t begin = 0; begin < listed->size();) {
    const auto end = std::min(listed->find('\0', begin), listed->size());
    const fs::path path = listed->substr(begin, end - begin);
    begin = end + 1;
    const bool hidden =
        std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part.string().starts_with('.'); });
    if (!hidden && language_of_file(path)) paths.push_back(path);
  }
  const auto language = language_of_directory(revision.place, paths, options);
  if (!language) return std::unexpected(language.error());
  std::erase_if(paths, [&](const fs::path& path) { return language_of_file(path) != *language; });
  if ((*language)->format == "sql") choose_migrations(paths);
  SourceTexts texts;
  for (const auto& path : paths) {
    auto text = ask(revision, {"cat-file", "blob", revision.object(revision.spot.rest / path)});
    if (!text) return std::unexpected(text.error());
    texts.push_back(std::make_shared<const SourceText>(
        SourceText{fmt::format("git:{}:{}", revision.name, (revision.path / path).string()), std::move(*text)}));
  }
  return (*language)->read(texts, revision.place, options);
}

Result<Revision> revision_of(const std::string& place) {
  const auto colon = place.find(':', 4);
  if (colon == std::string::npos || colon == 4 || colon + 1 == place.size())
    return failure("bad-place",
                   fmt::format("found `{}`, expected `git:REV:path`, for example `git:HEAD:schema.schemac`", place));
  Revision revision{place, place.substr(4, colon - 4), place.substr(colon + 1), {}};
  if (revision.name.starts_with('-'))
    return failure("bad-place",
                   fmt::format("found `{}`, expected the name of a revision in `git:REV:path`", revision.name));
  revision.spot = spot_of(revision.path);
  return revision;
}

Result<std::string> blob_of(const Revision& revision) {
  auto text = ask(revision, {"cat-file", "blob", revision.object(revision.spot.rest)});
  if (text && text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  return text;
}

}  // namespace

Result<std::string> revision_text(const std::string& place) {
  const auto revision = revision_of(place);
  if (!revision) return std::unexpected(revision.error());
  return blob_of(*revision);
}

Result<Source> read_revision(const std::string& place, const SourceOptions& options) {
  const auto revision = revision_of(place);
  if (!revision) return std::unexpected(revision.error());
  const auto kind = ask(*revision, {"cat-file", "-t", revision->object(revision->spot.rest)});
  if (!kind) return std::unexpected(kind.error());
  if (first_line(*kind) == "tree") return read_tree(*revision, options);
  auto text = blob_of(*revision);
  if (!text) return std::unexpected(text.error());
  if (is_sqlite_database(*text))
    return failure("unsupported-place", fmt::format("`{}` is a SQLite database: check it out to a file first", place));
  return read_text(place, std::move(*text), options);
}

}  // namespace schemac
