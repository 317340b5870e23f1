#include "dialects/sqlite/rebuild.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/sqlite/checks.h"
#include "dialects/sqlite/definitions.h"
#include "dialects/sqlite/dependencies.h"
#include "dialects/sqlite/locks.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/types.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

bool refers_to(const Table& table, const QualifiedName& parent) {
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    return key && key->references == parent;
  });
}

bool has_rowid(const Table& table) { return !table.attributes.contains("without_rowid"); }

// The column that is the rowid under another name.
const Column* rowid_alias(const Table& table) {
  const auto* key = primary_key(table);
  if (!key || key->columns.size() != 1 || !has_rowid(table)) return nullptr;
  const auto* column = table.columns.find(key->columns[0]);
  const bool inline_descending = std::any_of(table.constraints.begin(), table.constraints.end(),
                                             [](const Constraint& c) { return c.attributes.contains("inline"); });
  return column && is_integer_word(column->type) && !inline_descending ? column : nullptr;
}

// A word for the hidden rowid that neither table uses for a column of its own; empty when there is none.
std::string rowid_word(const Table& before, const Table& after) {
  if (!has_rowid(before) || !has_rowid(after) || rowid_alias(before) || rowid_alias(after)) return {};
  for (const std::string word : {"rowid", "_rowid_", "oid"}) {
    const auto is_column = [&](const Table& table) {
      return std::any_of(table.columns.begin(), table.columns.end(),
                         [&](const Column& column) { return equal_ignoring_case(column.name, word); });
    };
    if (!is_column(before) && !is_column(after)) return word;
  }
  return {};
}

bool autoincrements(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const Column& column) { return column.identity.has_value(); });
}

std::string expression_of(const ColumnCopy& copy) {
  return copy.expression.empty() ? quote(copy.column) : copy.expression;
}

class Rebuild {
 public:
  Rebuild(const RebuildTable& op, const Schema& before, const Schema& after)
      : op_(op),
        before_(before),
        name_(op.after.name.name),
        working_(free_name("schemac_new_" + name_, before, after)),
        counts_(free_name("schemac_rows", before, after)),
        checks_(free_name("schemac_checks", before, after)) {}

  std::vector<Statement> run() {
    announce();
    add(checks_.create());
    count_rows();
    if (!guards_.empty()) add(checks_.test(guards_));
    copy();
    replace();
    make_again();
    for (const auto& view : working_views_over(op_.after, before_))
      add(check(fmt::format("SELECT 1 FROM {} LIMIT 0", quote(view.name))));
    if (!kept_.empty()) add(checks_.test(kept_));
    add(check("DROP TABLE temp." + quote(counts_)));
    add(checks_.drop());
    return std::move(statements_);
  }

 private:
  void add(Statement statement) { statements_.push_back(std::move(statement)); }
  void run_sql(std::string sql, Effect effect = Effect::catalogue) { add(statement(std::move(sql), effect)); }

  std::string counted_before(const std::string& table) const {
    return fmt::format("(SELECT row_count FROM temp.{} WHERE of_table = {})", quote(counts_), string_literal(table));
  }

  void announce() {
    for (const auto& copy : op_.copies) guard_against_nulls(copy);
    for (const auto& column : op_.after.columns) guard_against_missing_values(column);
    copied_ = checks_.add(fmt::format("rows were lost while copying {}", name_));
    counted_.push_back(name_);
    for (const auto& [name, table] : before_.tables)
      if (name != op_.before.name && refers_to(*table, op_.before.name)) counted_.push_back(name.name);
    for (const auto& table : counted_)
      kept_.emplace_back(checks_.add(fmt::format("rows of {} were lost", table)),
                         fmt::format("(SELECT count(*) FROM {}) = {}", quote(table), counted_before(table)));
  }

  void guard_against_nulls(const ColumnCopy& copy) {
    const auto* after = op_.after.columns.find(copy.column);
    const auto* before = op_.before.columns.find(copy.column);
    if (!after || !after->not_null || (copy.expression.empty() && before && before->not_null)) return;
    if (rowid_alias(op_.after) == after) return;
    const auto handle =
        checks_.add(fmt::format("some rows of {} have no value for {}, which becomes NOT NULL", name_, copy.column));
    guards_.emplace_back(
        handle, fmt::format("NOT EXISTS (SELECT 1 FROM {} WHERE ({}) IS NULL)", quote(name_), expression_of(copy)));
  }

  void guard_against_missing_values(const Column& column) {
    const bool copied = std::any_of(op_.copies.begin(), op_.copies.end(),
                                    [&](const ColumnCopy& copy) { return copy.column == column.name; });
    if (copied || !column.not_null || column.default_value || column.generated || rowid_alias(op_.after) == &column)
      return;
    const auto handle = checks_.add(
        fmt::format("{} has rows, and {} has no value for them: add a default or a backfill", name_, column.name));
    guards_.emplace_back(handle, fmt::format("NOT EXISTS (SELECT 1 FROM {})", quote(name_)));
  }

  void count_rows() {
    add(check(fmt::format("CREATE TEMP TABLE {} (of_table TEXT PRIMARY KEY, row_count INTEGER)", quote(counts_))));
    std::vector<std::string> selects;
    for (const auto& table : counted_)
      selects.push_back(fmt::format("SELECT {}, count(*) FROM {}", string_literal(table), quote(table)));
    add(check(fmt::format("INSERT INTO temp.{}\n{}", quote(counts_), fmt::join(selects, "\nUNION ALL "))));
  }

  void copy() {
    run_sql(create_table_sql(op_.after, working_));
    std::vector<std::string> columns, values;
    if (const auto rowid = rowid_word(op_.before, op_.after); !rowid.empty()) {
      columns.push_back(rowid);
      values.push_back(rowid);
    }
    for (const auto& copy : op_.copies) {
      columns.push_back(quote(copy.column));
      values.push_back(expression_of(copy));
    }
    // OR ABORT: a constraint's own ON CONFLICT IGNORE or REPLACE would drop rows here
    if (columns.empty()) fill_from_default(columns, values);
    run_sql(fmt::format("INSERT OR ABORT INTO {} ({})\nSELECT {}\nFROM {}", quote(working_), fmt::join(columns, ", "),
                        fmt::join(values, ", "), quote(name_)),
            Effect::rewrites);
    add(checks_.test(
        {{copied_, fmt::format("(SELECT count(*) FROM {}) = {}", quote(working_), counted_before(name_))}}));
    if (autoincrements(op_.before) && autoincrements(op_.after)) keep_sequence();
  }

  // No column survives: there is one row for each old one all the same.
  void fill_from_default(std::vector<std::string>& columns, std::vector<std::string>& values) const {
    for (const auto& column : op_.after.columns) {
      if (column.generated) continue;
      columns.push_back(quote(column.name));
      values.push_back(column.default_value ? "(" + column.default_value->sql + ")" : "NULL");
      return;
    }
  }

  // The next number must not be one that was given out and deleted.
  void keep_sequence() {
    const auto old = string_literal(name_) + " COLLATE NOCASE";
    const auto fresh = string_literal(working_);
    run_sql(
        fmt::format("UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM sqlite_sequence WHERE name = "
                    "{}), 0)) WHERE name = {}",
                    old, fresh));
    run_sql(
        fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {0}, seq FROM sqlite_sequence WHERE name = {1} AND "
                    "NOT EXISTS (SELECT 1 FROM "
                    "sqlite_sequence WHERE name = {0})",
                    fresh, old));
  }

  void replace() {
    run_sql("DROP TABLE " + quote(name_));
    // views and triggers that read the table have no table for a moment; the old behaviour does not look at them
    add(setting("PRAGMA legacy_alter_table = ON"));
    run_sql(fmt::format("ALTER TABLE {} RENAME TO {}", quote(working_), quote(name_)));
    add(setting("PRAGMA legacy_alter_table = OFF"));
  }

  void make_again() {
    for (const auto& index : op_.after.indexes) run_sql(create_index_sql(op_.after.name, index), Effect::scans);
    for (const auto& object : before_.unmanaged)  // those that the comparison leaves out
      if (object.kind == "index" &&
          std::ranges::find(object.depends_on, table_id(op_.before.name)) != object.depends_on.end())
        run_sql(object.definition, Effect::scans);
    for (const auto& trigger : triggers_of(op_.before.name, before_)) run_sql(*trigger.definition);
  }

  const RebuildTable& op_;
  const Schema& before_;
  std::string name_;
  std::string working_;
  std::string counts_;
  Checks checks_;
  std::size_t copied_ = 0;
  std::vector<std::string> counted_;
  std::vector<std::pair<std::size_t, std::string>> guards_;
  std::vector<std::pair<std::size_t, std::string>> kept_;
  std::vector<Statement> statements_;
};

}  // namespace

std::vector<Statement> rebuild_statements(const RebuildTable& op, const Schema& before, const Schema& after) {
  return Rebuild(op, before, after).run();
}

}  // namespace schemac::sqlite
