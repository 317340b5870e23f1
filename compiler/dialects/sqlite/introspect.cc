// Reads a SQLite database: the stored CREATE text for what was declared, PRAGMAs to be sure that it was understood.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "dialects/bookkeeping_tables.h"
#include "dialects/sqlite/ddl.h"
#include "dialects/sqlite/dependencies.h"
#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/normalise.h"
#include "dialects/sqlite/sqlite.h"
#include "dialects/sqlite/view_sizes.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

using namespace sqlite;

struct Entry {
  std::string type, name, table, sql;
};

bool matches_ignoring_case(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*')
    return matches_ignoring_case(pattern.substr(1), name) ||
           (!name.empty() && matches_ignoring_case(pattern, name.substr(1)));
  return !name.empty() && (pattern.front() == '?' || equal_ignoring_case(pattern.substr(0, 1), name.substr(0, 1))) &&
         matches_ignoring_case(pattern.substr(1), name.substr(1));
}

class FileReader {
 public:
  FileReader(Connection& connection, const IntrospectOptions& options) : connection_(connection), options_(options) {}

  Result<Schema> run() {
    if (auto views = views_can_be_opened(); !views) return std::unexpected(views.error());
    const std::vector<std::string> queries = {
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY rowid",
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'",
        "SELECT m.name, p.name, p.\"notnull\", p.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) p WHERE "
        "m.type = 'table' ORDER BY m.name, "
        "p.cid",
    };
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    read_entries(*(*answers)[0], *(*answers)[1]);
    read_columns(*(*answers)[2]);
    schema_.engine = connection_.engine();
    if (auto tables = make_tables(); !tables) return std::unexpected(tables.error());
    if (auto indexes = make_indexes(); !indexes) return std::unexpected(indexes.error());
    make_sql_objects();
    if (auto found = normalise(schema_); has_errors(found)) return std::unexpected(std::move(found));
    make_unmanaged();
    return std::move(schema_);
  }

 private:
  // SQLite opens every view to tell which tables are another's shadows.
  Result<void> views_can_be_opened() {
    const std::vector<std::string> query = {"SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid"};
    auto answers = connection_.query(query, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    const auto& rows = *answers->front();
    std::vector<ViewText> views;
    for (std::size_t i = 0; i < rows.size(); ++i) views.push_back({std::string(rows.text(i, 0)), rows.text(i, 1)});
    auto found = overgrown_views(views);
    if (!found.empty()) return std::unexpected(std::move(found));
    return {};
  }

  static bool is_nobodys(const std::string& name) { return is_internal(name) || is_bookkeeping_table(name); }

  // What is left out may be beyond what is read here.
  bool excluded(const std::string& name) const {
    return options_.leaves_out([&](const std::string& pattern) { return matches_ignoring_case(pattern, name); });
  }

  void read_entries(const Rows& rows, const Rows& shadows) {
    std::vector<std::string> shadow_names;
    for (std::size_t i = 0; i < shadows.size(); ++i) shadow_names.emplace_back(shadows.text(i, 0));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Entry entry{std::string(rows.text(i, 0)), std::string(rows.text(i, 1)), std::string(rows.text(i, 2)),
                  std::string(rows.text(i, 3))};
      // an index without text belongs to a constraint; a shadow table is part of its virtual table
      const bool part =
          entry.sql.empty() || std::find(shadow_names.begin(), shadow_names.end(), entry.table) != shadow_names.end();
      if (!part && !is_nobodys(entry.table) && !is_nobodys(entry.name)) entries_.push_back(std::move(entry));
    }
  }

  void read_columns(const Rows& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      columns_[std::string(rows.text(i, 0))].push_back(
          {std::string(rows.text(i, 1)), rows.text(i, 2) == "1", rows.text(i, 3)});
  }

  static bool is_virtual(const Entry& entry) {
    const auto words = identifiers(entry.sql);
    return words.size() > 1 && equal_ignoring_case(words[1], "VIRTUAL");
  }

  Result<void> make_tables() {
    for (const auto& entry : entries_) {
      if (entry.type != "table" || is_virtual(entry)) continue;
      auto parsed = parse_create_table(entry.sql);
      if (!parsed && excluded(entry.name)) continue;
      if (!parsed) return in_context(entry, parsed.error());
      parsed->table.name = {"", entry.name};
      if (auto agreed = agrees(parsed->table); !agreed && excluded(entry.name))
        continue;
      else if (!agreed)
        return agreed;
      if (parsed->has_comments) commented_.push_back(entry.name);
      schema_.tables.set({"", entry.name}, std::move(parsed->table));
    }
    return {};
  }

  Result<void> make_indexes() {
    for (const auto& entry : entries_) {
      if (entry.type != "index") continue;
      if (!schema_.tables.contains({"", entry.table})) continue;
      auto parsed = parse_create_index(entry.sql);
      if (!parsed) return in_context(entry, parsed.error());
      parsed->index.name = {entry.name, true};
      schema_.tables.change({"", entry.table},
                            [&](Table& table) { table.indexes.push_back(std::move(parsed->index)); });
    }
    return {};
  }

  static std::unexpected<Diagnostics> in_context(const Entry& entry, Diagnostics diagnostics) {
    for (auto& diagnostic : diagnostics)
      diagnostic.message = fmt::format("{} `{}`: {}", entry.type, entry.name, diagnostic.message);
    return std::unexpected(std::move(diagnostics));
  }

  // What the text was read as must be what SQLite itself sees.
  Result<void> agrees(const Table& table) const {
    const auto seen = columns_.find(table.name.name);
    bool same = seen != columns_.end() && seen->second.size() == table.columns.size();
    for (std::size_t i = 0; same && i < table.columns.size(); ++i) {
      const auto& [name, not_null, hidden] = seen->second[i];
      const auto& column = table.columns[i];
      const std::string_view expected = !column.generated ? "0" : column.generated->stored ? "3" : "2";
      same = name == column.name && hidden == expected &&
             not_null == (column.not_null || is_implied_not_null(table, column));
    }
    if (same) return {};
    return failure(
        "unreadable-definition",
        fmt::format("schemac and SQLite read the stored definition of table `{}` differently", table.name.name), {},
        "nothing was changed; please report the CREATE TABLE text");
  }

  void make_sql_objects() {
    for (const auto& entry : entries_) {
      if (entry.type != "view" && entry.type != "trigger") continue;
      SqlObject object{.kind = entry.type, .name = {"", entry.name}, .definition = entry.sql};
      if (entry.type == "view" && !works(entry.name)) object.depends_on.push_back(what_is_not_there());
      schema_.sql_objects.set({object.kind, object.name}, std::move(object));
    }
  }

  void make_unmanaged() {
    for (const auto& entry : entries_)
      if (entry.type == "table" && is_virtual(entry))
        schema_.unmanaged.push_back({.kind = "virtual table", .name = {"", entry.name}, .definition = entry.sql});
    for (const auto& table : commented_)
      schema_.unmanaged.push_back({.kind = std::string(comment_kind), .name = {"", table}});
  }

  // A view whose tables are gone stays in a database until someone selects from it.
  bool works(const std::string& view) {
    const std::vector<std::string> query = {"SELECT 1 FROM " + quoted_always(view) + " LIMIT 0"};
    return connection_.query(query, "looking whether a view works").has_value();
  }

  struct SeenColumn {
    std::string name;
    bool not_null;
    std::string hidden;
    SeenColumn(std::string n, bool not_null_, std::string_view h)
        : name(std::move(n)), not_null(not_null_), hidden(h) {}
  };

  Connection& connection_;
  const IntrospectOptions& options_;
  Schema schema_;
  std::vector<Entry> entries_;
  std::map<std::string, std::vector<SeenColumn>> columns_;
  std::vector<std::string> commented_;
};

}  // namespace

Result<Schema> introspect_sqlite(Connection& connection, const IntrospectOptions& options) {
  // One snapshot for all queries. The connection is a reader's: it cannot write.
  if (auto begun = connection.execute("BEGIN", "starting to read"); !begun) return std::unexpected(begun.error());
  auto schema = FileReader(connection, options).run();
  const auto ended = connection.execute("COMMIT", "reading the schema");
  if (schema && !ended) return std::unexpected(ended.error());
  return schema;
}

Result<Diagnostics> ask_sqlite(Connection&, Schema&, std::span<const QualifiedName>) { return Diagnostics{}; }

}  // namespace schemac
