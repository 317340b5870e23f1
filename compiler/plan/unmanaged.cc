#include "plan/unmanaged.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/object_ids.h"
#include "schema/coverage.h"

namespace schemac {
namespace {

void follow(ObjectId& id, const Operation& rename) {
  if (const auto* table = std::get_if<RenameTable>(&rename.variant())) {
    if (id.name == table->from && (id.kind == ObjectKind::table || id.kind == ObjectKind::column ||
                                   id.kind == ObjectKind::constraint || id.kind == ObjectKind::index))
      id.name = table->to;
  } else if (const auto* column = std::get_if<RenameColumn>(&rename.variant())) {
    if (id.kind == ObjectKind::column && id.name == column->table && id.part == column->from) id.part = column->to;
  } else if (const auto* type = std::get_if<RenameEnum>(&rename.variant())) {
    if (id.kind == ObjectKind::type && id.name == type->from) id.name = type->to;
  } else if (const auto* sequence = std::get_if<RenameSequence>(&rename.variant())) {
    if (id.kind == ObjectKind::sequence && id.name == sequence->from) id.name = sequence->to;
  } else if (const auto* schema = std::get_if<RenameSchema>(&rename.variant())) {
    if (id.name.schema == schema->from) id.name.schema = schema->to;
  } else if (const auto* object = std::get_if<RenameSqlObject>(&rename.variant())) {
    if (id.name == object->from &&
        ((id.kind == ObjectKind::sql_object && id.part == object->kind) || id.kind == ObjectKind::type))
      id.name = object->to;
  }
}

// What the operation takes away from whoever depends on it.
std::vector<ObjectId> taken_away(const Operation& op) {
  const auto t = touches(op);
  auto ids = t.drops;
  // a rename takes the name along
  if (!t.makes.empty() && !std::holds_alternative<RebuildTable>(op.variant())) ids.clear();
  // what stands in its place is another one: whoever hung on the old one is gone with it
  if (const auto* rebuild = std::get_if<RebuildTable>(&op.variant()); rebuild && rebuild->replaces) {
    append(ids, brought_by(rebuild->before));
    for (const auto& partition : rebuild->partitions_before)
      ids.push_back({ObjectKind::sql_object, partition.name, partition.kind});
  }
  if (const auto* add = std::get_if<AddColumn>(&op.variant()))
    for (const auto& heir : add->taken_from) ids.push_back(column_id(heir, add->column.name));
  for (const auto& id : t.changes) {
    if (id.kind == ObjectKind::column_type) ids.push_back({ObjectKind::column, id.name, id.part});
    if (const auto* labels = std::get_if<AlterEnum>(&op.variant()); labels && !only_adds(*labels)) ids.push_back(id);
  }
  return ids;
}

bool leans_on(const UnmanagedObject& object, const ObjectId& id) {
  if (id.kind == ObjectKind::schema) return object.name.schema == id.name.schema;
  return std::any_of(object.depends_on.begin(), object.depends_on.end(), [&](const ObjectId& needed) {
    return needed == id ||
           (id.kind == ObjectKind::table && needed.kind == ObjectKind::column && needed.name == id.name);
  });
}

// schemac manages such objects; the wanted side only says nothing of this one.
bool can_be_declared(const UnmanagedObject& object) {
  return object.kind == "partition" || coverage_word(object.kind) != "tables";
}

}  // namespace

std::vector<UnmanagedObject> after_renames(std::vector<UnmanagedObject> objects,
                                           const std::vector<Operation>& renames) {
  for (auto& object : objects) {
    for (auto& id : object.depends_on)
      for (const auto& rename : renames) follow(id, rename);
    for (const auto& rename : renames)
      if (const auto* schema = std::get_if<RenameSchema>(&rename.variant());
          schema && object.name.schema == schema->from)
        object.name.schema = schema->to;
  }
  return objects;
}

std::string refusal(const Operation& op, const std::vector<UnmanagedObject>& objects,
                    const std::set<SqlObjectKey>& left_out) {
  std::vector<std::string> names;
  bool all_could_be_declared = true, all_left_out = true;
  for (const auto& id : taken_away(op))
    for (const auto& object : objects) {
      const auto name = fmt::format("{} {}", object.kind, display(object.name));
      if (!leans_on(object, id) || std::find(names.begin(), names.end(), name) != names.end()) continue;
      names.push_back(name);
      const bool is_left_out = left_out.contains({object.kind, object.name});
      all_could_be_declared = all_could_be_declared && !is_left_out && can_be_declared(object);
      all_left_out = all_left_out && is_left_out;
    }
  if (names.empty()) return {};
  const bool one = names.size() == 1;
  const auto what = fmt::format("{} depend{} on it and {}", fmt::join(names, ", "), one ? "s" : "", one ? "is" : "are");
  const auto them = one ? "it" : "them";
  if (all_left_out)
    return fmt::format(
        "{} left out of the comparison (`--exclude`, `--schemas`): drop {} first, and make {} again "
        "afterwards",
        what, them, them);
  if (all_could_be_declared)
    return fmt::format(
        "{} not declared in the wanted schema: declare {} there, or drop {} first and make {} again afterwards", what,
        them, them, them);
  return fmt::format("{} not managed: drop {} first, and make {} again afterwards", what, them, them);
}

}  // namespace schemac
