#include "tests/support/folder.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace schemac::test {

Folder::Folder() {
  const auto base =
      access("/dev/shm", W_OK) == 0 ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  auto name = (base / "schemac-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  root_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string Folder::path(std::string_view name) const {
  return name.empty() ? root_.string() : (root_ / name).string();
}

std::string Folder::write(std::string_view name, std::string_view content) const {
  const auto path = root_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace schemac::test
