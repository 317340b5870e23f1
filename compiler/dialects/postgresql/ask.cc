// Asks the engine how it would store the wanted side's expressions.
//
// Each table is made once more in pg_temp with its wanted columns, and each of its defaults, checks, generated columns,
// exclusions and expression indexes is tried on it by itself; what the catalogue then says is what the engine would say
// of the real one. Names are looked up in pg_temp first, so that an enum which only the wanted side has can stand in
// for itself. Everything is undone.
//
// Nothing is sent that is not proved to be one statement with one expression in it (proof.h). A default, a check that
// is NOT VALID and a view's query are stored and not computed. Of a generated column, an index or an exclusion the
// server computes what has constants alone to work on: there, functions are found in pg_catalog and nowhere else.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "dialects/postgresql/ask_objects.h"
#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/current_role.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/postgresql.h"
#include "dialects/postgresql/proof.h"
#include "dialects/postgresql/types.h"

namespace schemac {
namespace postgresql {
namespace {

// One statement that was sent, and where its answers go: of an index several, by key from 1, 0 the predicate.
struct Asked {
  std::map<std::int64_t, Expression*> expressions;
  std::set<QualifiedName> stand_ins;
  bool exclusion = false;
};

class Questions {
 public:
  Questions(const Schema& wanted, std::set<QualifiedName> known_types)
      : wanted_(wanted), known_types_(std::move(known_types)) {}

  // The table, and everything with an expression on it.
  void add(Table& table) {
    stand_ins_.clear();
    group_ = {};
    name_ = fmt::format("schemac_ask_{}", groups_.size() + 1);
    for (const auto& column : table.columns) {
      if (column.type.user_type) stand_in(*column.type.user_type);
      if (column.default_value) stand_in(*column.default_value);
      if (column.generated) stand_in(column.generated->expression);
    }
    for (const auto& constraint : table.constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body)) stand_in(check->expression);
    std::string columns;
    for (const auto& column : table.columns)
      columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", quote(column.name), temporary(column.type),
                             column.collation ? " COLLATE " + collation_sql(*column.collation) : "");
    if (!add_first(fmt::format("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", temporary(name_), columns),
                   Question::table))
      return;
    for (auto& column : table.columns) ask_column(column);
    for (auto& constraint : table.constraints) {
      if (auto* check = std::get_if<Check>(&constraint.body)) ask_check(*check);
      if (auto* exclusion = std::get_if<Exclusion>(&constraint.body)) ask_exclusion(*exclusion);
    }
    for (auto& index : table.indexes) ask_index(index);
    if (!group_.attempts.empty()) groups_.push_back(std::move(group_));
  }

  const std::vector<AttemptGroup>& groups() const { return groups_; }

  void take(const std::vector<Attempted>& answers) {
    for (std::size_t at = 0; at < asked_.size(); ++at) {
      if (!answers[at].rows) continue;
      for (std::size_t number = 0; number < answers[at].rows->size(); ++number) {
        const Row row(*answers[at].rows, number);
        const auto place = asked_[at].expressions.find(row.integer(0));
        if (place != asked_[at].expressions.end() && !row.is_null(1))
          place->second->sql = settled(asked_[at], row.string(1));
      }
    }
  }

 private:
  static std::string temporary(const std::string& name) { return "pg_temp." + name; }

  std::string temporary(const Type& type) const {
    auto shown = type;
    if (shown.user_type && stand_ins_.contains(*shown.user_type)) shown.user_type->schema = "pg_temp";
    return type_sql(shown);
  }

  void stand_in(const Expression& expression) {
    for (const auto& object : expression.objects)
      if (object.kind == ObjectKind::type) stand_in(object.name);
  }

  // Makes the enum in pg_temp when the database does not have it with these labels.
  void stand_in(const QualifiedName& type) {
    const auto* wanted = wanted_.enums.find(type);
    if (!wanted || known_types_.contains(type) || !stand_ins_.insert(type).second) return;
    std::string labels;
    for (const auto& label : wanted->labels) labels += (labels.empty() ? "" : ", ") + literal(label);
    add_first(fmt::format("CREATE TYPE pg_temp.{} AS ENUM ({})", quote(type.name), labels), Question::enumeration);
  }

  bool add_first(std::string statement, Question shape) {
    if (!is_question(statement, shape)) return false;
    group_.first.push_back(std::move(statement));
    return true;
  }

  void ask(const std::string& statement, Question shape, std::string answer, Asked asked) {
    const auto sent = with_temporary_types(statement, stand_ins_);
    if (!is_question(sent, shape)) return;
    Attempt attempt;
    if (shape == Question::generated || shape == Question::index || shape == Question::exclusion) {
      const auto calls = constant_calls(sent);
      if (calls == ConstantCalls::of_other_schemas) return;
      if (calls != ConstantCalls::none) attempt.emplace_back("SET LOCAL search_path = pg_temp, pg_catalog");
    }
    attempt.insert(attempt.end(), {sent, "SET LOCAL search_path = ''", std::move(answer)});
    group_.attempts.push_back(std::move(attempt));
    asked.stand_ins = stand_ins_;
    asked_.push_back(std::move(asked));
  }

  static std::string default_of(const std::string& table) {
    return fmt::format("SELECT 0, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = {}::regclass",
                       literal(temporary(table)));
  }

  std::string constraint_of(char kind, std::string_view definition) const {
    return fmt::format("SELECT 0, {} FROM pg_constraint WHERE conrelid = {}::regclass AND contype = '{}'", definition,
                       literal(temporary(name_)), kind);
  }

  void ask_column(Column& column) {
    if (column.default_value) {
      // a sequence that is not there yet has no spelling but its own
      const auto& objects = column.default_value->objects;
      const bool calls_sequence = std::any_of(objects.begin(), objects.end(),
                                              [](const ObjectId& id) { return id.kind == ObjectKind::sequence; });
      if (!calls_sequence)
        ask(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", temporary(name_), quote(column.name),
                        column.default_value->sql),
            Question::column_default, default_of(name_),
            {.expressions = {{0, &*column.default_value}}, .stand_ins = {}});
    }
    if (!column.generated) return;
    const auto table = name_ + "_generated";
    ask(fmt::format(
            "CREATE TEMPORARY TABLE {} (LIKE {}, schemac_generated {} GENERATED ALWAYS AS ({}) STORED) ON COMMIT DROP",
            temporary(table), temporary(name_), temporary(column.type), column.generated->expression.sql),
        Question::generated, default_of(table), {.expressions = {{0, &column.generated->expression}}, .stand_ins = {}});
  }

  void ask_check(Check& check) {
    ask(fmt::format("ALTER TABLE {} ADD CONSTRAINT schemac_check CHECK ({}) NOT VALID", temporary(name_),
                    check.expression.sql),
        Question::check, constraint_of('c', "pg_get_expr(conbin, conrelid)"),
        {.expressions = {{0, &check.expression}}, .stand_ins = {}});
  }

  void ask_exclusion(Exclusion& exclusion) {
    ask(fmt::format("ALTER TABLE {} ADD CONSTRAINT schemac_exclusion EXCLUDE {}", temporary(name_),
                    exclusion.definition.sql),
        Question::exclusion, constraint_of('x', "pg_get_constraintdef(oid)"),
        {.expressions = {{0, &exclusion.definition}}, .stand_ins = {}, .exclusion = true});
  }

  void ask_index(Index& index) {
    Asked asked;
    if (index.where) asked.expressions[0] = &*index.where;
    for (std::size_t at = 0; at < index.keys.size(); ++at)
      if (index.keys[at].expression) asked.expressions[static_cast<std::int64_t>(at) + 1] = &*index.keys[at].expression;
    if (asked.expressions.empty()) return;
    Index copy = index;
    copy.name.text = "schemac_index";
    copy.attributes.clear();
    ask(index_definition(QualifiedName{"pg_temp", name_}, copy), Question::index,
        fmt::format("SELECT k, CASE k WHEN 0 THEN pg_get_expr(indpred, indrelid) ELSE pg_get_indexdef(indexrelid, k, "
                    "false) END "
                    "FROM pg_index CROSS JOIN LATERAL generate_series(0, indnkeyatts) k WHERE indrelid = {}::regclass",
                    literal(temporary(name_))),
        std::move(asked));
  }

  // The engine looks into pg_temp first whatever the search path says, so it prints a stand-in without a schema.
  std::string settled(const Asked& asked, std::string sql) const {
    const auto tokens = sql_tokens(sql, postgresql_lexis());
    for (std::size_t at = tokens.size(); at-- > 1;) {
      if (tokens[at - 1].text(sql) != "::") continue;
      const bool qualified = at + 2 < tokens.size() && tokens[at + 1].text(sql) == ".";
      const auto& last = tokens[qualified ? at + 2 : at];
      if (qualified && tokens[at].text(sql) != "pg_temp") continue;
      for (const auto& type : asked.stand_ins)
        if (unquoted(last.text(sql)) == type.name) {
          sql.replace(tokens[at].begin, last.end - tokens[at].begin, quote(type));
          break;
        }
    }
    if (asked.exclusion && sql.starts_with("EXCLUDE ")) sql.erase(0, 8);
    return sql;
  }

  const Schema& wanted_;
  std::set<QualifiedName> known_types_;
  std::set<QualifiedName> stand_ins_;  // of the table that is being asked about
  std::string name_;                   // its own, in pg_temp
  AttemptGroup group_;
  std::vector<AttemptGroup> groups_;
  std::vector<Asked> asked_;  // in the order of the attempts
};

// What is to be known before anything is asked.
struct Session {
  bool can_ask = false;  // not a standby's, nor a role's without TEMP
  std::string role;
  std::set<QualifiedName> known_types;  // enums that the database has, with exactly the labels that are wanted
};

Result<Session> look_around(Connection& connection, const Schema& wanted) {
  const std::vector<std::string> queries = {
      "SELECT pg_is_in_recovery(), has_database_privilege(current_database(), 'TEMP'), current_user",
      "SELECT n.nspname, t.typname, (SELECT array_to_string(array_agg(e.enumlabel ORDER BY e.enumsortorder), E'\\x1f') "
      "FROM pg_enum e WHERE "
      "e.enumtypid = t.oid) "
      "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'"};
  const auto answers = connection.query(queries, "preparing to ask about expressions on");
  if (!answers) return std::unexpected(answers.error());
  const Row rights(*answers->front(), 0);
  Session session{.can_ask = !rights.flag(0) && rights.flag(1), .role = rights.string(2), .known_types = {}};
  for (std::size_t at = 0; at < answers->back()->size(); ++at) {
    const Row row(*answers->back(), at);
    const QualifiedName name{row.string(0), row.string(1)};
    const auto* type = wanted.enums.find(name);
    if (type && type->labels == row.list(2)) session.known_types.insert(name);
  }
  return session;
}

}  // namespace
}  // namespace postgresql

Result<Diagnostics> ask_postgresql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables) {
  if (tables.empty() && wanted.sql_objects.empty()) return Diagnostics{};
  auto session = postgresql::look_around(connection, wanted);
  if (!session) return std::unexpected(session.error());
  if (!session->can_ask)
    return Diagnostics{
        warning_at("not-asked",
                   "the server is read-only or denies temporary tables, so it was not asked how it stores expressions: "
                   "an expression written differently from how the server prints it may show as a difference")};
  postgresql::settle_current_role(wanted, session->role);
  postgresql::settle_all_rights(wanted, connection.engine().major);
  if (auto views = postgresql::ask_about_views(connection, wanted); !views) return std::unexpected(views.error());
  postgresql::Questions questions(wanted, std::move(session->known_types));
  std::vector<Table> copies;
  copies.reserve(tables.size());
  for (const auto& name : tables)
    if (const auto* table = wanted.tables.find(name)) questions.add(copies.emplace_back(*table));
  if (questions.groups().empty()) return Diagnostics{};
  const std::vector<std::string> settings = {"SET LOCAL search_path = pg_temp, pg_catalog, public"};
  const auto answers = connection.attempt(settings, questions.groups(), "asking about expressions on");
  if (!answers) return std::unexpected(answers.error());
  questions.take(*answers);
  for (auto& table : copies) {
    const auto name = table.name;
    wanted.tables.set(name, std::move(table));
  }
  return Diagnostics{};
}

}  // namespace schemac
