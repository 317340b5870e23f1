// Statements that make nothing by themselves: settings, queries, anonymous blocks.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "sources/sql/postgresql/fold.h"

namespace schemac::sql {
namespace {

std::vector<std::string> path_of(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& token : sql_tokens(text, postgresql::postgresql_lexis())) {
    if (token.kind == SqlTokenKind::word) out.push_back(lower(token.text(text)));
    if (token.kind == SqlTokenKind::quoted_identifier) out.push_back(unquoted(token.text(text)));
  }
  return out;
}

// Words of a block's body that are no part of a text.
std::vector<std::string> words_of(const std::string& body) {
  std::vector<std::string> out;
  for (const auto& token : sql_tokens(body, postgresql::postgresql_lexis()))
    if (token.kind == SqlTokenKind::word) out.push_back(lower(token.text(body)));
  return out;
}

bool touches_a_schema(const std::vector<std::string>& words) {
  static constexpr auto verbs = std::to_array<std::string_view>(
      {"create", "alter", "drop", "grant", "revoke", "comment", "execute", "perform", "call", "security", "reassign"});
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (std::ranges::find(verbs, words[at]) == verbs.end()) continue;
    const auto next = at + 1 < words.size() ? words[at + 1] : std::string();
    const bool role = (words[at] == "create" || words[at] == "alter" || words[at] == "drop") &&
                      (next == "role" || next == "user" || next == "group");
    if (!role) return true;
  }
  return false;
}

// SET ROLE, RESET ROLE, SET SESSION AUTHORIZATION: who makes, and so owns, what follows.
void set_role(State& state, const Node& statement) {
  state.role.clear();
  const auto roles = statement.word("kind") == "VAR_SET_VALUE" ? statement.values("args") : std::vector<std::string>();
  if (roles.size() == 1 && !(statement.text("name") == "role" && lower(roles[0]) == "none")) state.role = roles[0];
}

}  // namespace

void fold_set(State& state, const Node& statement) {
  const auto name = statement.text("name");
  if (name == "role" || name == "session_authorization") return set_role(state, statement);
  if (name != "search_path" && statement.word("kind") != "VAR_RESET_ALL") return;
  if (statement.word("kind") != "VAR_SET_VALUE") {
    state.search_path = {state.default_schema};
    return;
  }
  state.search_path.clear();
  for (const auto& value : statement.values("args"))
    if (!value.empty()) state.search_path.push_back(value);
}

// `SELECT pg_catalog.set_config('search_path', '', false)`, as pg_dump begins; other queries read and change nothing
// here.
void fold_select(State& state, const Node& statement) {
  for (const auto& target : statement.list("target_list")) {
    const auto call = target.child("val");
    if (!call.is("FuncCall") || call.values("funcname").back() != "set_config") continue;
    const auto arguments = call.list("args");
    if (arguments.size() == 3 && arguments[0].value() == "search_path")
      state.search_path = path_of(arguments[1].value());
  }
}

namespace {

// `BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN null; END`: what stands between, where there is nothing
// else.
std::string guarded_statements(const std::string& body) {
  const auto tokens = sql_tokens(body, postgresql::postgresql_lexis());
  const auto is = [&](std::size_t at, std::string_view word) {
    return at < tokens.size() && equal_ignoring_case(tokens[at].text(body), word);
  };
  std::size_t guard = 0;
  while (guard < tokens.size() && !is(guard, "exception")) ++guard;
  const bool forgives = is(guard + 1, "when") &&
                        (is(guard + 2, "duplicate_object") || is(guard + 2, "duplicate_table")) &&
                        is(guard + 3, "then") && is(guard + 4, "null") && is(guard + 5, ";") && is(guard + 6, "end");
  if (!is(0, "begin") || !forgives) return {};
  return body.substr(tokens[0].end, tokens[guard].begin - tokens[0].end);
}

// Folds them; what is there already stays as it is. False where one is no SQL of its own.
bool fold_guarded(State& state, const std::string& sql) {
  const auto statements = split(std::make_shared<const SourceText>(SourceText{"", sql}), Shell::psql);
  if (!statements || statements->size() != 1) return false;
  const auto parsed = postgresql::parse(statements->front().text());
  if (!parsed) return false;
  const auto before = state.problems.size();
  for (const auto& node : parsed->statements()) fold(state, node);
  const bool only_repeated =
      std::all_of(state.problems.begin() + static_cast<std::ptrdiff_t>(before), state.problems.end(),
                  [](const Diagnostic& problem) { return problem.code == "duplicate-object"; });
  if (only_repeated) state.problems.resize(before);
  return true;
}

}  // namespace

// A block that makes roles, or reads, changes no schema. What any other would do, only running it tells.
void fold_do(State& state, const Node& statement) {
  for (const auto& option : statement.list("args")) {
    if (option.text("defname") != "as") continue;
    if (const auto guarded = guarded_statements(option.child("arg").value());
        !guarded.empty() && fold_guarded(state, guarded))
      return;
  }
  for (const auto& option : statement.list("args"))
    if (option.text("defname") == "as" && touches_a_schema(words_of(option.child("arg").value())))
      return state.needs_server("a block of code (DO) that may change the schema", statement);
}

}  // namespace schemac::sql
