#include "cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace schemac {
namespace {

std::unexpected<Diagnostics> outside_error(const std::filesystem::path& path, std::string_view doing, int number) {
  return failure("file", fmt::format("could not {} `{}`: {}", doing, path.string(), std::strerror(number)));
}

// Everything reaches the disk before the rename makes it visible.
Result<void> write_all(int descriptor, const std::filesystem::path& path, std::string_view content) {
  while (!content.empty()) {
    const auto count = write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return outside_error(path, "write", errno);
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(descriptor) != 0 && errno != EINVAL) return outside_error(path, "write", errno);
  return {};
}

// A new file gets what the user's umask leaves; one that takes another's place keeps its permissions.
mode_t permissions_of(const std::filesystem::path& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0) return status.st_mode & 07777U;
  const auto mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

Result<void> replace_atomically(const std::filesystem::path& path, std::string_view content) {
  auto name = path.string() + ".XXXXXX";
  const auto mode = permissions_of(path);
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return outside_error(path, "write beside", errno);
  auto result = write_all(descriptor, path, content);
  if (result && fchmod(descriptor, mode) != 0) result = outside_error(path, "set the permissions of", errno);
  if (close(descriptor) != 0 && result) result = outside_error(path, "write", errno);
  if (result && rename(name.c_str(), path.c_str()) != 0) result = outside_error(path, "write", errno);
  if (!result) unlink(name.c_str());
  return result;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  if (!stream) return outside_error(path, "open", errno);
  if (std::filesystem::is_directory(path)) return outside_error(path, "read", EISDIR);
  content << stream.rdbuf();
  if (stream.bad()) return outside_error(path, "read", errno);
  return content.str();
}

Result<Written> write_file(const std::filesystem::path& path, std::string_view content, Overwrite overwrite) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  if (exists && !std::filesystem::is_regular_file(path, error))
    return failure("file", fmt::format("`{}` is not a regular file and cannot be overwritten", path.string()));
  if (exists) {
    auto present = read_file(path);
    if (!present) return std::unexpected(std::move(present.error()));
    if (*present == content) return Written::unchanged;
    if (overwrite == Overwrite::refuse)
      return failure("file-exists", fmt::format("`{}` already exists with different content", path.string()), {},
                     "overwrite it with `--force`, or choose another path with `--out`");
  }
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return outside_error(path.parent_path(), "make the folder", error.value());
  }
  if (auto written = replace_atomically(path, content); !written) return std::unexpected(std::move(written.error()));
  return exists ? Written::replaced : Written::created;
}

std::string_view describe(Written written) {
  switch (written) {
    case Written::created: return "created";
    case Written::replaced: return "replaced";
    case Written::unchanged: return "unchanged";
  }
  broken_invariant("a written file has a state");
}

}  // namespace schemac
