// SQL through a server: the statements are run in a database that is made for them, read back, and removed.
#include <algorithm>
#include <ranges>
#include <tuple>

#include <fmt/format.h>

#include "connections/scratch.h"
#include "sources/default_schema.h"
#include "sources/sql/dialects.h"
#include "sources/sql/statements.h"

namespace schemac::sql {
namespace {

enum class Treatment { run, pass_over, refuse };

constexpr bool is_one_of(std::string_view words, std::string_view word) {
  return std::ranges::any_of(std::views::split(words, ' '),
                             [&](const auto& one) { return std::string_view(one) == word; });
}

// Rows and roles are no part of a schema. What would change the server outside of the scratch database is refused.
Treatment treatment_of(const Statement& statement, bool mysql) {
  static constexpr std::string_view rows =
      "insert update delete merge truncate copy vacuum analyze reindex lock explain fetch checkpoint replace unlock "
      "load optimize";
  static constexpr std::string_view accounts = "role user group";
  static constexpr std::string_view outside = "database tablespace system subscription";
  // a schema of MySQL is a database, and rights are an account's
  static constexpr std::string_view of_the_server =
      "grant revoke flush reset kill purge install uninstall repair check checksum shutdown restart cache";
  static constexpr std::string_view outside_of_mysql = "schema server logfile undo resource";
  const auto& [verb, object] = std::tie(statement.verb, statement.object);
  if (verb.empty() || is_one_of(rows, verb)) return Treatment::pass_over;
  if (mysql && (is_one_of(of_the_server, verb) || (verb == "set" && is_one_of("global persist", object))))
    return Treatment::pass_over;
  if (verb == "use") return Treatment::refuse;
  if (!is_one_of("create alter drop rename", verb)) return Treatment::run;
  if (is_one_of(accounts, object)) return Treatment::pass_over;
  return is_one_of(outside, object) || (mysql && is_one_of(outside_of_mysql, object)) ? Treatment::refuse
                                                                                      : Treatment::run;
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

// The head of a file that makes its own database: `DROP DATABASE IF EXISTS shop; CREATE DATABASE shop CHARACTER SET
// utf8mb4; USE shop`. The scratch database stands in for it, and takes over what is said of its character set.
Result<bool> stands_for_own_database(Connection& connection, const Statement& statement, bool at_head) {
  const bool about_database = statement.object == "database" || statement.object == "schema";
  if (!at_head ||
      !(statement.verb == "use" || (about_database && (statement.verb == "create" || statement.verb == "drop"))))
    return false;
  if (statement.verb != "create") return true;
  const auto text = statement.text();
  const auto tokens = sql_tokens(text, find_dialect("mysql")->dialect->traits().lexis);
  std::size_t at = 2;
  if (at < tokens.size() && equal_ignoring_case(tokens[at].text(text), "if")) at += 3;
  if (at + 1 >= tokens.size()) return true;
  const auto done = connection.execute("ALTER DATABASE " + text.substr(tokens[at + 1].begin), "preparing");
  if (!done) return std::unexpected(Diagnostics{refused(statement, done.error())});
  return true;
}

Result<void> run(Connection& connection, const Statement& statement) {
  switch (treatment_of(statement, connection.engine().dialect == "mysql")) {
    case Treatment::pass_over: return {};
    case Treatment::refuse:
      return failure("unsupported-statement",
                     "found a statement that reaches outside of one database, expected what makes a schema: take it "
                     "out of the file",
                     first_line_of(statement.where));
    case Treatment::run: break;
  }
  if (const auto done = connection.execute(statement.text(), "running a statement of"); !done)
    return std::unexpected(Diagnostics{refused(statement, done.error())});
  return {};
}

// The schema where names without one belong is there before the file runs; one that the file makes again is that one.
bool makes_default_schema(const Statement& statement, const std::string& default_schema) {
  if (default_schema.empty() || statement.verb != "create" || statement.object != "schema") return false;
  const auto text = statement.text();
  const auto tokens = sql_tokens(text, find_dialect("postgresql")->dialect->traits().lexis);
  const auto last = tokens.empty() ? std::string()
                                   : std::string(tokens.back().text(text) == ";" && tokens.size() > 1
                                                     ? tokens[tokens.size() - 2].text(text)
                                                     : tokens.back().text(text));
  return unquoted(last) == default_schema;
}

// As a user's session is, not as schemac's own are.
std::string session_of(const std::string& default_schema) {
  if (default_schema.empty()) return "RESET ALL";
  const auto name = find_dialect("postgresql")->dialect->quote(default_schema);
  return fmt::format("RESET ALL; CREATE SCHEMA IF NOT EXISTS {0}; SET search_path = {0}", name);
}

// Each file is a session of its own.
Result<void> load(const SourceTexts& texts, const std::string& place, const std::string& default_schema) {
  for (const auto& text : texts) {
    auto connection = connect(place, Access::write);
    if (!connection) return std::unexpected(connection.error());
    const auto& engine = (*connection)->engine();
    if (engine.dialect == "postgresql")
      if (auto done = (*connection)->execute(session_of(default_schema), "preparing the session with"); !done)
        return done;
    if (engine.dialect == "mysql")
      if (auto done = (*connection)->execute("SET SESSION sql_mode = @@GLOBAL.sql_mode", "preparing the session with");
          !done)
        return done;
    const auto statements = engine.dialect == "mysql" ? split_mysql(text, engine) : split(text, Shell::psql);
    if (!statements) return std::unexpected(statements.error());
    bool at_head = engine.dialect == "mysql";
    for (const auto& statement : *statements) {
      const auto own = stands_for_own_database(**connection, statement, at_head);
      if (!own) return std::unexpected(own.error());
      if (*own || makes_default_schema(statement, default_schema)) continue;
      at_head = at_head && statement.verb == "set";
      if (auto done = run(**connection, statement); !done) return done;
    }
    // which the file may have left open
    if (auto done = (*connection)->execute("COMMIT", "ending the transaction of"); !done) return done;
  }
  return {};
}

}  // namespace

Result<Source> read_through_server(const SourceTexts& texts, const SourceOptions& options) {
  auto database = make_scratch_database(options.scratch);
  if (!database) return std::unexpected(database.error());
  if (auto loaded = load(texts, (*database)->place(), options.default_schema); !loaded)
    return std::unexpected(loaded.error());
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
  forget_empty_public(*schema, options.default_schema);
  return Source{.name = {}, .schema = std::move(*schema)};
}

}  // namespace schemac::sql
