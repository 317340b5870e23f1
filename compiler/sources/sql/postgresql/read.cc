// The statements of PostgreSQL's SQL, one after the other, into a Source.
#include <fmt/format.h>

#include "dialects/postgresql/parse_tree.h"
#include "sources/sql/dialects.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/state.h"

namespace schemac::sql {
namespace {

Diagnostic unset_variable(const Span& where) {
  const auto name = where.text().substr(1);
  return error_at("unset-variable", fmt::format("nothing in this script sets psql's variable `{}`", name), where,
                  fmt::format("give it a value before: `\\set {} …`", name));
}

Diagnostic syntax_problem(const Statement& statement, const postgresql::SyntaxError& error) {
  auto where = statement.where;
  const auto at = where.begin + error.at;
  if (statement.unset && (!statement.sent.empty() || (at >= statement.unset.begin && at <= statement.unset.end)))
    return unset_variable(statement.unset);
  where.begin = statement.sent.empty() ? std::min(at, where.end) : where.begin;
  where.end = std::min(where.end, where.begin + 1);
  auto problem = error_at("sql-syntax", fmt::format("{}, by the grammar of PostgreSQL 15", error.message), where);
  problem.notes.push_back(note_at("a newer server may know it: have the file read through one: `--scratch=postgresql://…`"));
  return problem;
}

void read_statement(State& state, const Statement& statement) {
  state.begin(statement);
  const auto parsed = postgresql::parse(statement.text());
  if (!parsed) return state.problems.push_back(syntax_problem(statement, parsed.error()));
  for (const auto& node : parsed->statements()) fold(state, node);
}

// All problems are told at once, as far as one does not follow from another.
void read_texts(State& state, const SourceTexts& texts) {
  Diagnostics problems;
  for (const auto& text : texts) {
    state.search_path = {"public"};  // each file is a session of its own
    auto statements = split(text, Shell::psql);
    if (!statements) {
      problems.insert(problems.end(), statements.error().begin(), statements.error().end());
      continue;
    }
    for (const auto& statement : *statements) {
      read_statement(state, statement);
      problems.insert(problems.end(), state.problems.begin(), state.problems.end());
      state.problems.clear();
    }
  }
  state.problems = std::move(problems);
}

}  // namespace

Result<Source> read_postgresql(const SourceTexts& texts, const SourceOptions& options) {
  State state;
  const auto* entry = find_dialect("postgresql");
  state.schema.engine = {.dialect = entry->dialect->traits().name};
  state.schema.namespaces.set("public", Namespace{"public"});
  postgresql::with_large_stack([&] {
    read_texts(state, texts);
    if (!state.failed()) finish(state);
  });
  if (state.failed()) return std::unexpected(std::move(state.problems));
  auto remarks = entry->dialect->normalise(state.schema);
  if (has_errors(remarks)) return std::unexpected(std::move(remarks));
  static_cast<void>(options);
  Source source{.name = {}, .schema = std::move(state.schema)};
  source.intents = std::move(state.intents);
  source.declared = std::move(state.declared);
  source.unread = std::move(state.unread);
  source.remarks = std::move(state.remarks);
  source.remarks.insert(source.remarks.end(), remarks.begin(), remarks.end());
  return source;
}

}  // namespace schemac::sql
