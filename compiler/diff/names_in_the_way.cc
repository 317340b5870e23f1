#include "diff/names_in_the_way.h"

#include "operations/object_ids.h"

namespace schemac {
namespace {

template <class F>
void for_each_relation_name(const std::vector<ObjectId>& ids, F&& visit) {
  for (const auto& id : ids)
    if (id.kind == ObjectKind::relation_name) visit(id.name);
}

template <class F>
void for_each_relation_name(const Schema& schema, F&& visit) {
  for (const auto& [name, sequence] : schema.sequences) visit(name);
  for (const auto& [name, table] : schema.tables) {
    for_each_relation_name(brought_by(*table), visit);
    for (const auto& index : table->indexes) for_each_relation_name(brought_by(name, index), visit);
  }
}

std::set<QualifiedName> relation_names(const Schema& schema) {
  std::set<QualifiedName> names;
  for_each_relation_name(schema, [&](const QualifiedName& name) { names.insert(name); });
  return names;
}

}  // namespace

NamesInTheWay::NamesInTheWay(const Schema& from, const Schema& to, const std::vector<Operation>& operations) {
  std::set<QualifiedName> made, freed;
  for (const auto& operation : operations) {
    const auto touched = touches(operation);
    for_each_relation_name(touched.makes, [&](const QualifiedName& name) { made.insert(name); });
    for_each_relation_name(touched.drops, [&](const QualifiedName& name) { freed.insert(name); });
  }
  if (made.empty()) return;
  for_each_relation_name(from, [&](const QualifiedName& name) {
    if (made.contains(name) && !freed.contains(name)) in_the_way_.insert(name);
  });
  if (in_the_way_.empty()) return;
  present_ = relation_names(from);
  wanted_ = relation_names(to);
}

std::optional<std::string> NamesInTheWay::instead_of(const QualifiedName& present, const ObjectName& wanted) const {
  if (wanted.stated || wanted.text.empty() || !in_the_way_.contains(present)) return std::nullopt;
  QualifiedName name{present.schema, wanted.text};  // on the wanted side it is this object's alone
  for (int number = 1; present_.contains(name) || (name.name != wanted.text && wanted_.contains(name)); ++number)
    name.name = wanted.text + std::to_string(number);
  return name.name;
}

}  // namespace schemac
