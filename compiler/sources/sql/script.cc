#include "sources/sql/script.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/included.h"
#include "sources/schemac/text.h"

namespace schemac::sql {
namespace {

// In bytes. Of variables that hold themselves twice (`\set a :a:a`) thirty lines make a gigabyte.
constexpr std::size_t longest_value = std::size_t{1} << 20U;

// Of texts that include each other twice thirty make a billion.
constexpr std::size_t most_included = 10'000;

std::string reason_of(const std::string& command) {
  if (command == "gexec") return "`\\gexec` runs what a query returns, and that is known to a server alone";
  if (command == "!") return "`\\!` runs a program, and what it does cannot be read";
  return fmt::format("`\\{}` has no meaning in a file that is read as a schema", command);
}

// Of one database, not of the server or of the session.
bool makes_a_schema(const Statement& statement) {
  static const std::set<std::string_view> verbs = {"create", "alter", "drop", "comment", "grant", "revoke"};
  static const std::set<std::string_view> outside = {"database", "role", "user", "group", "tablespace"};
  return verbs.contains(statement.verb) && !outside.contains(statement.object);
}

std::vector<std::string> words_of_line(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos;) {
    const char quote = line[at] == '"' || line[at] == '\'' ? line[at] : '\0';
    const auto end = std::min(quote != '\0' ? line.find(quote, at + 1) : line.find_first_of(" \t\r", at), line.size());
    out.emplace_back(quote != '\0' ? line.substr(at + 1, end - at - 1) : line.substr(at, end - at));
    at = quote != '\0' ? end + 1 : end;
    if (at >= line.size()) break;
  }
  return out;
}

}  // namespace

Result<bool> Script::carry_out_psql(const PsqlCommand& command, const std::vector<std::string>& words,
                                    bool in_statement) {
  const auto effect = psql_effect(command.name);
  if (effect == PsqlEffect::condition && !in_statement) {
    if (auto done = branch(command); !done) return std::unexpected(done.error());
    return false;
  }
  const bool ends = effect == PsqlEffect::sends || effect == PsqlEffect::unknown;
  if (!is_active()) return ends;
  if (!effect)
    return failure("unknown-command", fmt::format("psql has no command `\\{}`", command.name), command.where);
  const auto done = [&]() -> Result<void> {
    switch (*effect) {
      case PsqlEffect::none:
      case PsqlEffect::rows: return {};
      case PsqlEffect::variable: {
        if (command.arguments.empty()) return {};
        const auto& name = command.arguments[0];
        std::string value;
        for (std::size_t at = 1; at < command.arguments.size(); ++at) value += command.arguments[at];
        if (value.size() > longest_value)
          return failure(
              "too-long",
              fmt::format("the value of psql's variable `{}` is longer than {} MB", name, longest_value >> 20U),
              command.where);
        if (command.name == "unset")
          variables.unset(name);
        else if (command.is_known)
          variables.set(name, value);
        else
          variables.lose(name);
        return {};
      }
      case PsqlEffect::lost: {
        const auto at = command.name == "getenv" ? std::size_t{0} : command.arguments.size() - 1;
        if (at < command.arguments.size()) variables.lose(command.arguments[at]);
        return {};
      }
      case PsqlEffect::sends: return forget_results(command, words), Result<void>();
      case PsqlEffect::quits: return has_quit = true, Result<void>();
      case PsqlEffect::include:
        if (in_statement) break;
        if (command.arguments.size() != 1 || !command.is_known)
          return failure("no-file", fmt::format("`\\{}` needs the name of one file", command.name), command.where);
        return include(command.arguments[0], command.name == "ir" || command.name == "include_relative", command.where);
      case PsqlEffect::connect:
        if (in_statement) break;
        return connect(command);
      case PsqlEffect::discards:
      case PsqlEffect::condition: break;
      case PsqlEffect::unknown:
        return failure("unsupported-command", reason_of(command.name), command.where, "write out the statements");
    }
    if (!in_statement) return {};
    return failure("unsupported-command",
                   fmt::format("found `\\{}` inside of a statement, expected it between two statements", command.name),
                   command.where);
  }();
  if (!done) return std::unexpected(done.error());
  return ends;
}

// A query's columns become variables: their names are among its words.
void Script::forget_results(const PsqlCommand& command, const std::vector<std::string>& words) {
  if (command.name != "gset") return;
  const auto prefix = command.arguments.empty() ? std::string() : command.arguments[0];
  for (const auto& word : words) variables.lose(prefix + word);
}

Result<void> Script::branch(const PsqlCommand& command) {
  if (command.name == "if") {
    const bool outer = is_active();
    branches.push_back({.begin = command.where, .active = outer, .outer = outer});
    if (!outer) return {};
  } else if (branches.empty()) {
    return failure("unmatched-condition",
                   fmt::format("found `\\{}` without an `\\if` before it in this file", command.name), command.where);
  }
  auto& branch = branches.back();
  if (command.name == "endif") return branches.pop_back(), Result<void>();
  if (branch.is_last)
    return failure("unmatched-condition", fmt::format("found `\\{}` behind the `\\else` of its `\\if`", command.name),
                   command.where);
  branch.is_last = command.name == "else";
  branch.active = branch.outer && !branch.was_active;
  if (branch.active && !branch.is_last) {
    const auto holds = condition(command);
    if (!holds) return std::unexpected(holds.error());
    branch.active = *holds;
  }
  branch.was_active = branch.was_active || branch.active;
  return {};
}

Result<bool> Script::condition(const PsqlCommand& command) const {
  const auto said = fmt::format("{}", fmt::join(command.arguments, " "));
  const auto truth = command.is_known ? psql_truth(said) : std::nullopt;
  if (truth) return *truth;
  auto where = command.where;
  where.end = command.end;
  return failure(
      "unknown-condition",
      fmt::format("whether `\\{} {}` holds cannot be read from the file, expected `true`, `false` or a variable",
                  command.name, said),
      where, "give the variable a value in the file: `\\set name on`");
}

Result<void> Script::include(const std::string& path, bool beside, const Span& where) {
  auto text = read_included({.path = path,
                             .beside = beside,
                             .main = open_texts.front()->name,
                             .named_by = open_texts.back()->name,
                             .where = where});
  if (!text) return std::unexpected(text.error());
  if (const auto fine = language::readable(*text); !fine) return fine;
  if (++included > most_included)
    return failure("too-long",
                   fmt::format("more than {} files are read in the place of others up to here", most_included), where);
  if (std::ranges::any_of(open_texts, [&](const auto& open) { return open->name == (*text)->name; }))
    return failure("circular-include", fmt::format("`{}` would be read inside of itself", (*text)->name), where);
  return read(*text);
}

// A schema is one database's: statements of a second one are refused. A new session begins with the default settings.
Result<void> Script::connect(const PsqlCommand& command) {
  const auto name = command.arguments.empty() || command.arguments[0] == "-" ? database : command.arguments[0];
  if (name != database && std::ranges::any_of(statements, makes_a_schema))
    return failure("several-databases",
                   fmt::format("found statements for a second database, `{}`, expected those of one", name),
                   command.where, "put the statements of each database into a file of their own");
  database = name;
  if (!statements.empty())
    statements.push_back({.where = command.where, .verb = "reset", .object = "all", .sent = "RESET ALL"});
  return {};
}

Result<void> Script::carry_out_sqlite3(const Span& line) {
  static const std::set<std::string_view> refused = {".open",  ".import", ".restore", ".load",
                                                     ".shell", ".system", ".clone"};
  const auto words = words_of_line(line.text());
  if (words.empty()) return {};
  if (refused.contains(words[0]))
    return failure("unsupported-command",
                   fmt::format("what `{}` does to the schema cannot be read from the file", words[0]), line,
                   "write out the statements");
  has_quit = has_quit || words[0] == ".quit" || words[0] == ".exit";
  if (words[0] != ".read") return {};
  if (words.size() != 2 || words[1].starts_with('|'))
    return failure("no-file", "`.read` needs the name of one file", line);
  return include(words[1], false, line);
}

Result<void> Script::end_text() const {
  if (branches.empty()) return {};
  return failure("unmatched-condition", "found no `\\endif` for this `\\if`, expected one in the same file",
                 branches.back().begin);
}

}  // namespace schemac::sql
