// SQL through a server: the statements are run in a database that is made for them, read back, and removed.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "connections/scratch.h"
#include "sources/sql/dialects.h"
#include "sources/sql/statements.h"

namespace schemac::sql {
namespace {

enum class Treatment { run, pass_over, refuse };

// Rows and roles are no part of a schema. What would change the server outside of the scratch database is refused.
Treatment treatment_of(const Statement& statement) {
  static constexpr std::array rows = {"insert",  "update", "delete",  "merge", "truncate",   "copy",    "vacuum", "analyze", "cluster",
                                      "reindex", "lock",   "explain", "fetch", "checkpoint", "replace", "unlock", "load",    "optimize"};
  static constexpr std::array outside = {"role", "user", "group", "database", "tablespace", "system", "subscription"};
  if (statement.verb.empty() || std::ranges::find(rows, statement.verb) != rows.end()) return Treatment::pass_over;
  if (statement.verb == "use") return Treatment::refuse;
  const auto text = statement.where.text();
  const auto tokens = sql_tokens(text.substr(0, std::min<std::size_t>(text.size(), 200)), {.dollar_quotes = true});
  const auto second = tokens.size() > 1 ? lower(tokens[1].text(text)) : std::string();
  const bool defines = statement.verb == "create" || statement.verb == "alter" || statement.verb == "drop";
  if (!defines || std::ranges::find(outside, second) == outside.end()) return Treatment::run;
  return second == "role" || second == "user" || second == "group" ? Treatment::pass_over : Treatment::refuse;
}

Span first_line_of(Span where) {
  where.end = std::min(where.end, std::min(where.source->text.find('\n', where.begin), where.source->text.size()));
  return where;
}

// The server's words about one statement, without the database that nobody knows.
Diagnostic refused(const Statement& statement, const Diagnostics& errors) {
  auto message = errors.front().message;
  message = message.substr(0, message.rfind(", while "));
  auto out = error_at("refused-statement", message, first_line_of(statement.where));
  out.notes = errors.front().notes;
  return out;
}

Result<void> run(Connection& connection, const Statement& statement) {
  switch (treatment_of(statement)) {
    case Treatment::pass_over: return {};
    case Treatment::refuse:
      return failure("unsupported-statement",
                     "found a statement that reaches outside of one database, expected what makes a schema: take it out of the file",
                     first_line_of(statement.where));
    case Treatment::run: break;
  }
  if (const auto done = connection.execute(statement.where.text(), "running a statement of"); !done)
    return std::unexpected(Diagnostics{refused(statement, done.error())});
  return {};
}

// Each file is a session of its own.
Result<void> load(const SourceTexts& texts, const std::string& place) {
  for (const auto& text : texts) {
    auto connection = connect(place, Access::write);
    if (!connection) return std::unexpected(connection.error());
    const auto& engine = (*connection)->engine();
    // as a user's session is, not as schemac's own are
    if (engine.dialect == "postgresql")
      if (auto done = (*connection)->execute("RESET ALL", "preparing the session with"); !done) return done;
    const auto statements = engine.dialect == "mysql" ? split_mysql(text, engine) : split(text, Shell::psql);
    if (!statements) return std::unexpected(statements.error());
    for (const auto& statement : *statements)
      if (auto done = run(**connection, statement); !done) return done;
    // which the file may have left open
    if (auto done = (*connection)->execute("COMMIT", "ending the transaction of"); !done) return done;
  }
  return {};
}

}  // namespace

Result<Source> read_through_server(const SourceTexts& texts, const SourceOptions& options) {
  auto database = make_scratch_database(options.scratch);
  if (!database) return std::unexpected(database.error());
  if (auto loaded = load(texts, (*database)->place()); !loaded) return std::unexpected(loaded.error());
  Result<Schema> schema;
  {
    auto connection = connect((*database)->place(), Access::read);
    if (!connection) return std::unexpected(connection.error());
    const auto* entry = find_dialect((*connection)->engine().dialect);
    if (!entry) broken_invariant("a database that schemac made has a known dialect");
    schema = entry->introspect(**connection, options.introspect);
  }
  if (!schema) return std::unexpected(schema.error());
  if (auto removed = (*database)->remove(); !removed) return std::unexpected(removed.error());
  return Source{.name = {}, .schema = std::move(*schema)};
}

}  // namespace schemac::sql
