#include "operations/comments.h"

#include "base/diagnostic.h"
#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac {

std::string describe(const SetComment& op) {
  std::string out = op.after ? "set comment on " : "drop comment on ";
  out += kind_name(op.object.kind);
  return out + " " + display(op.object);
}

void apply(const SetComment& op, Schema& schema) {
  const auto& [kind, name, part] = op.object;
  const auto set = [&](auto& object) { object.comment = op.after; };
  const auto in_table = [&](auto&& change) { schema.tables.change(name, change); };
  switch (kind) {
    case ObjectKind::schema: schema.namespaces.change(name.schema, set); return;
    case ObjectKind::table: in_table(set); return;
    case ObjectKind::column:
      return in_table([&](Table& t) {
        if (Column* column = t.columns.find(part)) set(*column);
      });
    case ObjectKind::constraint:
      return in_table([&](Table& t) {
        for (auto& constraint : t.constraints)
          if (constraint_label(constraint) == part) set(constraint);
      });
    case ObjectKind::index:
      return in_table([&](Table& t) {
        for (auto& index : t.indexes)
          if (index.name.text == part) set(index);
      });
    case ObjectKind::sequence: schema.sequences.change(name, set); return;
    case ObjectKind::type: schema.enums.change(name, set); return;
    case ObjectKind::column_type:
    case ObjectKind::column_values:
    case ObjectKind::column_default:
    case ObjectKind::column_nullability:
    case ObjectKind::relation_name:
    case ObjectKind::key:
    case ObjectKind::enum_label:
    case ObjectKind::sql_object: broken_invariant("only modelled objects carry comments");
  }
}

Undo invert(const SetComment& op) { return {.operations = {SetComment{op.object, op.after, op.before}}}; }

Touches touches(const SetComment& op) {
  Touches t{.uses = {op.object}};
  const bool in_table = op.object.kind == ObjectKind::column || op.object.kind == ObjectKind::constraint ||
                        op.object.kind == ObjectKind::index;
  if (in_table) t.uses.push_back(table_id(op.object.name));
  return t;
}

}  // namespace schemac
