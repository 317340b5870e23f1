// MySQL's SQL without a server.
#include <fmt/format.h>

#include "dialects/bookkeeping_tables.h"
#include "dialects/mysql/size_limits.h"
#include "schema/engine_version.h"
#include "sources/missing_names.h"
#include "sources/sql/dialects.h"
#include "sources/sql/mysql/fold.h"

namespace schemac::sql {
namespace {

using mysql_text::State;

void read_texts(State& state, const SourceTexts& texts) {
  Diagnostics problems;
  for (const auto& text : texts) {
    state.mode = state.first_mode;  // each file is a session of its own
    const auto statements = mysql_text::split_mysql(text, state.schema.engine);
    if (!statements) {
      problems.insert(problems.end(), statements.error().begin(), statements.error().end());
      continue;
    }
    for (const auto& statement : *statements) {
      mysql_text::fold(state, statement);
      problems.insert(problems.end(), state.problems.begin(), state.problems.end());
      state.problems.clear();
    }
  }
  state.problems = std::move(problems);
}

// Migration tools' own tables are no part of a schema.
void leave_out_bookkeeping(Schema& schema) {
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables)
    if (is_bookkeeping_table(name.name)) names.push_back(name);
  for (const auto& name : names) schema.tables.erase(name);
}

}  // namespace

Result<std::vector<Statement>> split_mysql(const std::shared_ptr<const SourceText>& source, const Engine& engine) {
  auto parts = mysql_text::split_mysql(source, engine);
  if (!parts) return std::unexpected(parts.error());
  std::vector<Statement> out;
  std::size_t end = 0;
  for (auto& part : *parts) {
    const auto comment = std::min(source->text.find_first_not_of(" \t\r\n;", end), part.where.begin);
    const auto word = [&](std::size_t at) { return at < part.words.size() ? part.words[at] : std::string(); };
    const auto before = comment < part.where.begin ? Span{source, comment, part.where.begin} : Span{};
    out.push_back({.where = part.where, .comment = before, .verb = word(0), .object = word(1), .sent = part.sent});
    end = part.where.end;
  }
  return out;
}

// What no server would make of the file is told before one is asked.
static void foresee_limits(const State& state, Diagnostics& remarks) {
  for (const auto& [name, table] : state.schema.tables)
    for (auto& passed : ::schemac::mysql::limits_passed(*table)) {
      const auto place = state.declared.find({ObjectKind::table, name});
      remarks.push_back(
          warning_at("too-long", std::move(passed), place == state.declared.end() ? Span{} : place->second));
    }
}

Result<Source> read_mysql(const SourceTexts& texts, const SourceOptions& options) {
  const auto* entry = find_dialect("mysql");
  State state;
  state.schema.engine = options.engine;
  if (state.schema.engine.major == 0)
    state.schema.engine = engine_called(options.dialect.empty() ? "mysql" : options.dialect);
  if (options.sql_mode) state.mode = state.first_mode = mysql_text::modes_of(*options.sql_mode);
  read_texts(state, texts);
  if (has_errors(state.problems)) return std::unexpected(std::move(state.problems));
  leave_out_bookkeeping(state.schema);
  order_triggers(state);
  resolve_views(state);
  auto remarks = entry->dialect->normalise(state.schema);
  if (has_errors(remarks)) return std::unexpected(std::move(remarks));
  foresee_limits(state, remarks);
  Source source{.name = {}, .schema = std::move(state.schema)};
  source.declared = std::move(state.declared);
  source.remarks = std::move(state.remarks);
  source.remarks.insert(source.remarks.end(), remarks.begin(), remarks.end());
  if (auto fine = check_names(source, {}); !fine) return std::unexpected(std::move(fine.error()));
  return source;
}

}  // namespace schemac::sql
