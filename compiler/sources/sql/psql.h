// What psql does with a script before a server sees it: its own commands and their arguments, and variables.
//
//   \set schema app                        \if :{?schema}            \ir functions/totals.sql
//   CREATE TABLE :"schema".t (id int);     \elif true  \else  \endif
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_text.h"

namespace schemac::sql {

class PsqlVariables {
 public:
  void set(const std::string& name, std::string value);
  void unset(const std::string& name);
  // Has a value from now on that is not in the script: `\gset`, `\getenv`, `\prompt`.
  void lose(const std::string& name);

  struct Use {
    std::size_t end = 0;  // behind the reference
    std::string name = {};
    char form = ' ';                        // of `:name`, `:'name'`, `:"name"` and `:{?name}`: ` `, `'`, `"` and `{`
    std::optional<std::string> value = {};  // what stands in its place; unset: the script does not say
  };
  // The reference that begins at the colon at `at`; unset where it is none.
  std::optional<Use> use_at(std::string_view text, std::size_t at) const;

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> lost_;
};

struct PsqlCommand {
  Span where;        // `\name`
  std::string name;  // without the backslash
  std::vector<std::string> arguments = {};
  bool is_known = true;  // false: an argument is the output of a program (`…`)
  std::size_t end = 0;   // at the end of the line, or behind `\\`, or at the backslash of the next command
};

// The command whose backslash is at `at`.
PsqlCommand read_psql_command(const std::shared_ptr<const SourceText>& source, std::size_t at,
                              const PsqlVariables& variables);

// `on`, `TRUE`, `y`, `0` as psql's conditions understand them.
std::optional<bool> psql_truth(std::string_view word);

enum class PsqlEffect {
  none,       // formats, shows, reports
  variable,   // \set, \unset
  lost,       // gives a variable a value that is not known here
  condition,  // \if, \elif, \else, \endif
  include,    // \i, \ir
  connect,    // \c
  sends,      // \g, \gx, \gset, \gdesc, \;: ends the statement before it
  discards,   // \r
  rows,       // \copy
  quits,      // \q
  unknown,    // what it does to the schema cannot be read from the script
};
// Unset: psql has no such command.
std::optional<PsqlEffect> psql_effect(std::string_view command);

}  // namespace schemac::sql
