// A file of MySQL's SQL cut into its statements: DELIMITER is heeded, and what the servers execute within comments is
// uncovered.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_text.h"
#include "schema/schema.h"

namespace schemac::sql::mysql_text {

struct Statement {
  Span where;  // without its delimiter
  std::string
      executed;  // its text as the server takes it, byte by byte where it stands in the file; other comments are blanks
  std::string commented;                // the same with the comments, which the server keeps in bodies
  std::vector<std::string> words = {};  // the first ones, lower case
  std::string sent =
      {};  // what a server is given: as it is written, from mark to mark of the comments in which it begins and ends
};

// `engine` decides which `/*!80013 … */` are executed; all of them where its version is not known.
Result<std::vector<Statement>> split_mysql(const std::shared_ptr<const SourceText>& source, const Engine& engine);

}  // namespace schemac::sql::mysql_text
