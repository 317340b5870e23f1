#include "dialects/mysql/statements.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "dialects/mysql/alter.h"
#include "dialects/mysql/definitions.h"
#include "dialects/mysql/locks.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/sql_objects.h"

namespace schemac::mysql {
namespace {

using Statements = std::vector<Statement>;

constexpr std::string_view mode_of_server = "SET SESSION sql_mode = @@GLOBAL.sql_mode";

[[noreturn]] Statements never(std::string_view what) { broken_invariant(fmt::format("MySQL has no `{}`", what)); }

// A default such as '0000-00-00' is refused in the modes that most servers run in, in whatever statement about its
// table.
bool has_zero_date(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
    const auto family = column.type.portable.family;
    const bool dated = family == TypeFamily::timestamp || family == TypeFamily::date;
    return dated && column.default_value && column.default_value->sql.find("-00") != std::string::npos;
  });
}

Statements allowing_zero_dates(const Table& table, Statements statements) {
  if (statements.empty() || !has_zero_date(table)) return statements;
  statements.insert(
      statements.begin(),
      plain("SET SESSION sql_mode = REPLACE(REPLACE(@@SESSION.sql_mode, 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', '')"));
  statements.push_back(plain(std::string(mode_of_server)));
  return statements;
}

// `"x"`, `'\\'` and `a || b` mean something else to a session whose SQL mode says so.
bool depends_on_mode(std::string_view sql) {
  if (sql.find_first_of("\"\\|") == std::string_view::npos) return false;
  return std::ranges::any_of(sql_tokens(sql, lexis), [&](const SqlToken& token) {
    const auto text = token.text(sql);
    const bool is_text = token.kind == SqlTokenKind::string || text.starts_with('"');
    return text == "||" || (is_text && (text.starts_with('"') || text.find('\\') != std::string_view::npos));
  });
}

// Whatever mode the server has for everyone. A routine and its kin keep the mode in which they are made, and are made
// in theirs.
bool keeps_its_mode(const Operation& operation) {
  return std::visit(
      Overloaded{[](const CreateSqlObject& op) { return op.object.kind != "view"; },
                 [](const ReplaceSqlObject& op) { return op.after.kind != "view"; }, [](const auto&) { return false; }},
      operation.variant());
}

bool has_expressions(const Table& table) {
  return table.attributes.contains("partition_by") ||
         std::ranges::any_of(table.columns,
                             [](const Column& column) { return column.generated || column.default_value; }) ||
         std::ranges::any_of(table.constraints,
                             [](const Constraint& one) { return std::holds_alternative<Check>(one.body); }) ||
         std::ranges::any_of(table.indexes, [](const Index& index) {
           return std::ranges::any_of(index.keys, [](const IndexKey& key) { return key.expression.has_value(); });
         });
}

// MySQL reads the expressions of a table again, in the session's mode, whenever something is changed about it.
bool reads_in_mode(const Statement& statement, const Schema& before) {
  if (depends_on_mode(statement.sql)) return true;
  if (is_mariadb(before.engine)) return false;
  return std::ranges::any_of(statement.locks, [&](const LockTaken& lock) {
    const auto* table = lock.object.kind == ObjectKind::table ? before.tables.find(lock.object.name) : nullptr;
    return table && has_expressions(*table) && depends_on_mode(create_table_sql(*table, before.engine));
  });
}

Statements in_the_usual_mode(Statements statements, const Schema& before) {
  if (std::ranges::none_of(statements, [&](const Statement& one) { return reads_in_mode(one, before); }))
    return statements;
  statements.insert(
      statements.begin(),
      plain("SET SESSION sql_mode = REPLACE(REPLACE(REPLACE(REPLACE(@@SESSION.sql_mode, 'ANSI_QUOTES', ''), "
            "'ANSI', ''), 'NO_BACKSLASH_ESCAPES', ''), 'PIPES_AS_CONCAT', '')"));
  if (statements.back().sql != mode_of_server) statements.push_back(plain(std::string(mode_of_server)));
  return statements;
}

// A column that begins to number itself would take its zeros for numbers still to be given.
bool begins_to_number(const Table& before, const Table& after) {
  return std::any_of(after.columns.begin(), after.columns.end(), [&](const Column& column) {
    const auto* had = before.columns.find(column.name);
    return column.identity && had && !had->identity;
  });
}

Statements keeping_zero_keys(const Table& before, const Table& after, Statements statements) {
  if (statements.empty() || !begins_to_number(before, after)) return statements;
  statements.insert(statements.begin(),
                    plain("SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')"));
  statements.push_back(plain("SET SESSION sql_mode = @@GLOBAL.sql_mode"));
  return statements;
}

// The older forms of rows of a system-versioned table stay as they are, which MariaDB wants to be told.
Statements keeping_history(const Table& table, Statements statements) {
  if (statements.empty() || !table.attributes.contains("system_versioning")) return statements;
  statements.insert(statements.begin(), plain("SET SESSION system_versioning_alter_history = 'KEEP'"));
  statements.push_back(plain("SET SESSION system_versioning_alter_history = 'ERROR'"));
  return statements;
}

Statements alter(const Table& before, const Table& after, const Engine& engine) {
  auto statements = keeping_zero_keys(before, after, alter_table(before, after, engine));
  return keeping_history(before, allowing_zero_dates(after, std::move(statements)));
}

class StatementWriter {
 public:
  StatementWriter(const Schema& before, const Schema& after)
      : before_(before), after_(after), engine_(before.engine.major ? before.engine : after.engine) {}

  Statements operator()(const CreateTable& op) const {
    Statements out{on_table(create_table_sql(op.table, engine_), op.table.name)};
    std::vector<std::string> lent;
    for (const auto& column : op.table.columns)
      if (is_lent_a_default(column, engine_)) lent.push_back(column.name);
    if (!lent.empty()) out.push_back(on_table(taking_back_defaults(op.table, lent), op.table.name));
    return allowing_zero_dates(op.table, std::move(out));
  }
  Statements operator()(const DropTable& op) const {
    return {on_table("DROP TABLE " + quote(op.table.name), op.table.name)};
  }
  Statements operator()(const RenameTable& op) const {
    return {on_table(fmt::format("RENAME TABLE {} TO {}", quote(op.from), quote(op.to)), op.from)};
  }
  Statements operator()(const RebuildTable& op) const { return alter(op.before, op.after, engine_); }
  Statements operator()(const RenameColumn& op) const { return rename_column(op); }

  Statements operator()(const AlterColumnType& op) const { return op.conversion ? relabelled(op) : altered(op.table); }

  // Whatever changes inside of one table is what leads from the one form of it to the other.
  template <class Op>
  requires requires(const Op& op) { op.table.name; }
  Statements operator()(const Op& op) const { return altered(op.table); }

  Statements operator()(const SetComment& op) const {
    if (op.object.kind != ObjectKind::sequence) return altered(op.object.name);
    const auto* sequence = after_.sequences.find(op.object.name);
    return sequence ? alter_sequence(*sequence) : Statements{};
  }
  Statements operator()(const Backfill& op) const { return backfill(op); }

  Statements operator()(const CreateSequence& op) const {
    return {plain(fmt::format("CREATE SEQUENCE {} {}{}", quote(op.sequence.name), sequence_definition(op.sequence),
                              sequence_options(op.sequence)))};
  }
  Statements operator()(const DropSequence& op) const { return {plain("DROP SEQUENCE " + quote(op.sequence.name))}; }
  Statements operator()(const RenameSequence& op) const {
    return {plain(fmt::format("RENAME TABLE {} TO {}", quote(op.from), quote(op.to)))};
  }
  Statements operator()(const AlterSequence& op) const { return alter_sequence(op.after); }

  Statements operator()(const CreateSqlObject& op) const { return all(creation_of(op.object)); }
  Statements operator()(const DropSqlObject& op) const { return all(removal_of(op.object)); }
  Statements operator()(const ReplaceSqlObject& op) const { return all(replacement_of(op.after)); }

  Statements operator()(const AttachPartition&) const { return never("attach-partition"); }
  Statements operator()(const DetachPartition&) const { return never("detach-partition"); }
  Statements operator()(const CreateSchema&) const { return never("create-schema"); }
  Statements operator()(const RenameSqlObject& op) const { return all(renaming_of(op.from, op.to)); }
  Statements operator()(const RenameSchema&) const { return never("rename-schema"); }
  Statements operator()(const DropSchema&) const { return never("drop-schema"); }
  Statements operator()(const CreateEnum&) const { return never("create-enum"); }
  Statements operator()(const DropEnum&) const { return never("drop-enum"); }
  Statements operator()(const RenameEnum&) const { return never("rename-enum"); }
  Statements operator()(const RenameEnumLabel&) const { return never("rename-enum-label"); }
  Statements operator()(const AlterEnum&) const { return never("alter-enum"); }

 private:
  static Statements all(const std::vector<std::string>& texts) {
    Statements out;
    for (const auto& sql : texts) out.push_back(plain(sql));
    return out;
  }

  Statements altered(const QualifiedName& name) const {
    const auto* before = before_.tables.find(name);
    const auto* after = after_.tables.find(name);
    if (!before || !after) broken_invariant("a table that is altered is there");
    return alter(*before, *after, engine_);
  }

  // With the labels of both sides while the rows that hold one that goes get another.
  Statements relabelled(const AlterColumnType& op) const {
    const auto* before = before_.tables.find(op.table);
    const auto* after = after_.tables.find(op.table);
    if (!before || !after) broken_invariant("a table whose labels change is there");
    Table between = *after;
    auto& labels = between.columns.find(op.after.name)->type.arguments;
    labels = op.before.type.arguments;
    for (const auto& label : op.after.type.arguments)
      if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
    auto out = alter(*before, between, engine_);
    const auto column = quote(op.after.name);
    auto set = fmt::format("{} = ({})", column, *op.conversion);
    for (const auto& other : after->columns)
      if (other.attributes.contains("on_update")) set += fmt::format(", {0} = {0}", quote(other.name));
    auto update =
        on_table(fmt::format("UPDATE {} SET {} WHERE NOT ({} <=> ({}))", quote(op.table), set, column, *op.conversion),
                 op.table);
    update.scans = update.rewrites = true;
    out.push_back(std::move(update));
    std::ranges::move(alter(between, *after, engine_), std::back_inserter(out));
    return out;
  }

  // Where the next number comes from stays: START is said when a sequence is made, RESTART moves it.
  Statements alter_sequence(const Sequence& after) const {
    const auto* before = before_.sequences.find(after.name);
    Statements out;
    if (!before || sequence_definition(*before) != sequence_definition(after))
      out.push_back(plain(fmt::format("ALTER SEQUENCE {} {}", quote(after.name), sequence_definition(after))));
    if (!before || sequence_options(*before) == sequence_options(after)) return out;
    auto options = sequence_options(after);
    if (before->attributes.contains("engine") && !after.attributes.contains("engine")) options += " ENGINE=InnoDB";
    if (before->comment && !after.comment) options += " COMMENT=''";
    out.push_back(plain(fmt::format("ALTER TABLE {}{}", quote(after.name), options)));
    return out;
  }

  // Older servers know no RENAME COLUMN and want the whole column said again.
  Statements rename_column(const RenameColumn& op) const {
    const bool by_name = is_mariadb(engine_) ? is_at_least(engine_, 10, 5, 2) : is_at_least(engine_, 8, 0);
    const auto* before = before_.tables.find(op.table);
    const auto* after = after_.tables.find(op.table);
    const auto* column = after ? after->columns.find(op.to) : nullptr;
    if (!before || !column) broken_invariant("a column that is renamed is there");
    auto clauses = around_rename(op, *before, *after);
    clauses.insert(
        clauses.begin() + static_cast<std::ptrdiff_t>(drops_before_rename(op, *before).size()),
        by_name ? fmt::format("RENAME COLUMN {} TO {}", quote(op.from), quote(op.to))
                : fmt::format("CHANGE COLUMN {} {}", quote(op.from), column_definition(*after, *column, engine_)));
    const bool copies = !is_mariadb(engine_) && (clauses.size() > 1 || copies_with_its_columns(*after, engine_));
    Statements out{altering(fmt::format("ALTER TABLE {} {}", quote(op.table), fmt::join(clauses, ",\n  ")), op.table,
                            copies ? Algorithm::copy : Algorithm::instant, false)};
    if (!by_name && is_lent_a_default(*column, engine_))
      out.push_back(on_table(taking_back_defaults(*after, {column->name}), op.table));
    // and MySQL 5.7 takes another column for the key's where some are virtual
    const bool confuses = !is_mariadb(engine_) && !by_name &&
                          std::any_of(before->columns.begin(), before->columns.end(),
                                      [](const Column& one) { return one.generated && !one.generated->stored; });
    return allowing_zero_dates(*after,
                               copies || confuses ? without_foreign_keys_of(op, std::move(out)) : std::move(out));
  }

  // MySQL gives no other name to a column that a foreign key compares while it copies the table.
  Statements without_foreign_keys_of(const RenameColumn& op, Statements statements) const {
    Statements out, again;
    for (const auto& [name, table] : before_.tables)
      for (const auto& constraint : table->constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint.body);
        const bool compares = key && ((name == op.table && uses(key->columns, op.from)) ||
                                      (key->references == op.table && uses(key->referenced_columns, op.from)));
        if (!compares) continue;
        out.push_back(on_table(
            fmt::format("ALTER TABLE {} DROP FOREIGN KEY {}", quote(name), quote(constraint.name.text)), name));
        for (const auto& now : after_.tables.find(name)->constraints)
          if (now.name == constraint.name)
            again.push_back(
                on_table(fmt::format("ALTER TABLE {} ADD {}", quote(name), constraint_definition(now, engine_)), name));
      }
    out.insert(out.end(), statements.begin(), statements.end());
    out.insert(out.end(), again.begin(), again.end());
    return out;
  }

  static bool uses(const std::vector<std::string>& columns, const std::string& column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  }

  static bool has_expression_over(const Index& index, const std::string& column) {
    return std::any_of(index.keys.begin(), index.keys.end(),
                       [&](const IndexKey& key) { return key.expression && uses(key.expression->columns, column); });
  }

  // MariaDB carries a column's new name into whatever computes with it; MySQL refuses the rename unless all of that is
  // said again.
  std::vector<std::string> drops_before_rename(const RenameColumn& op, const Table& before) const {
    std::vector<std::string> clauses;
    if (is_mariadb(engine_)) return clauses;
    for (const auto& constraint : before.constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body); check && uses(check->expression.columns, op.from))
        clauses.push_back("DROP CHECK " + quote(constraint.name.text));
    for (const auto& index : before.indexes)
      if (has_expression_over(index, op.from)) clauses.push_back("DROP INDEX " + quote(index.name.text));
    return clauses;
  }

  std::vector<std::string> around_rename(const RenameColumn& op, const Table& before, const Table& after) const {
    auto clauses = drops_before_rename(op, before);
    if (is_mariadb(engine_)) return clauses;
    for (const auto& column : after.columns)
      if ((column.generated && uses(column.generated->expression.columns, op.to)) ||
          (column.default_value && uses(column.default_value->columns, op.to)))
        clauses.push_back("MODIFY COLUMN " + column_definition(after, column, engine_));
    for (const auto& index : after.indexes)
      if (has_expression_over(index, op.to)) clauses.push_back("ADD " + index_definition(index, engine_));
    for (const auto& constraint : after.constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body); check && uses(check->expression.columns, op.to))
        clauses.push_back("ADD " + constraint_definition(constraint, engine_));
    return clauses;
  }

  // Rows that the expression leaves NULL are found before the first one is written: two rows where one may be are an
  // error.
  Statements backfill(const Backfill& op) const {
    const auto table = quote(op.table), column = quote(op.column);
    Statements out;
    if (op.must_fill && !is_one_literal(op.expression, lexis)) {
      auto guard =
          plain(fmt::format("SELECT IF(EXISTS(SELECT 1 FROM {} WHERE {} IS NULL AND ({}) IS NULL), (SELECT 'the "
                            "backfill yields NULL for some rows' UNION ALL SELECT "
                            "'nothing was written'), 'every row gets a value') AS {}",
                            table, column, op.expression, quote("backfill of " + op.table.name + "." + op.column)));
      guard.check = guard.scans = true;
      out.push_back(std::move(guard));
    }
    auto update = plain(fmt::format("UPDATE {} SET {} = ({}) WHERE {} IS NULL", table, column, op.expression, column));
    update.scans = update.rewrites = true;
    out.push_back(std::move(update));
    return out;
  }

  const Schema& before_;
  const Schema& after_;
  const Engine engine_;
};

}  // namespace

std::vector<Statement> statements(const Operation& operation, const Schema& before, const Schema& after) {
  auto out = std::visit(StatementWriter(before, after), operation.variant());
  return keeps_its_mode(operation) ? out : in_the_usual_mode(std::move(out), before);
}

}  // namespace schemac::mysql
