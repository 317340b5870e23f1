#include "diff/renamed_objects.h"

#include <algorithm>
#include <map>
#include <set>

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

}  // namespace

std::vector<Operation> drops_before_renames(const Schema& present, const std::vector<Operation>& renames) {
  const auto renamed = renamed_things(renames);
  auto things = renamed;
  if (things.empty()) return {};
  std::map<ObjectId, const SqlObject*> affected;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [key, object] : present.sql_objects) {
      const bool is_resolved = object->read_back || object->references;
      if (!is_resolved || object->kind == "partition" || affected.contains(id_of(*object)) ||
          !looks_at(*object, things, renamed))
        continue;
      affected.emplace(id_of(*object), object.get());
      things.insert(id_of(*object));
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
