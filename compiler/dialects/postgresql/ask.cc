// Asks the engine how it would store the wanted side's expressions.
//
// Each table is made once more in pg_temp with its wanted columns, and each of its defaults, checks, generated columns,
// exclusions and expression indexes is tried on it by itself; what the catalogue then says is what the engine would say
// of the real one. Names are looked up in pg_temp first, so that an enum which only the wanted side has can stand in
// for itself. Everything is undone.
//
// Nothing is sent that is not proved to be one statement with one expression in it (proof.h), and nothing may run code
// of the database's. A default, a check that is NOT VALID and a view's query are stored as they were parsed; what makes
// a generated column or an index is planned too, which computes calls, casts and operators whose arguments are constant
// or become so (`CASE WHEN true THEN 'a' ELSE a END`), so these expressions are asked about as `CHECK ((…) IS NOT NULL)
// NOT VALID` instead. An exclusion has no such form: it is asked about where all of it is pg_catalog's.
//
// What is left is the input of texts. `'{x}'` for an array, a composite or a range of a domain runs the domain's checks
// while it is parsed: where these may call what somebody else wrote, texts are sent for what is pg_catalog's or an enum
// alone.
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

constexpr const char* path_of_questions = "SET LOCAL search_path = pg_temp, pg_catalog, public";
constexpr const char* path_of_the_server = "SET LOCAL search_path = pg_temp, pg_catalog";

// One statement that was sent, and where its answer goes.
struct Asked {
  Expression* expression;
  Question shape;
  std::set<QualifiedName> stand_ins = {};
};

// Whose the types of a table's columns are.
enum class TypesOf { pg_catalog, pg_catalog_and_enums, others };

class Questions {
 public:
  Questions(const Schema& wanted, std::set<QualifiedName> known_types, bool texts_may_run)
      : wanted_(wanted), known_types_(std::move(known_types)), texts_may_run_(texts_may_run) {}

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
    types_ = types_of(table);
    if (types_ != TypesOf::others) group_.first.emplace_back(path_of_the_server);
    if (!add_first(fmt::format("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP", temporary(name_), columns),
                   Question::table))
      return;
    if (types_ != TypesOf::others) group_.first.emplace_back(path_of_questions);
    for (auto& column : table.columns) ask_column(column);
    for (auto& constraint : table.constraints) {
      if (auto* check = std::get_if<Check>(&constraint.body)) ask_condition(check->expression);
      if (auto* exclusion = std::get_if<Exclusion>(&constraint.body)) ask_exclusion(*exclusion);
    }
    for (auto& index : table.indexes) ask_index(index);
    if (!group_.attempts.empty()) groups_.push_back(std::move(group_));
  }

  const std::vector<AttemptGroup>& groups() const { return groups_; }
  bool held_back() const { return held_back_; }

  void take(const std::vector<Attempted>& answers) {
    for (std::size_t at = 0; at < asked_.size(); ++at) {
      if (!answers[at].rows) continue;
      if (answers[at].rows->size() != 1) continue;
      const Row row(*answers[at].rows, 0);
      if (row.is_null(0)) continue;
      if (auto sql = settled(asked_[at], row.string(0)); !sql.empty()) asked_[at].expression->sql = std::move(sql);
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

  TypesOf types_of(const Table& table) const {
    auto out = TypesOf::pg_catalog;
    for (const auto& column : table.columns) {
      if (!column.type.user_type) continue;
      if (!wanted_.enums.contains(*column.type.user_type)) return TypesOf::others;
      out = TypesOf::pg_catalog_and_enums;
    }
    return stand_ins_.empty() ? out : std::max(out, TypesOf::pg_catalog_and_enums);
  }

  void ask(const std::string& statement, Question shape, std::string answer, Expression& expression) {
    const auto sent = with_temporary_types(statement, stand_ins_);
    if (!is_question(sent, shape)) return;
    Attempt attempt;
    const bool planned = shape == Question::exclusion;
    if (planned || (texts_may_run_ && holds_text(sent))) {
      const auto most = planned ? TypesOf::pg_catalog : TypesOf::pg_catalog_and_enums;
      if (types_ > most || names_other_schemas(sent)) {
        held_back_ = held_back_ || !planned;
        return;
      }
      attempt.emplace_back(path_of_the_server);
    }
    attempt.insert(attempt.end(), {sent, "SET LOCAL search_path = ''", std::move(answer)});
    group_.attempts.push_back(std::move(attempt));
    asked_.push_back({.expression = &expression, .shape = shape, .stand_ins = stand_ins_});
  }

  std::string constraint_of(char kind, std::string_view definition) const {
    return fmt::format("SELECT {} FROM pg_constraint WHERE conrelid = {}::regclass AND contype = '{}'", definition,
                       literal(temporary(name_)), kind);
  }

  void ask_default(const Column& column, Expression& expression) {
    ask(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", temporary(name_), quote(column.name),
                    expression.sql),
        Question::column_default,
        fmt::format("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = {}::regclass",
                    literal(temporary(name_))),
        expression);
  }

  // An expression of any type.
  void ask_value(Expression& expression) {
    ask(fmt::format("ALTER TABLE {} ADD CONSTRAINT schemac_value CHECK (({}) IS NOT NULL) NOT VALID", temporary(name_),
                    expression.sql),
        Question::value, constraint_of('c', "pg_get_expr(conbin, conrelid)"), expression);
  }

  void ask_condition(Expression& expression) {
    ask(fmt::format("ALTER TABLE {} ADD CONSTRAINT schemac_check CHECK ({}) NOT VALID", temporary(name_),
                    expression.sql),
        Question::check, constraint_of('c', "pg_get_expr(conbin, conrelid)"), expression);
  }

  void ask_column(Column& column) {
    if (column.default_value) {
      // a sequence that is not there yet has no spelling but its own
      const auto& objects = column.default_value->objects;
      const bool calls_sequence = std::any_of(objects.begin(), objects.end(),
                                              [](const ObjectId& id) { return id.kind == ObjectKind::sequence; });
      if (!calls_sequence) ask_default(column, *column.default_value);
    }
    if (!column.generated) return;
    // what names no column, `'x'`, gets its type from the column, as a default does
    auto& expression = column.generated->expression;
    if (names_columns(expression.sql))
      ask_value(expression);
    else
      ask_default(column, expression);
  }

  void ask_exclusion(Exclusion& exclusion) {
    ask(fmt::format("ALTER TABLE {} ADD CONSTRAINT schemac_exclusion EXCLUDE {}", temporary(name_),
                    exclusion.definition.sql),
        Question::exclusion, constraint_of('x', "pg_get_constraintdef(oid)"), exclusion.definition);
  }

  void ask_index(Index& index) {
    if (index.where) ask_condition(*index.where);
    for (auto& key : index.keys)
      if (key.expression) ask_value(*key.expression);
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
    if (asked.shape == Question::exclusion && sql.starts_with("EXCLUDE ")) sql.erase(0, 8);
    if (asked.shape != Question::value) return sql;
    constexpr std::string_view before = "(", behind = " IS NOT NULL)";
    if (!sql.starts_with(before) || !sql.ends_with(behind)) return {};
    return sql.substr(before.size(), sql.size() - before.size() - behind.size());
  }

  const Schema& wanted_;
  std::set<QualifiedName> known_types_;
  bool texts_may_run_;
  bool held_back_ = false;
  std::set<QualifiedName> stand_ins_;  // of the table that is being asked about
  TypesOf types_ = TypesOf::others;    // its columns'
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
  std::string event_trigger;            // one that runs what somebody else wrote when a temporary object is made
  std::string domain;                   // one whose checks may
};

// Who wrote a function can let it do anything with the rights of whoever has it run. Superusers and the own role are
// trusted, and functions in C, which superusers alone can make; of those and the server's own the immutable ones, since
// query_to_xml() and the like run what they are given.
constexpr const char* whose_code_runs = R"(
WITH trusted AS (SELECT oid FROM pg_roles WHERE rolsuper OR rolname = current_user)
SELECT (SELECT min(e.evtname) FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid
    WHERE e.evtenabled IN ('O', 'A') AND e.evtevent IN ('ddl_command_start', 'ddl_command_end')
      AND p.proowner NOT IN (SELECT oid FROM trusted)),
  (SELECT min(format('%I.%I', n.nspname, t.typname)) FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    CROSS JOIN LATERAL regexp_matches(c.conbin::text, ':(funcid|opfuncid|opno) ([0-9]+)', 'g') m
    LEFT JOIN pg_operator o ON m[1] = 'opno' AND o.oid = m[2]::oid
    LEFT JOIN pg_proc p ON p.oid = CASE m[1] WHEN 'opno' THEN o.oprcode::oid ELSE m[2]::oid END
    LEFT JOIN pg_language l ON l.oid = p.prolang
    WHERE c.contype = 'c' AND m[2] <> '0'
      AND NOT coalesce(p.provolatile = 'i' AND (l.lanname IN ('internal', 'c') OR p.oid < 16384), false)
      AND NOT coalesce(t.typowner IN (SELECT oid FROM trusted) AND p.proowner IN (SELECT oid FROM trusted), false)))";

Result<Session> look_around(Connection& connection, const Schema& wanted) {
  const std::vector<std::string> queries = {
      "SELECT pg_is_in_recovery(), has_database_privilege(current_database(), 'TEMP'), current_user",
      "SELECT n.nspname, t.typname, (SELECT array_to_string(array_agg(e.enumlabel ORDER BY e.enumsortorder), E'\\x1f') "
      "FROM pg_enum e WHERE "
      "e.enumtypid = t.oid) "
      "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'",
      whose_code_runs};
  const auto answers = connection.query(queries, "preparing to ask about expressions on");
  if (!answers) return std::unexpected(answers.error());
  const Row rights(*answers->at(0), 0), code(*answers->at(2), 0);
  Session session{.can_ask = !rights.flag(0) && rights.flag(1),
                  .role = rights.string(2),
                  .known_types = {},
                  .event_trigger = code.string(0),
                  .domain = code.string(1)};
  for (std::size_t at = 0; at < answers->at(1)->size(); ++at) {
    const Row row(*answers->at(1), at);
    const QualifiedName name{row.string(0), row.string(1)};
    const auto* type = wanted.enums.find(name);
    if (type && type->labels == row.list(2)) session.known_types.insert(name);
  }
  return session;
}

constexpr std::string_view so_it_may_show =
    ": an expression written differently from how the server prints it may show as a difference";

std::optional<std::string> why_not(const Session& session) {
  if (!session.can_ask)
    return "the server is read-only or denies temporary tables, so it was not asked how it stores expressions";
  if (!session.event_trigger.empty())
    return fmt::format(
        "the event trigger `{}` would run a function that another role owns, so the server was not asked how it stores "
        "expressions",
        session.event_trigger);
  return std::nullopt;
}

}  // namespace
}  // namespace postgresql

Result<Diagnostics> ask_postgresql(Connection& connection, Schema& wanted, std::span<const QualifiedName> tables) {
  if (tables.empty() && wanted.sql_objects.empty()) return Diagnostics{};
  auto session = postgresql::look_around(connection, wanted);
  if (!session) return std::unexpected(session.error());
  if (const auto reason = postgresql::why_not(*session))
    return Diagnostics{warning_at("not-asked", *reason + std::string(postgresql::so_it_may_show))};
  postgresql::settle_current_role(wanted, session->role);
  postgresql::settle_all_rights(wanted, connection.engine().major);
  const bool texts_may_run = !session->domain.empty();
  auto held_back = postgresql::ask_about_views(connection, wanted, texts_may_run);
  if (!held_back) return std::unexpected(held_back.error());
  postgresql::Questions questions(wanted, std::move(session->known_types), texts_may_run);
  std::vector<Table> copies;
  copies.reserve(tables.size());
  for (const auto& name : tables)
    if (const auto* table = wanted.tables.find(name)) questions.add(copies.emplace_back(*table));
  Diagnostics remarks;
  if (*held_back || questions.held_back())
    remarks.push_back(warning_at(
        "not-asked",
        fmt::format("a check of the domain `{}` calls a function that another role may have written, so the server was "
                    "not asked how it stores expressions with texts in them{}",
                    session->domain, postgresql::so_it_may_show)));
  if (questions.groups().empty()) return remarks;
  const std::vector<std::string> settings = {postgresql::path_of_questions};
  const auto answers = connection.attempt(settings, questions.groups(), "asking about expressions on");
  if (!answers) return std::unexpected(answers.error());
  questions.take(*answers);
  for (auto& table : copies) {
    const auto name = table.name;
    wanted.tables.set(name, std::move(table));
  }
  return remarks;
}

}  // namespace schemac
