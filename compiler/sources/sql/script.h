// A script of psql or of the sqlite3 shell while it is read: what the commands between its statements have done so far.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sources/sql/psql.h"
#include "sources/sql/statements.h"

namespace schemac::sql {

struct Script {
  Shell shell;
  std::vector<Statement> statements = {};
  PsqlVariables variables = {};
  std::size_t included = 0;  // texts
  bool has_quit = false;     // the text that is being read; what includes it goes on
  std::size_t replaced = 0;  // bytes of SQL that variables have made

  // Appends the statements of a text and of what it includes.
  Result<void> read(const std::shared_ptr<const SourceText>& source);

  // --- for the reader of a text (statements.cc) ---
  // True when the command ends the statement that it stands in; `words` are that statement's.
  Result<bool> carry_out_psql(const PsqlCommand& command, const std::vector<std::string>& words, bool in_statement);
  Result<void> carry_out_sqlite3(const Span& line);
  bool is_active() const { return branches.empty() || branches.back().active; }
  // Behind the last statement of a text.
  Result<void> end_text() const;

  struct Branch {
    Span begin;               // of its `\if`
    bool active = true;       // statements count
    bool was_active = false;  // this branch, or one before it
    bool outer = true;        // what the `\if` stands in is active
    bool is_last = false;     // behind `\else`
  };
  std::vector<Branch> branches = {};  // of the text that is being read
  std::vector<std::shared_ptr<const SourceText>> open_texts = {};
  std::string database = {};  // of the last \connect

 private:
  Result<void> branch(const PsqlCommand& command);
  Result<bool> condition(const PsqlCommand& command) const;
  Result<void> include(const std::string& path, bool beside, const Span& where);
  Result<void> connect(const PsqlCommand& command);
  void forget_results(const PsqlCommand& command, const std::vector<std::string>& words);
};

}  // namespace schemac::sql
