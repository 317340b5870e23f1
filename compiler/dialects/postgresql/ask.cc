// Asks the engine how it would store the wanted side's expressions.
//
// Each table is made once more in pg_temp, with its wanted columns, defaults, checks, generated columns and expression indexes;
// what the catalogue then says is what the engine would say of the real one. Names are looked up in pg_temp first, so that an
// enum which only the wanted side has can stand in for itself. The transaction is always rolled back.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dialects/postgresql/ask_objects.h"
#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/current_role.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/postgresql.h"
#include "dialects/postgresql/types.h"

namespace schemac {
namespace postgresql {
namespace {

// A statement that fails must not take the others with it: each is its own subtransaction, and its failure is silent here because
// the same text is refused again, loudly, where it is used.
std::string attempt(const std::string& sql) {
  std::string tag = "$ask$";
  while (sql.find(tag) != std::string::npos) tag.insert(tag.size() - 1, "_");
  return fmt::format("DO {0}BEGIN {1}; EXCEPTION WHEN OTHERS THEN NULL; END{0}", tag, sql);
}

// One expression that was sent, and where its answer goes.
struct Asked {
  std::string table;  // in pg_temp
  char kind;          // d default, g generated, c check, x exclusion, i index
  std::string name;   // of the column, the constraint or the index in pg_temp
  Expression* expression;
  std::size_t key = 0;  // of an index: its key from 1; 0 the predicate
};

class Questions {
 public:
  Questions(const Schema& wanted, std::set<QualifiedName> known_types) : wanted_(wanted), known_types_(std::move(known_types)) {}

  // The statements that make the table and everything with an expression on it.
  void add(Table& table) {
    const auto name = fmt::format("schemac_ask_{}", ++count_);
    std::string columns;
    for (const auto& column : table.columns) {
      if (column.type.user_type) stand_in(*column.type.user_type);
      columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", quote(column.name), temporary(column.type),
                             column.collation ? " COLLATE " + collation_sql(*column.collation) : "");
    }
    tables_.push_back(attempt(fmt::format("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", temporary(name), columns)));
    for (auto& column : table.columns) ask_column(name, table, column);
    int number = 0;
    for (auto& constraint : table.constraints) {
      const auto label = fmt::format("schemac_ask_c{}", ++number);
      if (auto* check = std::get_if<Check>(&constraint.body))
        alter(name, fmt::format("ADD CONSTRAINT {} CHECK ({})", label, moved(check->expression.sql)), {name, 'c', label, &check->expression});
      else if (auto* exclusion = std::get_if<Exclusion>(&constraint.body))
        alter(name, fmt::format("ADD CONSTRAINT {} EXCLUDE {}", label, moved(exclusion->definition.sql)), {name, 'x', label, &exclusion->definition});
    }
    for (auto& index : table.indexes) ask_index(name, index);
  }

  std::vector<std::string> script() const {
    std::vector<std::string> all = {"BEGIN READ WRITE", "SET LOCAL search_path = pg_temp, pg_catalog, public"};
    for (const auto* part : {&types_, &tables_, &details_}) all.insert(all.end(), part->begin(), part->end());
    all.emplace_back("SET LOCAL search_path = ''");
    all.emplace_back(answers());
    all.emplace_back("ROLLBACK");
    return all;
  }

  void take(const Rows& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      const Row row(rows, at);
      for (auto& asked : asked_)
        if (asked.table == row.text(0) && asked.kind == row.letter(1) && asked.name == row.text(2) &&
            asked.key == static_cast<std::size_t>(row.integer(3)))
          asked.expression->sql = settled(asked, row.string(4));
    }
  }

  bool empty() const { return asked_.empty(); }

 private:
  static std::string temporary(const std::string& name) { return "pg_temp." + name; }

  std::string temporary(const Type& type) const {
    auto shown = type;
    if (shown.user_type && stand_ins_.contains(*shown.user_type)) shown.user_type->schema = "pg_temp";
    return type_sql(shown);
  }

  // Makes the enum in pg_temp when the database does not have it with these labels.
  void stand_in(const QualifiedName& type) {
    const auto* wanted = wanted_.enums.find(type);
    if (!wanted || known_types_.contains(type) || !stand_ins_.insert(type).second) return;
    std::string labels;
    for (const auto& label : wanted->labels) labels += (labels.empty() ? "" : ", ") + literal(label);
    types_.push_back(attempt(fmt::format("CREATE TYPE pg_temp.{} AS ENUM ({})", quote(type.name), labels)));
  }

  // The expression with the names of the stand-ins in place of the real ones.
  std::string moved(std::string sql) const {
    for (const auto& type : stand_ins_)
      for (const auto& spelling : {quote(type), type.schema + "." + quote(type.name)})
        for (auto at = sql.find(spelling); at != std::string::npos; at = sql.find(spelling, at + 1))
          sql.replace(at, spelling.size(), "pg_temp." + quote(type.name));
    return sql;
  }

  // And back again. The engine looks into pg_temp first whatever the search path says, so it prints a stand-in without a schema.
  std::string settled(const Asked& asked, std::string sql) const {
    const auto tokens = sql_tokens(sql, postgresql_lexis());
    for (std::size_t at = tokens.size(); at-- > 1;) {
      if (tokens[at - 1].text(sql) != "::") continue;
      const bool qualified = at + 2 < tokens.size() && tokens[at + 1].text(sql) == ".";
      const auto& last = tokens[qualified ? at + 2 : at];
      if (qualified && tokens[at].text(sql) != "pg_temp") continue;
      for (const auto& type : stand_ins_)
        if (unquoted(last.text(sql)) == type.name) {
          sql.replace(tokens[at].begin, last.end - tokens[at].begin, quote(type));
          break;
        }
    }
    if (asked.kind == 'x' && sql.starts_with("EXCLUDE ")) sql.erase(0, 8);
    return sql;
  }

  void alter(const std::string& table, const std::string& action, Asked asked) {
    details_.push_back(attempt(fmt::format("ALTER TABLE {} {}", temporary(table), action)));
    asked_.push_back(std::move(asked));
  }

  void ask_column(const std::string& name, const Table& table, Column& column) {
    if (column.default_value) {
      // a sequence that is not there yet has no spelling but its own
      const auto& objects = column.default_value->objects;
      const bool calls_sequence = std::any_of(objects.begin(), objects.end(), [](const ObjectId& id) { return id.kind == ObjectKind::sequence; });
      if (!calls_sequence)
        alter(name, fmt::format("ALTER COLUMN {} SET DEFAULT {}", quote(column.name), moved(column.default_value->sql)),
              {name, 'd', column.name, &*column.default_value});
    }
    if (!column.generated) return;
    // beside the real column, so that checks and indexes over it need no order
    const auto label = fmt::format("schemac_ask_g{}", table.columns.position(column.name));
    alter(name,
          fmt::format("ADD COLUMN {} {} GENERATED ALWAYS AS ({}) STORED", label, temporary(column.type), moved(column.generated->expression.sql)),
          {name, 'g', label, &column.generated->expression});
  }

  void ask_index(const std::string& name, Index& index) {
    const bool asks =
        index.where || std::any_of(index.keys.begin(), index.keys.end(), [](const IndexKey& key) { return key.expression.has_value(); });
    if (!asks) return;
    const auto label = fmt::format("schemac_ask_i{}", ++indexes_);
    Index copy = index;
    copy.name.text = label;
    copy.attributes.clear();
    for (auto& key : copy.keys)
      if (key.expression) key.expression->sql = moved(key.expression->sql);
    if (copy.where) copy.where->sql = moved(copy.where->sql);
    details_.push_back(attempt(index_definition(QualifiedName{"pg_temp", name}, copy)));
    if (index.where) asked_.push_back({name, 'i', label, &*index.where, 0});
    for (std::size_t at = 0; at < index.keys.size(); ++at)
      if (index.keys[at].expression) asked_.push_back({name, 'i', label, &*index.keys[at].expression, at + 1});
  }

  static std::string answers() {
    return R"(
WITH asked AS (SELECT oid, relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE 'schemac\_ask\_%' AND relkind = 'r')
SELECT c.relname, CASE a.attgenerated WHEN '' THEN 'd' ELSE 'g' END, a.attname, 0, pg_get_expr(d.adbin, d.adrelid)
  FROM asked c JOIN pg_attrdef d ON d.adrelid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
UNION ALL SELECT c.relname, k.contype::text, k.conname, 0, CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) ELSE pg_get_constraintdef(k.oid) END
  FROM asked c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('c', 'x')
UNION ALL SELECT c.relname, 'i', x.relname, k, CASE k WHEN 0 THEN pg_get_expr(i.indpred, i.indrelid) ELSE pg_get_indexdef(i.indexrelid, k, false) END
  FROM asked c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid CROSS JOIN LATERAL generate_series(0, i.indnkeyatts) k)";
  }

  const Schema& wanted_;
  std::set<QualifiedName> known_types_;
  std::set<QualifiedName> stand_ins_;
  std::vector<std::string> types_, tables_, details_;
  std::vector<Asked> asked_;
  int count_ = 0;
  int indexes_ = 0;
};

// A standby, or a role without TEMP, cannot be asked.
Result<bool> can_ask(Connection& connection) {
  const std::vector<std::string> queries = {"SELECT pg_is_in_recovery(), has_database_privilege(current_database(), 'TEMP')"};
  auto answer = connection.query(queries, "asking for the right to make temporary tables on");
  if (!answer) return std::unexpected(answer.error());
  const Row row(*answer->front(), 0);
  return !row.flag(0) && row.flag(1);
}

Result<std::string> connected_role(Connection& connection) {
  const std::vector<std::string> queries = {"SELECT current_user"};
  auto answer = connection.query(queries, "asking for the role on");
  if (!answer) return std::unexpected(answer.error());
  return Row(*answer->front(), 0).string(0);
}

// Enums that the database has, with exactly the labels that are wanted.
Result<std::set<QualifiedName>> present_types(Connection& connection, const Schema& wanted) {
  const std::vector<std::string> queries = {
      "SELECT n.nspname, t.typname, (SELECT array_to_string(array_agg(e.enumlabel ORDER BY e.enumsortorder), E'\\x1f') FROM pg_enum e WHERE "
      "e.enumtypid = t.oid) "
      "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'"};
  auto answer = connection.query(queries, "reading the enums of");
  if (!answer) return std::unexpected(answer.error());
  std::set<QualifiedName> present;
  for (std::size_t at = 0; at < answer->front()->size(); ++at) {
    const Row row(*answer->front(), at);
    const QualifiedName name{row.string(0), row.string(1)};
    const auto* type = wanted.enums.find(name);
    if (type && type->labels == row.list(2)) present.insert(name);
  }
  return present;
}

}  // namespace
}  // namespace postgresql

Result<Diagnostics> ask_postgresql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables) {
  if (tables.empty() && wanted.sql_objects.empty()) return Diagnostics{};
  const auto allowed = postgresql::can_ask(connection);
  if (!allowed) return std::unexpected(allowed.error());
  if (!*allowed)
    return Diagnostics{warning_at("not-asked",
                                  "the server is read-only or grants no temporary tables here, so it was not asked how it spells expressions: "
                                  "one that is written in another way than the server prints it may show as a difference")};
  if (auto role = postgresql::connected_role(connection))
    postgresql::settle_current_role(wanted, *role);
  else
    return std::unexpected(role.error());
  postgresql::settle_all_rights(wanted, connection.engine().major);
  if (auto views = postgresql::ask_about_views(connection, wanted); !views) return std::unexpected(views.error());
  if (tables.empty()) return Diagnostics{};
  auto types = postgresql::present_types(connection, wanted);
  if (!types) return std::unexpected(types.error());
  postgresql::Questions questions(wanted, std::move(*types));
  std::vector<Table> copies;
  copies.reserve(tables.size());
  for (const auto& name : tables)
    if (const auto* table = wanted.tables.find(name)) questions.add(copies.emplace_back(*table));
  if (questions.empty()) return Diagnostics{};
  const auto script = questions.script();
  auto answers = connection.query(script, "asking about expressions on");
  if (!answers) return std::unexpected(answers.error());
  questions.take(*(*answers)[script.size() - 2]);
  for (auto& table : copies) {
    const auto name = table.name;
    wanted.tables.set(name, std::move(table));
  }
  return Diagnostics{};
}

}  // namespace schemac
