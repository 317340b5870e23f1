#include "dialects/sqlite/legalise.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "dialects/sqlite/dependencies.h"
#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/normalise.h"
#include "dialects/sqlite/sql_objects.h"
#include "dialects/sqlite/types.h"

namespace schemac::sqlite {
namespace {

template <class T>
const T* as(const Operation& operation) {
  return std::get_if<T>(&operation.variant());
}

// The table whose inside an operation changes; none for operations on whole tables and for renames, which come before.
std::optional<QualifiedName> changed_table(const Operation& operation) {
  using Name = std::optional<QualifiedName>;
  return std::visit(Overloaded{
                        [](const SetTableAttributes& op) -> Name { return op.table; },
                        [](const AddColumn& op) -> Name { return op.table; },
                        [](const DropColumn& op) -> Name { return op.table; },
                        [](const AlterColumnType& op) -> Name { return op.table; },
                        [](const SetNullability& op) -> Name { return op.table; },
                        [](const SetDefault& op) -> Name { return op.table; },
                        [](const SetIdentity& op) -> Name { return op.table; },
                        [](const DropGenerated& op) -> Name { return op.table; },
                        [](const SetColumnAttributes& op) -> Name { return op.table; },
                        [](const AddConstraint& op) -> Name { return op.table; },
                        [](const DropConstraint& op) -> Name { return op.table; },
                        [](const RenameConstraint& op) -> Name { return op.table; },
                        [](const AlterConstraint& op) -> Name { return op.table; },
                        [](const CreateIndex& op) -> Name { return op.table; },
                        [](const DropIndex& op) -> Name { return op.table; },
                        [](const RenameIndex& op) -> Name { return op.table; },
                        [](const SetIndexAttributes& op) -> Name { return op.table; },
                        [](const Backfill& op) -> Name { return op.table; },
                        [](const auto&) -> Name { return {}; },
                    },
                    operation.variant());
}

// Views and triggers that are there while tables change. DROP COLUMN reads every one: one that is broken stops it.
struct StandingMeanwhile {
  std::vector<Standing> objects;
  bool all_work = true;
};

struct TableChange {
  const Table& from;
  std::vector<Operation> operations;
  const StandingMeanwhile& meanwhile;
};

bool is_dropped(const Standing& object, const std::vector<Operation>& operations) {
  return std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
    const auto* drop = as<DropSqlObject>(operation);
    return drop && drop->object.kind == object.kind && drop->object.name.name == object.name;
  });
}

// A view that is dropped may be gone while one stands that reads it.
bool needs_what_is_dropped(const Standing& object, const std::vector<Operation>& operations) {
  return std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
    const auto* drop = as<DropSqlObject>(operation);
    return drop && names(object, {ObjectKind::sql_object, drop->object.name, drop->object.kind});
  });
}

StandingMeanwhile standing_meanwhile(const Schema& from, const std::vector<Operation>& operations) {
  StandingMeanwhile out{.objects = views_and_triggers(from)};
  const auto is_broken = [](const Standing& object) { return names(object, what_is_not_there()); };
  out.all_work = std::none_of(out.objects.begin(), out.objects.end(), is_broken);
  std::erase_if(out.objects, [&](const Standing& object) { return is_dropped(object, operations); });
  if (std::any_of(out.objects.begin(), out.objects.end(),
                  [&](const Standing& object) { return needs_what_is_dropped(object, operations); }))
    out.all_work = false;
  return out;
}

bool is_dropped(const TableChange& change, const std::string& index) {
  return std::any_of(change.operations.begin(), change.operations.end(), [&](const Operation& operation) {
    const auto* drop = as<DropIndex>(operation);
    return drop && drop->index.name.text == index;
  });
}

bool uses(const std::vector<std::string>& columns, const std::string& column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

// The documented limits of ALTER TABLE ADD COLUMN, for a table that may hold rows.
bool can_add(const Column& column) {
  if (column.identity || (column.generated && column.generated->stored)) return false;
  if (column.generated) return true;
  if (column.default_value && !is_constant(column.default_value->sql)) return false;
  return !column.not_null || column.default_value.has_value();
}

// And of DROP COLUMN: nothing else may name the column.
bool can_drop(const TableChange& change, const Column& column) {
  for (const auto& constraint : change.from.constraints)
    if (uses(used_columns(constraint), column.name)) return false;
  for (const auto& index : change.from.indexes)
    if (uses(used_columns(index), column.name) && !is_dropped(change, index.name.text)) return false;
  for (const auto& other : change.from.columns)
    if (other.generated && uses(other.generated->expression.columns, column.name)) return false;
  const ObjectId id{ObjectKind::column, change.from.name, column.name};
  const auto& objects = change.meanwhile.objects;
  const bool in_the_way =
      std::any_of(objects.begin(), objects.end(), [&](const Standing& object) { return names(object, id); });
  return change.meanwhile.all_work && !in_the_way && change.from.columns.size() > 1;
}

bool must_rebuild(const TableChange& change) {
  std::size_t drops = 0;
  for (const auto& operation : change.operations) {
    if (const auto* add = as<AddColumn>(operation)) {
      // a column of that name that goes away first is replaced: the two belong together
      if (!can_add(add->column) || change.from.columns.find(add->column.name)) return true;
    } else if (const auto* drop = as<DropColumn>(operation)) {
      if (!can_drop(change, drop->column) || ++drops == change.from.columns.size()) return true;
    } else if (!as<CreateIndex>(operation) && !as<DropIndex>(operation) && !as<RenameIndex>(operation) &&
               !as<Backfill>(operation)) {
      return true;
    }
  }
  return false;
}

// Drops before what takes their place, everything else after the columns it names.
int rank(const Operation& operation) {
  if (as<DropIndex>(operation) || as<DropConstraint>(operation)) return 0;
  if (as<DropColumn>(operation)) return 1;
  if (as<AddColumn>(operation)) return 2;
  if (as<AddConstraint>(operation) || as<CreateIndex>(operation)) return 4;
  return 3;
}

class Fusion {
 public:
  Fusion(TableChange change, const LegaliseInput& input) : change_(std::move(change)), input_(input) {
    std::stable_sort(change_.operations.begin(), change_.operations.end(),
                     [](const Operation& a, const Operation& b) { return rank(a) < rank(b); });
  }

  RebuildTable run() {
    RebuildTable rebuild{.before = change_.from, .after = wanted(), .copies = {}, .reasons = {}};
    for (const auto& column : rebuild.after.columns)
      if (auto copy = copy_of(column)) rebuild.copies.push_back(std::move(*copy));
    for (const auto& operation : change_.operations) rebuild.reasons.push_back(describe(operation));
    for (const auto& object : input_.from.unmanaged)
      if (object.kind == comment_kind && object.name == change_.from.name)
        rebuild.reasons.push_back("comments inside its CREATE TABLE statement are lost");
    return rebuild;
  }

 private:
  Table wanted() const {
    Schema state;
    state.engine = input_.from.engine;
    state.tables.set(change_.from.name, change_.from);
    for (const auto& operation : change_.operations) apply(operation, state);
    normalise(state);  // sorts what was added; every part was accepted before
    Table table = *state.tables.find(change_.from.name);
    if (const auto* target = input_.to.tables.find(table.name)) order_columns(table, *target);
    return table;
  }

  // A rebuild costs the same in any order of columns: take the wanted one.
  static void order_columns(Table& table, const Table& target) {
    std::vector<Column> columns(table.columns.begin(), table.columns.end());
    std::stable_sort(columns.begin(), columns.end(), [&](const Column& a, const Column& b) {
      return target.columns.position(a.name) < target.columns.position(b.name);
    });
    table.columns = {};
    for (auto& column : columns) table.columns.add(std::move(column));
  }

  template <class T, class F>
  const T* find(F&& matches) const {
    for (const auto& operation : change_.operations)
      if (const auto* op = as<T>(operation); op && matches(*op)) return op;
    return nullptr;
  }

  std::optional<ColumnCopy> copy_of(const Column& column) const {
    if (column.generated) return std::nullopt;
    const auto* fill = find<Backfill>([&](const Backfill& op) { return op.column == column.name; });
    const auto* old = change_.from.columns.find(column.name);
    const bool replaced =
        find<DropColumn>([&](const DropColumn& op) { return op.column.name == column.name; }) != nullptr;
    const bool stops_being_computed = old && old->generated;
    if (!old || (replaced && !stops_being_computed)) {
      if (!fill) return std::nullopt;
      return ColumnCopy{column.name, fill->expression};
    }
    auto expression = converted(*old, column);
    if (fill)
      expression =
          fmt::format("coalesce({}, {})", expression.empty() ? quote(column.name) : expression, fill->expression);
    return ColumnCopy{column.name, expression};
  }

  // Empty: as it is. The new column's affinity does what a change of type does in SQLite; a value that a STRICT table
  // cannot take stops the copy rather than being bent.
  std::string converted(const Column& old, const Column& column) const {
    const auto* retyped =
        find<AlterColumnType>([&](const AlterColumnType& op) { return op.after.name == column.name; });
    if (retyped && retyped->conversion) return *retyped->conversion;
    const auto* set = find<SetTableAttributes>([](const SetTableAttributes&) { return true; });
    const bool strict = (set ? set->after : change_.from.attributes).contains("strict");
    if (!strict || same_type(old.type, column.type)) return {};
    const auto from = affinity(old.type), to = affinity(column.type);
    if (to == Affinity::blob && from != Affinity::blob && !equal_ignoring_case(column.type.name, "any"))
      return fmt::format("CAST({} AS BLOB)", quote(column.name));
    if (to == Affinity::text && from == Affinity::blob) return fmt::format("CAST({} AS TEXT)", quote(column.name));
    return {};
  }

  TableChange change_;
  const LegaliseInput& input_;
};

Diagnostics foreign_to_sqlite(const std::vector<Operation>& operations) {
  Diagnostics found;
  for (const auto& operation : operations) {
    const bool lacks = as<CreateSchema>(operation) || as<DropSchema>(operation) || as<CreateEnum>(operation) ||
                       as<DropEnum>(operation) || as<RenameEnum>(operation) || as<RenameEnumLabel>(operation) ||
                       as<AlterEnum>(operation) || as<CreateSequence>(operation) || as<DropSequence>(operation) ||
                       as<RenameSequence>(operation) || as<AlterSequence>(operation) || as<SetComment>(operation);
    if (lacks)
      found.push_back(
          error_at("not-in-sqlite", fmt::format("cannot {}: SQLite does not support this", describe(operation))));
  }
  return found;
}

// A trigger goes with its table and is made again from its text, which a rename may have left unknown.
Result<void> triggers_can_be_kept(const QualifiedName& table, const Schema& schema) {
  for (const auto& trigger : triggers_of(table, schema))
    if (trigger.definition->empty())
      return failure(
          "unclear-trigger",
          fmt::format("cannot rebuild `{}` in the same plan as a rename: a column name in trigger `{}` is ambiguous",
                      table.name, trigger.name),
          {}, "do the rename in a separate migration first");
  return {};
}

}  // namespace

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input) {
  if (auto found = foreign_to_sqlite(operations); !found.empty()) return std::unexpected(std::move(found));
  operations = without_replacements(std::move(operations));
  mind_triggers(operations, input.from, input.to);
  const auto meanwhile = standing_meanwhile(input.from, operations);
  std::vector<Operation> out;
  std::map<QualifiedName, std::vector<Operation>> by_table;
  std::set<QualifiedName> already_rebuilt;
  for (const auto& operation : operations)
    if (const auto* rebuild = as<RebuildTable>(operation)) already_rebuilt.insert(rebuild->after.name);
  for (auto& operation : operations) {
    const auto table = changed_table(operation);
    if (table && input.from.tables.contains(*table) && !already_rebuilt.contains(*table))
      by_table[*table].push_back(std::move(operation));
    else
      out.push_back(std::move(operation));
  }
  for (auto& [name, changes] : by_table) {
    TableChange change{*input.from.tables.find(name), std::move(changes), meanwhile};
    const bool rebuild = must_rebuild(change);
    if (auto kept = rebuild ? triggers_can_be_kept(name, input.from) : Result<void>{}; !kept)
      return std::unexpected(kept.error());
    if (rebuild)
      out.push_back(Fusion(std::move(change), input).run());
    else
      for (auto& operation : change.operations) out.push_back(std::move(operation));
  }
  return out;
}

}  // namespace schemac::sqlite
