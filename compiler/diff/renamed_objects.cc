#include "diff/renamed_objects.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/sql_tokens.h"
#include "diff/resolve_renamed.h"
#include "operations/follow_rename.h"
#include "operations/object_ids.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

// A query over a view goes on under an alias that is the view's old name; what else can be renamed is followed in the
// engine's texts.
bool shows_its_old_name(const std::string& kind) { return kind == "view" || kind == "materialized view"; }

// What the renames touch, by the names that hold before the first of them.
std::set<ObjectId> renamed_things(const std::vector<Operation>& renames) {
  std::set<ObjectId> things;
  std::map<QualifiedName, QualifiedName> former;  // of tables
  for (const auto& op : renames) {
    if (const auto* table = std::get_if<RenameTable>(&op.variant())) {
      const auto known = former.find(table->from);
      const auto first = known == former.end() ? table->from : known->second;
      former[table->to] = first;
      things.insert(table_id(first));
      things.insert({ObjectKind::sql_object, first, "partition"});
    } else if (const auto* column = std::get_if<RenameColumn>(&op.variant())) {
      const auto known = former.find(column->table);
      things.insert(column_id(known == former.end() ? column->table : known->second, column->from));
    } else if (const auto* type = std::get_if<RenameEnum>(&op.variant())) {
      things.insert(type_id(type->from));
    } else if (const auto* label = std::get_if<RenameEnumLabel>(&op.variant())) {
      things.insert(type_id(label->type));
    } else if (const auto* sequence = std::get_if<RenameSequence>(&op.variant())) {
      things.insert(sequence_id(sequence->from));
    } else if (const auto* object = std::get_if<RenameSqlObject>(&op.variant())) {
      if (shows_its_old_name(object->kind)) things.insert({ObjectKind::sql_object, object->from, object->kind});
    }
  }
  return things;
}

ObjectId id_of(const SqlObject& object) { return {ObjectKind::sql_object, object.name, object.kind}; }

// What is about a view itself follows it to its new name.
bool hangs_on(const SqlObject& object) {
  return is_part_of_another(object) || is_on_a_table(object.kind) || object.kind == "index";
}

bool looks_at(const SqlObject& object, const std::set<ObjectId>& things, const std::set<ObjectId>& renamed) {
  return std::any_of(object.depends_on.begin(), object.depends_on.end(), [&](const ObjectId& need) {
    if (need.kind == ObjectKind::sql_object && need.part != "partition" && hangs_on(object) && renamed.contains(need))
      return false;
    return things.contains(need) || (need.kind == ObjectKind::column && things.contains(table_id(need.name)));
  });
}

// A label stands in texts as a string.
bool says_label(const SqlObject& object, const RenameEnumLabel& rename, const SqlLexis& lexis) {
  return std::ranges::any_of(sql_tokens(object.definition, lexis), [&](const SqlToken& token) {
    return token.kind == SqlTokenKind::string && string_value(token.text(object.definition)) == rename.from;
  });
}

// What PostgreSQL itself shows with the new names afterwards. Of a view that gets another name that is not known. A
// query that would be written otherwise from then on is made again, or its way back would leave an alias.
std::set<ObjectId> followed_by_the_engine(const Schema& present, const Schema& wanted,
                                          const std::vector<Operation>& renames, const Dialect& dialect) {
  std::set<ObjectId> out;
  if (!follows_renames(present)) return out;
  Schema then = present;
  for (const auto& op : renames) resolve_for_rename(op, then, dialect);
  struct Followed {
    ObjectId id;  // by the former name
    SqlObject now;
    bool is_kept = false;  // the wanted side took it from here, whatever it says
    bool has_alias = false;
  };
  std::vector<Followed> all;
  for (const auto& [key, object] : then.sql_objects) {
    const auto* same = wanted.sql_objects.find(key);
    all.push_back({id_of(*object), *object, same && same->definition == object->definition});
  }
  for (const auto& op : renames) {
    const auto moves = new_names(op, then);
    const auto* label = std::get_if<RenameEnumLabel>(&op.variant());
    std::erase_if(all, [&](Followed& one) {
      if (std::holds_alternative<RenameSqlObject>(op.variant())) return true;
      if (one.is_kept) return false;
      if (label && mentions(one.now, {type_id(label->type), type_id(label->type)}))
        return says_label(one.now, *label, dialect.traits().lexis);
      return !std::ranges::all_of(moves, [&](const NewName& move) {
        one.has_alias = one.has_alias || gets_an_alias(one.now, move);
        return follow_rename(one.now, move);
      });
    });
    apply(op, then);
  }
  for (const auto& one : all) {
    const auto* after = one.has_alias ? wanted.sql_objects.find({one.now.kind, one.now.name}) : nullptr;
    if (!one.has_alias || (after && after->definition == one.now.definition)) out.insert(one.id);
  }
  return out;
}

}  // namespace

std::vector<Operation> drops_before_renames(const Schema& present, const Schema& wanted,
                                            const std::vector<Operation>& renames, const Dialect& dialect) {
  const auto renamed = renamed_things(renames);
  auto things = renamed;
  if (things.empty()) return {};
  const auto followed = followed_by_the_engine(present, wanted, renames, dialect);
  std::set<ObjectId> going;
  std::map<ObjectId, const SqlObject*> affected;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [key, object] : present.sql_objects) {
      const bool is_resolved = object->read_back || object->references;
      const auto id = id_of(*object);
      if (!is_resolved || object->kind == "partition" || affected.contains(id) ||
          !looks_at(*object, followed.contains(id) ? going : things, renamed))
        continue;
      affected.emplace(id, object.get());
      things.insert(id);
      going.insert(id);
      more = true;
    }
  }
  std::vector<Operation> drops;
  while (!affected.empty()) {
    auto next = affected.begin();
    for (; next != affected.end(); ++next) {
      const bool needed = std::any_of(affected.begin(), affected.end(), [&](const auto& other) {
        const auto& needs = other.second->depends_on;
        return other.first != next->first && std::find(needs.begin(), needs.end(), next->first) != needs.end();
      });
      if (!needed) break;
    }
    if (next == affected.end()) next = affected.begin();  // they need each other: the engine will say so
    drops.emplace_back(DropSqlObject{*next->second});
    affected.erase(next);
  }
  return drops;
}

}  // namespace schemac
