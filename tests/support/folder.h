// A folder of one test's own, gone with it. In memory where the machine has such a place: the tests write thousands of
// databases.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace schemac::test {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(std::string_view name = {}) const;
  // Makes the folders above it and returns its path.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path root_;
};

std::string read_text(const std::filesystem::path& path);  // empty when there is none

}  // namespace schemac::test
