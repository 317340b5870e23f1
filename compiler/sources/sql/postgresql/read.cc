// The statements of PostgreSQL's SQL, one after the other, into a Source.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "dialects/postgresql/parse_tree.h"
#include "sources/default_schema.h"
#include "sources/missing_names.h"
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
  problem.notes.push_back(
      note_at("a newer server may know it: have the file read through one: `--scratch=postgresql://…`"));
  return problem;
}

using Answer = std::expected<postgresql::Parsed, postgresql::SyntaxError>;

// Statements parsed on a thread of their own, a few batches ahead of whoever folds them: parsing is half the work of
// reading a file.
class ParsedAhead {
 public:
  explicit ParsedAhead(const std::vector<Statement>& statements)
      : statements_(statements), parser_([this] { postgresql::with_large_stack([this] { parse_all(); }); }) {}

  // Of each statement in turn.
  Answer& next() {
    if (at_ == batch_.size()) {
      batch_ = take();
      at_ = 0;
    }
    return batch_[at_++];
  }

 private:
  using Batch = std::vector<Answer>;

  static constexpr std::size_t batch_size = 64;
  static constexpr std::size_t most_batches = 4;

  void parse_all() {
    for (std::size_t begin = 0; begin < statements_.size(); begin += batch_size) {
      Batch batch;
      for (auto at = begin; at < std::min(begin + batch_size, statements_.size()); ++at)
        batch.push_back(postgresql::parse(statements_[at].text()));
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return ready_.size() < most_batches; });
      ready_.push_back(std::move(batch));
      changed_.notify_one();
    }
  }

  Batch take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty(); });
    auto batch = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_one();
    return batch;
  }

  const std::vector<Statement>& statements_;
  Batch batch_;
  std::size_t at_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  std::jthread parser_;  // the last member: it uses the others
};

void read_statement(State& state, const Statement& statement, const Answer& parsed) {
  state.begin(statement);
  if (!parsed) return state.problems.push_back(syntax_problem(statement, parsed.error()));
  for (const auto& node : parsed->statements()) fold(state, node);
}

// All problems are told at once, as far as one does not follow from another.
void read_texts(State& state, const SourceTexts& texts) {
  Diagnostics problems;
  for (const auto& text : texts) {
    state.search_path = {state.default_schema};  // each file is a session of its own
    auto statements = split(text, Shell::psql);
    if (!statements) {
      problems.insert(problems.end(), statements.error().begin(), statements.error().end());
      continue;
    }
    ParsedAhead parsed(*statements);
    for (const auto& statement : *statements) {
      read_statement(state, statement, parsed.next());
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
  if (!options.default_schema.empty()) state.default_schema = options.default_schema;
  state.schema.namespaces.set("public", Namespace{"public"});
  state.schema.namespaces.set(state.default_schema, Namespace{state.default_schema});
  postgresql::with_large_stack([&] {
    read_texts(state, texts);
    if (!state.failed()) finish(state);
  });
  if (state.failed()) return std::unexpected(std::move(state.problems));
  auto remarks = entry->dialect->normalise(state.schema);
  if (has_errors(remarks)) return std::unexpected(std::move(remarks));
  forget_empty_public(state.schema, state.default_schema);
  Source source{.name = {}, .schema = std::move(state.schema)};
  source.intents = std::move(state.intents);
  source.declared = std::move(state.declared);
  source.unread = std::move(state.unread);
  source.remarks = std::move(state.remarks);
  source.remarks.insert(source.remarks.end(), remarks.begin(), remarks.end());
  const bool bodies_are_checked = !state.takes_away && std::ranges::none_of(texts, [](const auto& text) {
    return text->text.find("check_function_bodies") != std::string::npos;
  });
  if (auto fine = check_names(source, {.bodies = bodies_are_checked}); !fine)
    return std::unexpected(std::move(fine.error()));
  return source;
}

}  // namespace schemac::sql
