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
  std::ranges::stable_sort(keys, {},
                           [&](const Constraint& key) { return create.table.columns.position(std::get<ForeignKey>(key.body).columns.front()); });
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
  int within = 0;  // of one table: drops, additions, changes, keys; plain indexes before unique ones
};

Place place_of(const Operation& operation) {
  return std::visit(Overloaded{
                        [](const CreateSchema&) -> Place { return {Rank::create_schema}; },
                        [](const CreateEnum&) -> Place { return {Rank::create_enum}; },
                        [](const CreateSequence&) -> Place { return {Rank::create_enum}; },
                        [](const RenameEnum&) -> Place { return {Rank::alter_enum}; },
                        [](const RenameEnumLabel&) -> Place { return {Rank::alter_enum}; },
                        [](const AlterEnum&) -> Place { return {Rank::alter_enum}; },
                        [](const RenameTable& op) -> Place {
                          return {Rank::first, op.to};
                        },
                        [](const RenameColumn& op) -> Place {
                          return {Rank::first, op.table};
                        },
                        [](const RenameSequence&) -> Place { return {Rank::first}; },
                        [](const DropSqlObject&) -> Place { return {Rank::first}; },
                        [](const DropConstraint& op) -> Place {
                          return is_foreign_key(op.constraint) ? Place{Rank::drop_foreign_key, op.table} : Place{Rank::alter_table, op.table, 0};
                        },
                        [](const DropIndex& op) -> Place {
                          return {Rank::drop_index, op.table, op.index.unique ? 1 : 0};
                        },
                        [](const DropColumn& op) -> Place {
                          return {Rank::alter_table, op.table, 1};
                        },
                        [](const AddColumn& op) -> Place {
                          return {Rank::alter_table, op.table, 2};
                        },
                        [](const AlterColumnType& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const SetNullability& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const SetDefault& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const SetIdentity& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const DropGenerated& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const SetColumnAttributes& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const SetTableAttributes& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const Backfill& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const RebuildTable& op) -> Place {
                          return {Rank::alter_table, op.after.name, 3};
                        },
                        [](const AlterConstraint& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const RenameConstraint& op) -> Place {
                          return {Rank::alter_table, op.table, 3};
                        },
                        [](const AddConstraint& op) -> Place {
                          return is_foreign_key(op.constraint) ? Place{Rank::add_foreign_key, op.table} : Place{Rank::alter_table, op.table, 4};
                        },
                        [](const DropTable& op) -> Place {
                          return {Rank::drop_table, op.table.name};
                        },
                        [](const DropEnum&) -> Place { return {Rank::drop_enum}; },
                        [](const DropSequence&) -> Place { return {Rank::drop_enum}; },
                        [](const AlterSequence&) -> Place { return {Rank::drop_enum}; },
                        [](const CreateTable& op) -> Place {
                          return {Rank::create_table, op.table.name};
                        },
                        [](const CreateIndex& op) -> Place {
                          return {Rank::create_index, op.table, op.index.unique ? 1 : 0};
                        },
                        [](const RenameIndex& op) -> Place {
                          return {Rank::rename_index, op.table};
                        },
                        [](const SetIndexAttributes& op) -> Place {
                          return {Rank::rename_index, op.table};
                        },
                        [](const SetComment&) -> Place { return {Rank::last}; },
                        [](const CreateSqlObject&) -> Place { return {Rank::last}; },
                        [](const DropSchema&) -> Place { return {Rank::last}; },
                    },
                    operation.variant());
}

struct Access {
  std::set<ObjectId> writes, reads;
};

Access access_of(const Part& part) {
  Access access;
  for (const auto& operation : part.operations) {
    const auto touched = touches(operation);
    for (const auto* ids : {&touched.makes, &touched.drops, &touched.changes}) access.writes.insert(ids->begin(), ids->end());
    for (const auto* ids : {&touched.uses, &touched.uses_old, &touched.references, &touched.references_old})
      access.reads.insert(ids->begin(), ids->end());
  }
  return access;
}

// For each part those that must stay behind it: they come later in the plan, and one of the two writes what both touch.
class Followers {
 public:
  explicit Followers(const std::vector<Part>& parts) : after(parts.size()), waits(parts.size()) {
    for (std::size_t at = 0; at < parts.size(); ++at) add(at, access_of(parts[at]));
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
    if (split_foreign_keys && part.operations.size() == 1 && std::holds_alternative<CreateTable>(part.operations.front().variant()))
      split(part, parts);
    else
      parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<Part> in_prismas_order(std::vector<Part> parts) {
  // A part whose operations are not known keeps everything where it is.
  if (std::ranges::any_of(parts, [](const Part& part) { return part.operations.empty(); })) return parts;
  std::vector<Place> places;
  std::map<QualifiedName, std::size_t> tables;
  for (const auto& part : parts) {
    places.push_back(place_of(part.operations.front()));
    tables.try_emplace(places.back().table, tables.size());
  }
  using Key = std::tuple<Rank, std::size_t, int, std::size_t>;
  std::priority_queue<Key, std::vector<Key>, std::greater<>> ready;
  Followers followers(parts);
  const auto enter = [&](std::size_t at) { ready.emplace(places[at].rank, tables[places[at].table], places[at].within, at); };
  for (std::size_t at = 0; at < parts.size(); ++at)
    if (followers.waits[at] == 0) enter(at);
  std::vector<Part> ordered;
  while (!ready.empty()) {
    const auto at = std::get<3>(ready.top());
    ready.pop();
    ordered.push_back(std::move(parts[at]));
    for (const auto next : followers.after[at])
      if (--followers.waits[next] == 0) enter(next);
  }
  return ordered;
}

}  // namespace schemac::prisma
