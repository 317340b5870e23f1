// A file of SQL cut into its statements, with their places. The shells' own commands are carried out: files that are
// included are read in their place, branches that are not taken are left out, variables are replaced. The rows behind
// COPY … FROM stdin are passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_text.h"
#include "base/sql_tokens.h"

namespace schemac::sql {

struct Statement {
  Span where;               // without the semicolon
  Span comment = {};        // the comments in front of it, as one piece; no place where there is none
  std::string verb;         // its first word, lower case
  std::string object = {};  // its second one
  std::string sent = {};    // what a server is given, where that is not what stands at its place
  Span unset = {};          // the first `:name` in it that would be a variable of psql's, if it had a value

  std::string text() const { return sent.empty() ? std::string(where.text()) : sent; }
};

// The shell whose commands may stand between statements.
enum class Shell { psql, sqlite3 };

Result<std::vector<Statement>> split(const std::shared_ptr<const SourceText>& source, Shell shell);

}  // namespace schemac::sql
