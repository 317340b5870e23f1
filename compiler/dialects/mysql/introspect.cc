// Reads a database: SHOW CREATE for what was declared, information_schema for what that leaves to the server and to be
// sure that it was understood.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "dialects/bookkeeping_tables.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/ddl.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/normalise.h"
#include "dialects/mysql/references.h"
#include "dialects/mysql/sql_objects.h"
#include "dialects/mysql/types.h"

namespace schemac {
namespace {

using namespace mysql;

bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*')
    return matches(pattern.substr(1), name) || (!name.empty() && matches(pattern, name.substr(1)));
  return !name.empty() && (pattern.front() == '?' || pattern.front() == name.front()) &&
         matches(pattern.substr(1), name.substr(1));
}

const std::vector<std::string> catalogue_queries = {
    "SELECT DATABASE(), @@GLOBAL.sql_mode, @@SESSION.collation_connection, DEFAULT_COLLATION_NAME FROM "
    "information_schema.SCHEMATA WHERE SCHEMA_NAME "
    "= "
    "DATABASE()",
    "SELECT TABLE_NAME, TABLE_TYPE, coalesce(TABLE_COLLATION, '') FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
    "DATABASE() ORDER BY TABLE_NAME",
    "SELECT TABLE_NAME, COLUMN_NAME, coalesce(COLLATION_NAME, ''), IS_NULLABLE FROM information_schema.COLUMNS WHERE "
    "TABLE_SCHEMA = DATABASE() ORDER "
    "BY "
    "TABLE_NAME, ORDINAL_POSITION",
    // their texts have lost a level of backslashes here: SHOW CREATE TRIGGER has them as they were written
    "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, SQL_MODE, DEFINER, "
    "COLLATION_CONNECTION FROM "
    "information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, "
    "EVENT_MANIPULATION, ACTION_ORDER",
    "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY "
    "ROUTINE_TYPE, ROUTINE_NAME",
    "SELECT EVENT_NAME, STARTS = CREATED FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY "
    "EVENT_NAME"};

struct SeenColumn {
  std::string name, collation;
  bool nullable;
};

// `root@localhost` → `root`@`localhost`
std::string definer(std::string_view who) {
  const auto at = who.rfind('@');
  return quote(who.substr(0, at)) + "@" + quote(at == std::string_view::npos ? std::string_view() : who.substr(at + 1));
}

class CatalogueReader {
 public:
  CatalogueReader(Connection& connection, const IntrospectOptions& options)
      : connection_(connection), options_(options) {}

  Result<Schema> run() {
    auto answers = connection_.query(catalogue_queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    schema_.engine = connection_.engine();
    if (const auto& where = *(*answers)[0]; where.size() == 1) {
      database_ = where.text(0, 0);
      sql_mode_ = where.text(0, 1);
      collation_ = where.text(0, 2);
    }
    read_columns(*(*answers)[2]);
    if (auto tables = read_tables(*(*answers)[1]); !tables) return std::unexpected(tables.error());
    if (auto found = normalise(schema_); has_errors(found)) return std::unexpected(std::move(found));
    if (auto routines = read_routines(*(*answers)[4]); !routines) return std::unexpected(routines.error());
    if (!is_mariadb(schema_.engine) && !schema_.sql_objects.empty()) read_rights_on_routines();
    if (auto events = read_events(*(*answers)[5]); !events) return std::unexpected(events.error());
    if (auto views = read_views(*(*answers)[1]); !views) return std::unexpected(views.error());
    if (auto triggers = read_triggers(*(*answers)[3]); !triggers) return std::unexpected(triggers.error());
    resolve_texts();
    return std::move(schema_);
  }

 private:
  // Of a table: what is left out may be beyond what is read here.
  bool excluded(const std::string& name) const {
    if (is_bookkeeping_table(name)) return true;
    return options_.leaves_out([&](const std::string& pattern) { return matches(pattern, name); });
  }

  void read_columns(const Rows& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      columns_[std::string(rows.text(i, 0))].push_back(
          {std::string(rows.text(i, 1)), canonical_collation(rows.text(i, 2)), rows.text(i, 3) == "YES"});
  }

  // The texts of SHOW CREATE, one for each name.
  Result<std::vector<std::string>> texts(const std::vector<std::string>& queries, std::size_t column) {
    std::vector<std::string> out;
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    for (const auto& answer : *answers)
      out.push_back(answer->size() == 0 || answer->is_null(0, column)
                        ? std::string()
                        : without_database(answer->text(0, column), database_));
    return out;
  }

  // MySQL 5.7 writes the bytes of a binary default as they are, and any that are no letters as `?` to whoever asks for
  // letters. Everything else that it shows is UTF-8 in any case.
  template <class Read>
  std::invoke_result_t<Read> as_stored(const Read& read) {
    const bool shows_bytes = !is_mariadb(connection_.engine()) && !is_at_least(connection_.engine(), 8, 0);
    if (!shows_bytes) return read();
    if (auto set = connection_.execute("SET character_set_results = NULL", "reading the schema"); !set)
      return std::unexpected(set.error());
    auto out = read();
    if (auto set = connection_.execute("SET character_set_results = utf8mb4", "reading the schema"); !set)
      return std::unexpected(set.error());
    return out;
  }

  Result<void> read_tables(const Rows& rows) {
    std::vector<std::string> names, queries, sequences, sequence_queries;
    std::map<std::string, std::string> collations;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string name(rows.text(i, 0));
      const auto type = rows.text(i, 1);
      if (excluded(name)) continue;
      if (type == "SEQUENCE") {
        sequences.push_back(name);
        sequence_queries.push_back("SHOW CREATE SEQUENCE " + quote(name));
      } else if (type == "BASE TABLE" || type == "SYSTEM VERSIONED") {
        names.push_back(name);
        collations[name] = canonical_collation(rows.text(i, 2));
        queries.push_back("SHOW CREATE TABLE " + quote(name));
      } else if (type != "VIEW") {
        schema_.unmanaged.push_back({.kind = lower(type), .name = {{}, name}});
      }
    }
    auto definitions = as_stored([&] { return texts(queries, 1); });
    if (!definitions) return std::unexpected(definitions.error());
    for (std::size_t i = 0; i < names.size(); ++i)
      if (auto read = read_table(names[i], (*definitions)[i], collations[names[i]]); !read) return read;
    definitions = texts(sequence_queries, 1);
    if (!definitions) return std::unexpected(definitions.error());
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      auto sequence = parse_create_sequence((*definitions)[i]);
      if (!sequence) return in_context("sequence", sequences[i], sequence.error());
      schema_.sequences.set({{}, sequences[i]}, std::move(*sequence));
    }
    return {};
  }

  static std::unexpected<Diagnostics> in_context(std::string_view kind, const std::string& name,
                                                 Diagnostics diagnostics) {
    for (auto& diagnostic : diagnostics)
      diagnostic.message = fmt::format("{} `{}`: {}", kind, name, diagnostic.message);
    return std::unexpected(std::move(diagnostics));
  }

  Result<void> read_table(const std::string& name, const std::string& definition, const std::string& collation) {
    auto table = parse_create_table(definition);
    if (!table) return in_context("table", name, table.error());
    table->name = {{}, name};
    if (!collation.empty()) table->attributes["collate"] = collation;
    table->attributes.erase("charset");
    const auto& seen = columns_[name];
    bool same = seen.size() == table->columns.size();
    for (std::size_t i = 0; same && i < seen.size(); ++i) {
      auto& column = table->columns[i];
      same = seen[i].name == column.name;
      column.attributes.erase("charset");
      column.collation = seen[i].collation.empty() ? std::nullopt : std::optional(seen[i].collation);
    }
    if (!same)
      return failure(
          "unreadable-definition",
          fmt::format("the definition of table `{}` was read differently by schemac and by the server", name), {},
          "nothing was changed; please report what SHOW CREATE TABLE says");
    schema_.tables.set({{}, name}, std::move(*table));
    return {};
  }

  // What its text means depends on the session that made it, where that was none like ours.
  // `mode`: unset for a view, which has none.
  void add(SqlObject object, std::optional<std::string_view> mode, std::string_view collation) {
    if (mode && *mode != sql_mode_)
      object.definition = fmt::format("SET SESSION sql_mode = {};\n{}", literal(*mode), object.definition);
    if (!collation.empty() && collation != collation_)
      object.definition =
          fmt::format("SET SESSION collation_connection = {};\n{}", literal(collation), object.definition);
    object.read_back = true;
    const SqlObjectKey key{object.kind, object.name};
    schema_.sql_objects.set(key, std::move(object));
  }

  void resolve_texts() {
    std::vector<SqlObject> resolved;
    for (const auto& [key, object] : schema_.sql_objects) {
      resolved.push_back(*object);
      resolve(resolved.back(), schema_);
    }
    for (auto& object : resolved) schema_.sql_objects.set({object.kind, object.name}, std::move(object));
  }

  Result<void> read_routines(const Rows& rows) {
    std::vector<std::string> queries;
    for (std::size_t i = 0; i < rows.size(); ++i)
      queries.push_back(fmt::format("SHOW CREATE {} {}", rows.text(i, 1), quote(rows.text(i, 0))));
    if (queries.empty()) return {};
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& answer = *(*answers)[i];
      const auto kind = lower(rows.text(i, 1));
      const QualifiedName name{{}, std::string(rows.text(i, 0))};
      if (answer.size() == 0 || answer.is_null(0, 2)) {
        schema_.unmanaged.push_back({.kind = kind, .name = name});  // its text is shown to its owner alone
        continue;
      }
      add({.kind = kind, .name = name, .definition = std::string(answer.text(0, 2))}, answer.text(0, 1),
          answer.text(0, 4));
    }
    return {};
  }

  // What MySQL takes back when a routine is dropped, and gives only to whoever makes it again
  // (automatic_sp_privileges). MariaDB replaces routines. Who may not read the table does not know.
  void read_rights_on_routines() {
    static const std::vector<std::string> question = {
        "SELECT Routine_name, Routine_type, Proc_priv, User, Host FROM mysql.procs_priv WHERE Db = DATABASE() AND "
        "Proc_priv <> '' AND @@automatic_sp_privileges = 1 AND NOT (CONCAT(User, '@', Host) = CURRENT_USER() AND "
        "NOT FIND_IN_SET('Grant', Proc_priv)) ORDER BY User, Host"};
    const auto answers = connection_.query(question, "reading who may run routines of");
    if (!answers) return;
    std::map<SqlObjectKey, std::vector<std::string>> rights;
    const auto& rows = *answers->front();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto words = std::string(rows.text(i, 2));
      for (char& c : words) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      for (auto at = words.find(','); at != std::string::npos; at = words.find(',', at + 2)) words.replace(at, 1, ", ");
      rights[{lower(rows.text(i, 1)), {{}, lower(rows.text(i, 0))}}].push_back(
          fmt::format("{} to {}@{}", words, rows.text(i, 3), rows.text(i, 4)));
    }
    std::vector<SqlObjectKey> routines;
    for (const auto& [key, object] : schema_.sql_objects)
      if (key.kind == "function" || key.kind == "procedure") routines.push_back(key);
    for (const auto& key : routines)
      schema_.sql_objects.change(key, [&](SqlObject& routine) {
        routine.rights = rights[{key.kind, {{}, lower(key.name.name)}}];
      });
  }

  Result<void> read_events(const Rows& rows) {
    std::vector<std::string> queries;
    for (std::size_t i = 0; i < rows.size(); ++i) queries.push_back("SHOW CREATE EVENT " + quote(rows.text(i, 0)));
    if (queries.empty()) return {};
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& answer = *(*answers)[i];
      if (answer.size() == 0) continue;
      auto text = std::string(answer.text(0, 3));
      if (rows.text(i, 1) == "1") text = without_start(text);
      add({.kind = "event", .name = {{}, std::string(rows.text(i, 0))}, .definition = std::move(text)},
          answer.text(0, 1), answer.text(0, 5));
    }
    return {};
  }

  // An event that was told no beginning begins when it is made: that moment is nobody's wish.
  static std::string without_start(const std::string& text) {
    const auto tokens = sql_tokens(text, lexis);
    for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
      if (equal_ignoring_case(tokens[at].text(text), "STARTS") && tokens[at + 1].kind == SqlTokenKind::string)
        return text.substr(0, tokens[at - 1].end) + text.substr(tokens[at + 1].end);
    return text;
  }

  struct ShownView {
    std::string text, collation;
  };
  Result<std::vector<ShownView>> shown_views(const std::vector<std::string>& queries) {
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    std::vector<ShownView> out;
    for (const auto& answer : *answers)
      out.push_back(answer->size() == 0
                        ? ShownView{}
                        : ShownView{without_database(answer->text(0, 1), database_), std::string(answer->text(0, 3))});
    return out;
  }

  Result<void> read_views(const Rows& rows) {
    std::vector<std::string> names, queries;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows.text(i, 1) == "VIEW" && !is_bookkeeping_table(rows.text(i, 0))) {
        names.emplace_back(rows.text(i, 0));
        queries.push_back("SHOW CREATE VIEW " + quote(rows.text(i, 0)));
      }
    if (queries.empty()) return {};
    auto shown = shown_views(queries);
    std::vector<SqlObject> views;
    std::vector<std::string> collations;
    for (std::size_t i = 0; i < names.size(); ++i) {
      // one that is broken may stop the others: then each is asked for by itself
      auto one = shown ? Result<std::vector<ShownView>>(std::vector{(*shown)[i]}) : shown_views({queries[i]});
      if (one && !one->front().text.empty()) {
        views.push_back({.kind = "view", .name = {{}, names[i]}, .definition = one->front().text});
        collations.push_back(one->front().collation);
      } else {
        schema_.unmanaged.push_back({.kind = "view", .name = {{}, names[i]}, .works = false});
      }
    }
    for (std::size_t i = 0; i < views.size(); ++i) add(std::move(views[i]), std::nullopt, collations[i]);
    return {};
  }

  struct SeenTrigger {
    QualifiedName name;
    std::string table, timing, event, mode, definer, collation;

    std::string moment() const { return fmt::format("{} {} {}", table, timing, event); }
  };

  // Several triggers of one moment run in their order, and one that is made stands last unless it is told whom it
  // follows.
  Result<void> read_triggers(const Rows& rows) {
    std::vector<SeenTrigger> triggers;
    std::vector<std::string> queries;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto text = [&](std::size_t column) { return std::string(rows.text(i, column)); };
      SeenTrigger seen{{{}, text(0)}, text(1), text(2), text(3), text(4), text(5), text(6)};
      if (!schema_.tables.contains({{}, seen.table})) continue;  // its table was left out
      queries.push_back("SHOW CREATE TRIGGER " + quote(seen.name.name));
      triggers.push_back(std::move(seen));
    }
    if (queries.empty()) return {};
    auto answers = connection_.query(queries, "reading the schema");
    if (!answers) return std::unexpected(answers.error());
    const SeenTrigger* before = nullptr;
    for (std::size_t i = 0; i < triggers.size(); ++i) {
      const auto& answer = *(*answers)[i];
      if (answer.size() == 0 || answer.is_null(0, 2)) {
        schema_.unmanaged.push_back(
            {.kind = "trigger", .name = triggers[i].name});  // its text is shown to its owner alone
        continue;
      }
      const bool follows = before && before->moment() == triggers[i].moment();
      if (auto added = add_trigger(triggers[i], answer.text(0, 2), follows ? before->name.name : std::string()); !added)
        return added;
      before = &triggers[i];
    }
    return {};
  }

  Result<void> add_trigger(const SeenTrigger& seen, std::string_view statement, const std::string& follows) {
    const auto body = trigger_body(statement, seen.mode);
    if (body.empty())
      return failure("unreadable-definition",
                     fmt::format("the definition of trigger `{}` was not understood", seen.name.name), {},
                     "nothing was changed; please report what SHOW CREATE TRIGGER says");
    SqlObject trigger{.kind = "trigger", .name = seen.name, .definition = {}};
    trigger.definition = fmt::format("CREATE DEFINER={} TRIGGER {} {} {} ON {} FOR EACH ROW {}{}",
                                     definer(seen.definer), quote(seen.name.name), seen.timing, seen.event,
                                     quote(seen.table), follows.empty() ? "" : "FOLLOWS " + quote(follows) + " ", body);
    add(std::move(trigger), seen.mode, seen.collation);
    return {};
  }

  Connection& connection_;
  const IntrospectOptions& options_;
  Schema schema_;
  std::string database_, sql_mode_, collation_;
  std::map<std::string, std::vector<SeenColumn>> columns_;
};

}  // namespace

Result<Schema> introspect_mysql(Connection& connection, const IntrospectOptions& options) {
  if (auto begun = connection.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", "starting to read");
      !begun)
    return std::unexpected(begun.error());
  auto schema = CatalogueReader(connection, options).run();
  const auto ended = connection.execute("COMMIT", "reading the schema");
  if (schema && !ended) return std::unexpected(ended.error());
  return schema;
}

Result<std::string> sql_mode_of_mysql(Connection& connection) {
  const std::vector<std::string> query = {"SELECT @@GLOBAL.sql_mode"};
  const auto answers = connection.query(query, "asking for the SQL mode of");
  if (!answers) return std::unexpected(answers.error());
  return std::string((*answers)[0]->text(0, 0));
}

// A text that states no collation, and no version, means those of the database that it is for.
Result<Diagnostics> ask_mysql(Connection& connection, Schema& wanted, std::span<const QualifiedName>) {
  const std::vector<std::string> query = {catalogue_queries[0]};
  auto answers = connection.query(query, "reading the database's collation");
  if (!answers) return std::unexpected(answers.error());
  wanted.engine = connection.engine();
  if ((*answers)[0]->size() == 0) return Diagnostics{};
  const auto own = canonical_collation((*answers)[0]->text(0, 3));
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : wanted.tables) names.push_back(name);
  for (const auto& name : names)
    wanted.tables.change(name, [&](Table& table) { table.attributes.try_emplace("collate", own); });
  return Diagnostics{};
}

}  // namespace schemac
