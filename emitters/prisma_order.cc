#include "emitters/prisma_order.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <tuple>

#include "base/overloaded.h"
#include "emitters/migration_files.h"
#include "operations/object_ids.h"

namespace schemac::prisma {
namespace {

bool is_foreign_key(const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint.body); }

// Its comment is said by a statement of the table's, and so it stays.
bool can_leave(const Constraint& constraint) {
  return is_foreign_key(constraint) && !constraint.comment && constraint.validated && constraint.attributes.empty();
}

void split(const Part& whole, std::vector<Part>& out) {
  auto create = std::get<CreateTable>(whole.operations.front().variant());
  std::vector<Constraint> keys;
  for (const auto& constraint : create.table.constraints)
    if (is_foreign_key(constraint)) keys.push_back(constraint);
  if (keys.empty() || !std::ranges::all_of(keys, can_leave)) {
    out.push_back(whole);
    return;
  }
  std::erase_if(create.table.constraints, is_foreign_key);
  // Prisma's order is that of the relations, which stand in the order of their columns more often than not.
  std::ranges::stable_sort(keys, {}, [&](const Constraint& key) {
    return create.table.columns.position(std::get<ForeignKey>(key.body).columns.front());
  });
  out.push_back({{create}, whole.statements, whole.step});
  for (const auto& key : keys) out.push_back({{AddConstraint{create.table.name, key}}, {}, whole.step});
}

enum class Rank {
  first,
  create_schema,
  create_enum,
  alter_enum,
  drop_foreign_key,
  drop_index,
  alter_table,
  drop_table,
  drop_enum,
  create_table,
  create_index,
  rename_index,
  add_foreign_key,
  last
};

struct Place {
  Rank rank = Rank::alter_table;
  QualifiedName table = {};
  int within = 0;         // of one table: drops, additions, changes, keys
  std::string name = {};  // the column
  ObjectId object = {};
  bool last = false;  // a unique index behind the others, where no text has them
};

Place of_table(Rank rank, const QualifiedName& table, int within = 0, std::string column = {}) {
  return {rank, table, within, std::move(column), table_id(table)};
}

Place place_of(const Operation& operation) {
  // Prisma keeps columns that come or go by name, and those that change as they stand in the table.
  const auto alter = [](const auto& op, int within, const std::string& column) {
    return of_table(Rank::alter_table, op.table, within, column);
  };
  const auto change = [](const auto& op, const std::string& column) -> Place {
    return {.rank = Rank::alter_table, .table = op.table, .within = 3, .object = column_id(op.table, column)};
  };
  return std::visit(
      Overloaded{
          [](const CreateSchema& op) -> Place { return {.rank = Rank::create_schema, .name = op.space.name}; },
          [](const CreateEnum& op) -> Place { return {.rank = Rank::create_enum, .object = type_id(op.type.name)}; },
          [](const CreateSequence&) -> Place { return {.rank = Rank::create_enum}; },
          [](const RenameEnum&) -> Place { return {.rank = Rank::alter_enum}; },
          [](const RenameEnumLabel&) -> Place { return {.rank = Rank::alter_enum}; },
          [](const AlterEnum& op) -> Place { return {.rank = Rank::alter_enum, .object = type_id(op.after.name)}; },
          [](const RenameTable& op) { return of_table(Rank::first, op.to); },
          [](const RenameColumn& op) { return of_table(Rank::first, op.table); },
          [](const RenameSequence&) -> Place { return {.rank = Rank::first}; },
          [](const RenameSchema&) -> Place { return {.rank = Rank::first}; },
          [](const RenameSqlObject&) -> Place { return {.rank = Rank::first}; },
          [](const DropSqlObject&) -> Place { return {.rank = Rank::first}; },
          [](const DropConstraint& op) -> Place {
            if (!is_foreign_key(op.constraint)) return of_table(Rank::alter_table, op.table, 0);
            return {
                .rank = Rank::drop_foreign_key, .table = op.table, .object = constraint_id(op.table, op.constraint)};
          },
          [](const DropIndex& op) -> Place {
            return {.rank = Rank::drop_index,
                    .table = op.table,
                    .object = index_id(op.table, op.index.name.text),
                    .last = op.index.unique};
          },
          [&](const DropColumn& op) { return alter(op, 1, op.column.name); },
          [&](const AddColumn& op) { return alter(op, 2, op.column.name); },
          [&](const AlterColumnType& op) { return change(op, op.after.name); },
          [&](const SetNullability& op) { return change(op, op.before.name); },
          [&](const SetDefault& op) { return change(op, op.before.name); },
          [&](const SetIdentity& op) { return change(op, op.before.name); },
          [&](const DropGenerated& op) { return change(op, op.before.name); },
          [&](const SetColumnAttributes& op) { return change(op, op.before.name); },
          [&](const SetTableAttributes& op) { return alter(op, 3, ""); },
          [&](const Backfill& op) { return change(op, op.column); },
          [](const RebuildTable& op) { return of_table(Rank::alter_table, op.after.name, 3); },
          [](const AttachPartition& op) { return of_table(Rank::alter_table, op.partition.parent, 3); },
          [](const DetachPartition& op) { return of_table(Rank::alter_table, op.partition.parent, 0); },
          [&](const AlterConstraint& op) { return alter(op, 3, ""); },
          [&](const RenameConstraint& op) { return alter(op, 3, ""); },
          [](const AddConstraint& op) -> Place {
            if (!is_foreign_key(op.constraint)) return of_table(Rank::alter_table, op.table, 4);
            return {.rank = Rank::add_foreign_key, .table = op.table, .object = constraint_id(op.table, op.constraint)};
          },
          [](const DropTable& op) { return of_table(Rank::drop_table, op.table.name); },
          [](const DropEnum& op) -> Place { return {.rank = Rank::drop_enum, .object = type_id(op.type.name)}; },
          [](const DropSequence&) -> Place { return {.rank = Rank::drop_enum}; },
          [](const AlterSequence&) -> Place { return {.rank = Rank::drop_enum}; },
          [](const CreateTable& op) { return of_table(Rank::create_table, op.table.name); },
          [](const CreateIndex& op) -> Place {
            return {.rank = Rank::create_index,
                    .table = op.table,
                    .object = index_id(op.table, op.index.name.text),
                    .last = op.index.unique};
          },
          [](const RenameIndex& op) { return of_table(Rank::rename_index, op.table); },
          [](const SetIndexAttributes& op) { return of_table(Rank::rename_index, op.table); },
          [](const SetComment&) -> Place { return {.rank = Rank::last}; },
          [](const CreateSqlObject&) -> Place { return {.rank = Rank::last}; },
          [](const ReplaceSqlObject&) -> Place { return {.rank = Rank::last}; },
          [](const DropSchema&) -> Place { return {.rank = Rank::last}; },
      },
      operation.variant());
}

struct Access {
  std::set<ObjectId> writes, reads;
  std::set<ObjectId> brings;  // to partitions, by keys and indexes of their table, which go in any order
};

// A table's rows are told apart, or clustered, by one index at a time: what says by which keeps the plan's order.
std::optional<ObjectId> mark_of_an_index(const Operation& operation) {
  const auto told = [](const Attributes& attributes) {
    return attributes.contains("replica_identity") || attributes.contains("clustered");
  };
  const auto id = [](const QualifiedName& table) {
    return ObjectId{ObjectKind::constraint, table, "REPLICA IDENTITY"};
  };
  return std::visit(
      [&]<class Op>(const Op& op) -> std::optional<ObjectId> {
        if constexpr (std::is_same_v<Op, SetTableAttributes>)
          return told(op.before) || told(op.after) ? std::optional(id(op.table)) : std::nullopt;
        else if constexpr (std::is_same_v<Op, SetIndexAttributes>)
          return told(op.before.attributes) || told(op.after) ? std::optional(id(op.table)) : std::nullopt;
        else if constexpr (requires { op.index.attributes; })
          return told(op.index.attributes) ? std::optional(id(op.table)) : std::nullopt;
        else if constexpr (requires { op.constraint.attributes; })
          return told(op.constraint.attributes) ? std::optional(id(op.table)) : std::nullopt;
        else
          return std::nullopt;
      },
      operation.variant());
}

// SQLite asks for a foreign key's target only when rows are written.
Access access_of(const Part& part, bool checks_references) {
  Access access;
  for (const auto& operation : part.operations) {
    auto touched = touches(operation);
    if (auto mark = mark_of_an_index(operation)) access.writes.insert(std::move(*mark));
    if (!checks_references && std::holds_alternative<CreateTable>(operation.variant())) touched.references.clear();
    for (const auto* ids : {&touched.makes, &touched.drops, &touched.changes})
      for (const auto& id : *ids) (id == keys_of_partitions_id(id.name) ? access.brings : access.writes).insert(id);
    for (const auto* ids : {&touched.uses, &touched.uses_old, &touched.references, &touched.references_old})
      access.reads.insert(ids->begin(), ids->end());
  }
  return access;
}

// An extension brings things that nobody names one by one; default privileges reach what is made while they hold.
bool concerns_others(const std::string& kind) { return kind == "extension" || kind.ends_with("default privileges on"); }

// What comes before it stays before it, and what comes after it stays after it, whatever they touch: names are others
// by then, or what can be said is.
bool divides(const Part& part) {
  return std::ranges::any_of(part.operations, [](const Operation& operation) {
    if (const auto* create = std::get_if<CreateSqlObject>(&operation.variant()))
      return concerns_others(create->object.kind);
    if (const auto* drop = std::get_if<DropSqlObject>(&operation.variant())) return concerns_others(drop->object.kind);
    return std::holds_alternative<RenameTable>(operation.variant()) ||
           std::holds_alternative<RenameColumn>(operation.variant()) ||
           std::holds_alternative<RenameEnum>(operation.variant()) ||
           std::holds_alternative<RenameSequence>(operation.variant()) ||
           std::holds_alternative<RenameSchema>(operation.variant()) ||
           std::holds_alternative<RenameSqlObject>(operation.variant());
  });
}

// For each part those that must stay behind it: they come later in the plan, and one of the two writes what both touch.
class Followers {
 public:
  Followers(const std::vector<Part>& parts, bool checks_references) : after(parts.size()), waits(parts.size()) {
    std::size_t last_divide = 0;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      add(at, access_of(parts[at], checks_references));
      const bool first_after = at > 0 && divides(parts[last_divide]);
      if (first_after) follow(last_divide, at);
      if (!divides(parts[at])) continue;
      for (auto before = last_divide; before < at; ++before) follow(before, at);
      last_divide = at;
    }
  }

  std::vector<std::set<std::size_t>> after;
  std::vector<std::size_t> waits;

 private:
  struct History {
    std::vector<std::size_t> writers, readers;  // readers since the last writer
  };

  void add(std::size_t at, const Access& access) {
    for (const auto& id : access.writes) {
      auto& history = histories_[id];
      for (const auto* earlier : {&history.writers, &history.readers})
        for (const auto other : *earlier) follow(other, at);
      history = {{at}, {}};
    }
    for (const auto& id : access.brings) {
      auto& history = histories_[id];
      for (const auto other : history.readers) follow(other, at);
      history.writers.push_back(at);
    }
    for (const auto& id : access.reads) {
      auto& history = histories_[id];
      for (const auto other : history.writers) follow(other, at);
      history.readers.push_back(at);
    }
  }

  void follow(std::size_t first, std::size_t second) {
    if (first != second && after[first].insert(second).second) ++waits[second];
  }

  std::map<ObjectId, History> histories_;
};

}  // namespace

std::vector<Part> parts_of(const ScriptUnit& unit, bool split_foreign_keys) {
  std::vector<Part> parts;
  for (const auto& step : unit.steps) {
    Part part{.operations = {}, .statements = step.statements, .step = &step};
    for (const auto* operation : whole_operations(step)) part.operations.push_back(*operation);
    if (split_foreign_keys && part.operations.size() == 1 &&
        std::holds_alternative<CreateTable>(part.operations.front().variant()))
      split(part, parts);
    else
      parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<Part> in_prismas_order(std::vector<Part> parts, const std::map<ObjectId, std::size_t>& places,
                                   bool checks_references) {
  // A part whose operations are not known keeps everything where it is.
  if (std::ranges::any_of(parts, [](const Part& part) { return part.operations.empty(); })) return parts;
  std::vector<Place> found;
  std::map<QualifiedName, std::size_t>
      tables;  // behind those that the text has, in the order in which the plan comes to them
  for (const auto& part : parts) {
    found.push_back(place_of(part.operations.front()));
    const auto at = places.find(table_id(found.back().table));
    tables.try_emplace(found.back().table, at == places.end() ? places.size() + tables.size() : at->second);
  }
  using Key = std::tuple<Rank, std::size_t, int, std::string, std::size_t, bool, std::size_t>;
  std::priority_queue<Key, std::vector<Key>, std::greater<>> ready;
  Followers followers(parts, checks_references);
  const auto enter = [&](std::size_t at) {
    const auto& place = found[at];
    const auto stated = places.find(place.object);
    ready.emplace(place.rank, tables[place.table], place.within, place.name,
                  stated == places.end() ? places.size() : stated->second, place.last, at);
  };
  for (std::size_t at = 0; at < parts.size(); ++at)
    if (followers.waits[at] == 0) enter(at);
  std::vector<Part> ordered;
  while (!ready.empty()) {
    const auto at = std::get<6>(ready.top());
    ready.pop();
    ordered.push_back(std::move(parts[at]));
    for (const auto next : followers.after[at])
      if (--followers.waits[next] == 0) enter(next);
  }
  return ordered;
}

}  // namespace schemac::prisma
