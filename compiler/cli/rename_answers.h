// renames.toml: what somebody answered when asked whether something is a rename. It belongs into the repository beside
// the schema, so that nobody is asked twice.
//
//   yes = ["users.mail:email"]
//   no  = ["users.fax:website"]
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

struct RenameAnswers {
  std::vector<std::string> yes = {};
  std::vector<std::string> no = {};
};

// Empty when there is no such file.
Result<RenameAnswers> read_answers(const std::filesystem::path& file);
Result<RenameAnswers> parse_answers(const std::string& text, const std::string& name);

Result<void> write_answers(const std::filesystem::path& file, const RenameAnswers& answers);

}  // namespace schemac
