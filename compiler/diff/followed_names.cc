#include "diff/followed_names.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "diff/resolve_renamed.h"
#include "operations/follow_rename.h"
#include "operations/object_ids.h"
#include "operations/references.h"

namespace schemac {
namespace {

constexpr char quote_of_mysql = '`';

bool keeps_old_names(const Schema& schema) { return schema.engine.dialect == "mysql"; }

ObjectId id_of(const SqlObject& object) { return {ObjectKind::sql_object, object.name, object.kind}; }

// Its columns are columns of the table's new name.
void follow_table(ObjectId& id, const NewName& move) {
  if (move.from.kind == ObjectKind::table && id.kind == ObjectKind::column && id.name == move.from.name)
    id.name = move.to.name;
}

// The object's text in the new names. False where it says none of the old ones.
bool rewrite(SqlObject& object, const std::vector<NewName>& moves, char quote) {
  if (!object.references) return false;
  auto& references = *object.references;
  const bool names_its_table = object.kind == "trigger" && !references.empty();
  bool any = false;
  for (const auto& move : moves) {
    // the server takes a trigger along with its table
    const bool takes_along = names_its_table && references.front().object == move.from;
    const auto others = std::ranges::count(references, move.from, &Reference::object);
    const bool changed = rename_references(object.definition, references, move.from, move.to, quote);
    any = any || (changed && !(takes_along && others == 1));
    for (auto& reference : references) follow_table(reference.object, move);
  }
  return any;
}

std::vector<SqlObject> undeclared(const Schema& present, const Schema& wanted) {
  std::vector<SqlObject> out;
  for (const auto& object : present.unmanaged)
    if (!object.definition.empty() && !wanted.sql_objects.contains({object.kind, object.name}))
      out.push_back({.kind = object.kind, .name = object.name, .definition = object.definition});
  return out;
}

}  // namespace

bool follow_new_names(Schema& present, Schema& wanted, const std::vector<Operation>& renames, const Dialect& dialect) {
  if (!keeps_old_names(present) || renames.empty()) return false;
  const auto moves = new_names(renames, present);
  auto objects = resolved(undeclared(present, wanted), present, dialect);
  std::set<ObjectId> again;
  auto rewritten = objects;
  for (auto& object : rewritten)
    if (rewrite(object, moves, quote_of_mysql)) again.insert(id_of(object));
  if (again.empty()) return false;
  // what looks at one of them goes and comes with it
  for (bool more = true; more;) {
    more = false;
    for (const auto& object : objects)
      if (std::ranges::any_of(object.depends_on, [&](const ObjectId& need) { return again.contains(need); }))
        more = again.insert(id_of(object)).second || more;
  }
  for (std::size_t at = 0; at < objects.size(); ++at) {
    if (!again.contains(id_of(objects[at]))) continue;
    for (auto* object : {&objects[at], &rewritten[at]}) object->read_back = true;
    const SqlObjectKey key{objects[at].kind, objects[at].name};
    std::erase_if(present.unmanaged,
                  [&](const UnmanagedObject& one) { return one.kind == key.kind && one.name == key.name; });
    present.sql_objects.set(key, std::move(objects[at]));
    wanted.sql_objects.set(key, std::move(rewritten[at]));
  }
  return true;
}

static bool goes_before(const SqlObject& object, const std::vector<Operation>& renames) {
  return std::ranges::any_of(renames, [&](const Operation& op) {
    const auto* drop = std::get_if<DropSqlObject>(&op.variant());
    return drop && drop->object.kind == object.kind && drop->object.name == object.name;
  });
}

// What is about the object, or calls it; a query over a view is made again.
static bool goes_along(const SqlObject& object, const RenameSqlObject& renamed) {
  return is_part_of_another(object) || (renamed.kind != "view" && renamed.kind != "materialized view");
}

static SqlObject along_with(const SqlObject& object, const RenameSqlObject& renamed, const Schema& schema) {
  const auto* target = schema.sql_objects.find({renamed.kind, renamed.from});
  if (!target) return object;
  Schema both;
  both.engine = schema.engine;
  both.sql_objects.set({renamed.kind, renamed.from}, *target);
  both.sql_objects.set({object.kind, object.name}, object);
  schemac::apply(Operation(renamed), both);
  for (const auto& [key, other] : both.sql_objects)
    if (key.kind != renamed.kind || key.name != renamed.to) return *other;
  return object;
}

bool follow_in_kept(std::vector<SqlObjectKey>& kept, const Schema& present, Schema& wanted,
                    const std::vector<Operation>& renames, const Dialect& dialect) {
  if (!follows_renames(present) || renames.empty()) return false;
  std::vector<SqlObject> objects;
  std::erase_if(kept, [&](const SqlObjectKey& key) { return !wanted.sql_objects.contains(key); });
  for (const auto& key : kept) objects.push_back(*wanted.sql_objects.find(key));
  bool any = false;
  auto rewritten = resolved(objects, present, dialect);
  for (std::size_t at = 0; at < objects.size(); ++at) {
    auto& object = rewritten[at];
    object.read_back = objects[at].read_back;
    object.depends_on = objects[at].depends_on;
    Schema then = present;
    for (const auto& op : renames) {
      if (const auto* renamed = std::get_if<RenameSqlObject>(&op.variant()); renamed && goes_along(object, *renamed))
        object = along_with(object, *renamed, then);
      else
        for (const auto& move : new_names(op, then)) {
          if (follow_rename(object, move)) continue;
          // what the engine will show is not known: it stays as it is, or is made again in the new words
          if (goes_before(objects[at], renames)) rewrite(object, {move}, '"');
          follow_in_names(object, move);
        }
      apply(op, then);
    }
    if (object == objects[at]) continue;
    any = true;
    wanted.sql_objects.erase(kept[at]);
    kept[at] = {object.kind, object.name};
    wanted.sql_objects.set({object.kind, object.name}, std::move(object));
  }
  return any;
}

Diagnostics texts_with_old_names(const Schema& present, const Schema& wanted, const std::vector<Operation>& renames,
                                 const Dialect& dialect) {
  if (!keeps_old_names(present) || renames.empty()) return {};
  const auto moves = new_names(renames, present);
  std::vector<SqlObject> declared;
  for (const auto& [key, object] : wanted.sql_objects) declared.push_back(*object);
  const auto then = resolved(declared, present, dialect), now = resolved(declared, wanted, dialect);
  Diagnostics out;
  for (std::size_t at = 0; at < declared.size(); ++at) {
    std::set<ObjectId> told;
    for (auto reference : *then[at].references) {
      const auto before = reference.object;
      for (const auto& move : moves) {
        if (reference.object == move.from) reference.object = move.to;
        follow_table(reference.object, move);
      }
      const auto is_there = [&](const Reference& other) { return other.begin == reference.begin; };
      const bool is_renamed = reference.object.part != before.part || before.kind == ObjectKind::table;
      if (reference.object == before || !is_renamed || std::ranges::any_of(*now[at].references, is_there) ||
          !told.insert(before).second)
        continue;
      out.push_back(warning_at(
          "old-name",
          fmt::format("{} `{}` of the wanted side still names `{}`, which gets the name `{}`: it will fail",
                      declared[at].kind, display(declared[at].name), display(before), display(reference.object)),
          {}, "use the new name in its text"));
    }
  }
  return out;
}

}  // namespace schemac
