// SQLite's statements are run in an empty database in memory and read back: nobody knows them better than SQLite
// itself.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "connections/connection.h"
#include "sources/sql/dialects.h"
#include "sources/sql/statements.h"

namespace schemac::sql {
namespace {

enum class SqliteTreatment { run, pass_over, refuse };

// What changes the schema is run. Rows are no schema; what reaches outside of the database has no business in one.
SqliteTreatment treatment_of(const std::string& verb) {
  static constexpr std::array run = {"create", "alter",    "drop",      "begin",  "commit",
                                     "end",    "rollback", "savepoint", "release"};
  static constexpr std::array pass_over = {"insert", "replace", "update",  "delete",  "select",  "with",
                                           "values", "pragma",  "analyze", "reindex", "explain", "vacuum"};
  if (std::ranges::find(run, verb) != run.end()) return SqliteTreatment::run;
  return std::ranges::find(pass_over, verb) != pass_over.end() ? SqliteTreatment::pass_over : SqliteTreatment::refuse;
}

// SQLite's own words, without where they were said: the database is nobody's file.
std::string message_of(const Diagnostics& errors) {
  auto message = errors.front().message;
  if (message.starts_with(":memory:: ")) message.erase(0, 10);
  return message.substr(0, message.find(" while "));
}

// `.dump` writes a virtual table into the catalogue itself, as text, and its shadow tables behind it as if they were
// anybody's: `INSERT INTO sqlite_schema(type,name,…) VALUES('table','notes','notes',0,'CREATE VIRTUAL TABLE notes …')`.
// Once it is made, they are there.
std::optional<std::string> dumped_virtual_table(const Statement& statement) {
  if (statement.verb != "insert") return std::nullopt;
  const auto lexis = find_dialect("sqlite")->dialect->traits().lexis;
  const auto text = statement.text();
  const auto tokens = sql_tokens(text, lexis);
  const auto is = [&](std::size_t at, std::string_view word) {
    return at < tokens.size() && equal_ignoring_case(tokens[at].text(text), word);
  };
  if (!is(1, "into") || !(is(2, "sqlite_schema") || is(2, "sqlite_master"))) return std::nullopt;
  const auto last = std::ranges::find_if(tokens.rbegin(), tokens.rend(),
                                         [](const SqlToken& token) { return token.kind == SqlTokenKind::string; });
  if (last == tokens.rend()) return std::nullopt;
  auto made = string_value(last->text(text));
  const auto words = sql_tokens(made, lexis);
  const bool is_virtual = words.size() > 3 && equal_ignoring_case(words[0].text(made), "create") &&
                          equal_ignoring_case(words[1].text(made), "virtual") &&
                          std::ranges::none_of(words, [&](const SqlToken& word) { return word.text(made) == ";"; });
  return is_virtual ? std::optional(std::move(made)) : std::nullopt;
}

Result<void> run_on_sqlite(Connection& database, const Statement& given) {
  auto statement = given;
  if (auto made = dumped_virtual_table(given)) {
    statement.sent = std::move(*made);
    statement.verb = "create";
  }
  switch (treatment_of(statement.verb)) {
    case SqliteTreatment::pass_over: return {};
    case SqliteTreatment::refuse: {
      auto first = statement.where;
      first.end = std::min(first.end, first.begin + std::max<std::size_t>(statement.verb.size(), 1));
      return failure("unsupported-statement",
                     fmt::format("found `{}`, expected a statement that makes, changes or drops an object of a schema",
                                 first.text()),
                     first);
    }
    case SqliteTreatment::run: break;
  }
  const auto done = database.execute(statement.text(), "running a statement");
  if (done) return {};
  auto line = statement.where;
  line.end = std::min(line.end, std::min(line.source->text.find('\n', line.begin), line.source->text.size()));
  return failure("refused-statement", fmt::format("SQLite refuses this statement: {}", message_of(done.error())), line,
                 done.error().front().hint);
}

}  // namespace

Result<Source> read_sqlite(const SourceTexts& texts, const SourceOptions& options) {
  auto database = connect(":memory:", Access::write);
  if (!database) return std::unexpected(database.error());
  for (const auto& text : texts) {
    const auto statements = split(text, Shell::sqlite3);
    if (!statements) return std::unexpected(statements.error());
    for (const auto& statement : *statements)
      if (const auto done = run_on_sqlite(**database, statement); !done) return std::unexpected(done.error());
  }
  static_cast<void>((*database)->execute("COMMIT", "ending the file's transaction"));  // which it may have left open
  const auto* entry = find_dialect("sqlite");
  auto schema = entry->introspect(**database, options.introspect);
  if (!schema) return std::unexpected(schema.error());
  Source source{.name = {}, .schema = std::move(*schema)};
  for (const auto& object : source.schema.unmanaged)
    if (!object.definition.empty())
      source.remarks.push_back(warning_at(
          "not-managed",
          fmt::format("found the {} `{}`, which schemac does not manage on SQLite: no plan makes or changes it",
                      object.kind, object.name.name)));
  return source;
}

}  // namespace schemac::sql
