#include "plan/rewrites/backfill.h"

#include <algorithm>

#include "base/overloaded.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

const SqlText* stated(const Intents& intents, const QualifiedName& table, const std::string& column) {
  const auto at = intents.find(column_id(table, column));
  return at != intents.end() && at->second.backfill ? &*at->second.backfill : nullptr;
}

// The columns that the expression names, those that stay apart from those about to go.
void find_reads(Backfill& fill, const Schema& present, const Schema& wanted, const Dialect& dialect) {
  const Table* have = present.tables.find(fill.table);
  const Table* want = wanted.tables.find(fill.table);
  const auto add = [](std::vector<std::string>& list, const std::string& name) {
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
  };
  for (const auto& token : sql_tokens(fill.expression, dialect.traits().lexis)) {
    const auto text = token.text(fill.expression);
    if (token.kind != SqlTokenKind::word && token.kind != SqlTokenKind::quoted_identifier) continue;
    const auto name = token.kind == SqlTokenKind::word ? dialect.fold(text) : unquoted(text);
    if (name == fill.column) continue;
    if (want && want->columns.find(name))
      add(fill.reads, name);
    else if (have && have->columns.find(name))
      add(fill.reads_old, name);
  }
}

}  // namespace

std::vector<Operation> rewrite_backfills(std::vector<Operation> operations, const Intents& intents, const Schema& present, const Schema& wanted,
                                         const Dialect& dialect) {
  std::vector<Operation> out;
  for (auto& op : operations) {
    if (auto* add = std::get_if<AddColumn>(&op.variant())) {
      const SqlText* text = add->column.generated ? nullptr : stated(intents, add->table, add->column.name);
      if (text) {
        const bool required = add->column.not_null;
        Backfill fill{.table = add->table, .column = add->column.name, .expression = text->sql, .must_fill = required, .new_column = true};
        find_reads(fill, present, wanted, dialect);
        AddColumn open = *add;
        open.column.not_null = false;
        out.emplace_back(open);
        out.emplace_back(std::move(fill));
        if (required) out.emplace_back(SetNullability{add->table, open.column, true});
        continue;
      }
    } else if (auto* set = std::get_if<SetNullability>(&op.variant())) {
      const SqlText* text = set->not_null ? stated(intents, set->table, set->before.name) : nullptr;
      if (text) {
        Backfill fill{.table = set->table, .column = set->before.name, .expression = text->sql, .must_fill = true};
        find_reads(fill, present, wanted, dialect);
        out.emplace_back(std::move(fill));
      }
    }
    out.push_back(std::move(op));
  }
  return out;
}

}  // namespace schemac
