#include "plan/rewrites/backfill.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

class BackfillRewrite {
 public:
  BackfillRewrite(const Difference& difference, const Intents& intents, const Dialect& dialect)
      : difference_(difference), intents_(intents), dialect_(dialect) {
    for (const auto& op : difference.renames) follow(op);
  }

  Result<std::vector<Operation>> run() {
    if (dialect_.traits().name == "sqlite") convert_for_checks();
    for (const auto& op : difference_.operations) rewrite(op);
    if (has_errors(errors_)) return std::unexpected(std::move(errors_));
    return std::move(out_);
  }

 private:
  // A column of the present schema and what it is called after the renames so far.
  struct Renamed {
    QualifiedName table;
    std::string from;
    std::string to;
  };

  void follow(const Operation& op) {
    if (const auto* table = std::get_if<RenameTable>(&op.variant())) {
      for (auto& one : renamed_)
        if (one.table == table->from) one.table = table->to;
    } else if (const auto* column = std::get_if<RenameColumn>(&op.variant())) {
      const auto known = std::find_if(renamed_.begin(), renamed_.end(), [&](const Renamed& r) {
        return r.table == column->table && r.to == column->from;
      });
      if (known == renamed_.end())
        renamed_.push_back({column->table, column->from, column->to});
      else
        known->to = column->to;
    }
  }

  const SqlText* stated(const QualifiedName& table, const std::string& column) const {
    const auto at = intents_.find(column_id(table, column));
    return at != intents_.end() && at->second.backfill ? &*at->second.backfill : nullptr;
  }

  // SQLite copies the rows for a new check: `using` says what they hold then, though the column keeps its type.
  void convert_for_checks() {
    std::set<ObjectId> converted;
    for (const auto& op : difference_.operations)
      if (const auto* alter = std::get_if<AlterColumnType>(&op.variant()))
        converted.insert(column_id(alter->table, alter->after.name));
    for (const auto& op : difference_.operations) {
      const auto* added = std::get_if<AddConstraint>(&op.variant());
      const auto* check = added ? std::get_if<Check>(&added->constraint.body) : nullptr;
      const auto* table = check ? difference_.renamed.tables.find(added->table) : nullptr;
      if (!table) continue;
      for (const auto& name : check->expression.columns) {
        const auto id = column_id(added->table, name);
        const auto intent = intents_.find(id);
        const auto* column = table->columns.find(name);
        if (!column || intent == intents_.end() || !intent->second.conversion || !converted.insert(id).second) continue;
        out_.emplace_back(AlterColumnType{added->table, *column, *column, intent->second.conversion->sql});
      }
    }
  }

  void rewrite(const Operation& op) {
    if (const auto* add = std::get_if<AddColumn>(&op.variant())) {
      const SqlText* text = add->column.generated ? nullptr : stated(add->table, add->column.name);
      if (text) {
        const bool required = add->column.not_null;
        AddColumn open = *add;
        open.column.not_null = false;
        out_.emplace_back(open);
        fill({.table = add->table,
              .column = add->column.name,
              .expression = text->sql,
              .must_fill = required,
              .new_column = true},
             *text);
        if (required) out_.emplace_back(SetNullability{add->table, open.column, true});
        return;
      }
    } else if (const auto* set = std::get_if<SetNullability>(&op.variant())) {
      const SqlText* text = set->not_null ? stated(set->table, set->before.name) : nullptr;
      if (text)
        fill({.table = set->table, .column = set->before.name, .expression = text->sql, .must_fill = true}, *text);
    }
    out_.push_back(op);
  }

  // The columns that the expression names, those that stay apart from those about to go.
  void fill(Backfill fill, const SqlText& text) {
    const Table* have = difference_.renamed.tables.find(fill.table);
    const Table* want = difference_.sides.to.tables.find(fill.table);
    const auto add = [](std::vector<std::string>& list, const std::string& name) {
      if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    };
    const auto names = words(fill.expression);
    const bool looks_elsewhere = std::find(names.begin(), names.end(), "select") != names.end();
    for (const auto& name : names) {
      if (name == fill.column) continue;
      if (want && want->columns.find(name))
        add(fill.reads, name);
      else if (have && have->columns.find(name))
        add(fill.reads_old, name);
      else if (!looks_elsewhere)
        refuse_old_name(fill, name, text);
    }
    out_.emplace_back(std::move(fill));
  }

  // Words that may be columns: what stands before a parenthesis is a function.
  std::vector<std::string> words(const std::string& sql) const {
    std::vector<std::string> out;
    const auto tokens = sql_tokens(sql, dialect_.traits().lexis);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      const auto text = tokens[at].text(sql);
      if (at + 1 < tokens.size() && tokens[at + 1].text(sql) == "(") continue;
      if (tokens[at].kind == SqlTokenKind::word) out.push_back(dialect_.fold(text));
      if (tokens[at].kind == SqlTokenKind::quoted_identifier) out.push_back(unquoted(text));
    }
    return out;
  }

  void refuse_old_name(const Backfill& fill, const std::string& name, const SqlText& text) {
    const auto old = std::find_if(renamed_.begin(), renamed_.end(),
                                  [&](const Renamed& r) { return r.table == fill.table && r.from == name; });
    if (old == renamed_.end()) return;
    errors_.push_back(error_at(
        "old-name",
        fmt::format("the backfill of `{}.{}` names `{}`, which is `{}` by the time it runs: renames come first",
                    display(fill.table), fill.column, name, old->to),
        text.where, fmt::format("write `{}`", old->to)));
  }

  const Difference& difference_;
  const Intents& intents_;
  const Dialect& dialect_;
  std::vector<Renamed> renamed_;
  std::vector<Operation> out_;
  Diagnostics errors_;
};

}  // namespace

Result<std::vector<Operation>> rewrite_backfills(const Difference& difference, const Intents& intents,
                                                 const Dialect& dialect) {
  return BackfillRewrite(difference, intents, dialect).run();
}

}  // namespace schemac
