// A scratch database of SQLite: an empty file in a folder of its own below the temporary one, because SQLite writes
// beside it.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "connections/scratch.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

Result<void> make_file(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  if (!fs::create_directory(folder, error))
    return failure(
        "no-scratch",
        fmt::format("could not create the directory `{}` for a scratch database: {}", folder.string(), error.message()),
        {}, "set TMPDIR to use another directory for temporary files");
  fs::permissions(folder, fs::perms::owner_all, error);
  if (!std::ofstream(file))
    return failure("no-scratch", fmt::format("could not create the scratch database `{}`", file.string()));
  return {};
}

Result<void> remove_folder(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error)
    return failure("scratch-left",
                   fmt::format("could not remove the scratch database in `{}`: {}", folder.string(), error.message()));
  return {};
}

}  // namespace

ScratchParts scratch_on_sqlite(const std::string& name) {
  std::error_code error;
  auto temporary = fs::temp_directory_path(error);
  if (error) temporary = "/tmp";
  const auto folder = temporary / name;
  const auto file = folder / "scratch.db";
  return {.place = "sqlite:" + file.string(),
          .make = [=] { return make_file(folder, file); },
          .remove = [=] { return remove_folder(folder); }};
}

}  // namespace schemac
