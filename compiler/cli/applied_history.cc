#include "cli/applied_history.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "connections/connection.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

struct Books {
  std::string_view tool;
  std::string_view table;    // unless the tool's configuration says another name
  std::string_view columns;  // key, checksum
  // where another name is said: files above the folder, and how they say it
  std::vector<std::string_view> configuration;
  std::string_view says_table;
};

const std::vector<Books>& all_books() {
  static const std::vector<Books> all{
      {"alembic", "alembic_version", "version_num, ''", {"env.py"}, R"(version_table\s*=\s*["'](\w+)["'])"},
      {"knex",
       "knex_migrations",
       "name, ''",
       {"knexfile.js", "knexfile.ts", "knexfile.mjs", "knexfile.cjs"},
       R"(tableName["']?\s*:\s*["'`](\w+)["'`])"},
      {"prisma", "_prisma_migrations", "migration_name, checksum, finished_at, rolled_back_at", {}, {}},
      {"flyway",
       "flyway_schema_history",
       "version, checksum, success, type",
       {"flyway.conf", "flyway.toml"},
       R"((?:^|\n)\s*(?:flyway\.)?table\s*=\s*["']?(\w+))"},
  };
  return all;
}

std::optional<std::string> stated_table(const Books& books, const std::string& folder) {
  if (books.configuration.empty()) return std::nullopt;
  std::error_code error;
  constexpr int nearest_folders = 4;
  auto at = fs::weakly_canonical(folder, error);
  for (int level = 0; !error && level < nearest_folders; ++level, at = at.parent_path())
    for (const auto name : books.configuration) {
      std::ifstream in(at / name);
      if (!in) continue;
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      std::smatch match;
      if (!std::regex_search(text, match, std::regex(std::string(books.says_table)))) return std::nullopt;
      return match[1].str();
    }
  return std::nullopt;
}

// Where the table is, the likeliest place first.
std::string search_for(const std::string& table, const std::string& dialect, const std::string& default_schema) {
  if (dialect == "sqlite")
    return fmt::format("SELECT 'main' FROM sqlite_master WHERE type = 'table' AND name = {}", string_literal(table));
  if (dialect == "mysql")
    return fmt::format(
        "SELECT table_schema FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = {}",
        string_literal(table));
  return fmt::format(
      "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relname = {} AND c.relkind IN ('r', 'p') ORDER BY n.nspname = {} DESC, n.nspname = 'public' DESC",
      string_literal(table), string_literal(default_schema.empty() ? "public" : default_schema));
}

std::string quoted_for_engine(const std::string& name, const std::string& dialect) {
  const char mark = dialect == "mysql" ? '`' : '"';
  std::string out(1, mark);
  for (const char c : name) out += c == mark ? std::string(2, c) : std::string(1, c);
  return out + mark;
}

bool is_true(std::string_view text) { return text == "t" || text == "1" || text == "true"; }

std::string word(const Rows& rows, std::size_t row, std::size_t column) { return std::string(rows.text(row, column)); }

std::vector<AppliedMigration> noted_by(std::string_view tool, const Rows& rows) {
  std::vector<AppliedMigration> noted;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.is_null(row, 0)) continue;  // a repeatable script, or a schema that Flyway made
    AppliedMigration one{.key = word(rows, row, 0), .checksum = word(rows, row, 1)};
    if (tool == "prisma") {
      if (!rows.is_null(row, 3)) continue;
      one.failed = rows.is_null(row, 2);
    }
    if (tool == "flyway") {
      const auto type = word(rows, row, 3);
      one.failed = !is_true(rows.text(row, 2));
      one.baseline = type.find("BASELINE") != std::string::npos;
      // what was undone or deleted did not run, and what ran again counts by its last time
      std::erase_if(noted, [&](const AppliedMigration& other) { return other.key == one.key; });
      if (type.starts_with("UNDO") || type == "DELETE") continue;
    }
    noted.push_back(std::move(one));
  }
  return noted;
}

}  // namespace

std::optional<AppliedHistory> applied_history(std::string_view tool, const std::string& folder, const Source& from,
                                              const std::string& default_schema, const Console& console) {
  const auto books = std::ranges::find(all_books(), tool, &Books::tool);
  if (books == all_books().end() || !from.connection) return std::nullopt;
  auto& connection = *from.connection;
  const auto dialect = connection.engine().dialect;
  AppliedHistory history{.table = stated_table(*books, folder).value_or(std::string(books->table)),
                         .found = false,
                         .database_empty = from.schema.tables.empty()};
  const auto doing = fmt::format("looking for `{}`", history.table);
  const auto unread = [&](const Diagnostics& errors) {
    console.report(warning_at(
        "no-history", fmt::format("could not read which migrations ran in the database: {}", errors.front().message)));
    return std::nullopt;
  };
  const std::vector<std::string> search{search_for(history.table, dialect, default_schema)};
  const auto places = connection.query(search, doing);
  if (!places) return unread(places.error());
  if (places->front()->size() == 0) return history;
  history.found = true;
  const auto order = tool == "flyway" ? " ORDER BY installed_rank" : "";
  const std::vector<std::string> read{fmt::format("SELECT {} FROM {}.{}{}", books->columns,
                                                  quoted_for_engine(word(*places->front(), 0, 0), dialect),
                                                  quoted_for_engine(history.table, dialect), order)};
  const auto rows = connection.query(read, fmt::format("reading `{}`", history.table));
  if (!rows) return unread(rows.error());
  history.migrations = noted_by(tool, *rows->front());
  return history;
}

}  // namespace schemac
