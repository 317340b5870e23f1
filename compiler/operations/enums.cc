#include "operations/enums.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/follow_rename.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"

namespace schemac {
namespace {

std::vector<std::string> labels_only_in(const EnumType& a, const EnumType& b) {
  const std::unordered_set<std::string_view> others(b.labels.begin(), b.labels.end());
  std::vector<std::string> labels;
  for (const auto& label : a.labels)
    if (!others.contains(label)) labels.push_back(label);
  return labels;
}

Touches made(const EnumType& type) {
  Touches t{.makes = {type_id(type.name)}};
  if (!type.name.schema.empty()) t.uses.push_back(schema_id(type.name.schema));
  return t;
}

}  // namespace

bool only_adds(const AlterEnum& op) {
  if (op.makes_type) return false;
  std::size_t at = 0;
  for (const auto& label : op.after.labels)
    if (at < op.before.labels.size() && op.before.labels[at] == label) ++at;
  return at == op.before.labels.size();
}

std::string describe(const CreateEnum& op) { return "create enum " + display(op.type.name); }
std::string describe(const DropEnum& op) { return "drop enum " + display(op.type.name); }
std::string describe(const RenameEnum& op) {
  if (op.from.name == op.to.name) return fmt::format("move enum {} to schema {}", display(op.from), op.to.schema);
  return fmt::format("rename enum {} to {}", display(op.from), display(op.to));
}
std::string describe(const RenameEnumLabel& op) {
  return fmt::format("rename enum label {} '{}' to '{}'", display(op.type), op.from, op.to);
}
std::string describe(const AlterEnum& op) {
  const auto added = labels_only_in(op.after, op.before);
  auto removed = labels_only_in(op.before, op.after);
  std::erase_if(removed, [&](const std::string& label) { return op.replacements.contains(label); });
  std::vector<std::string> parts;
  if (!added.empty()) parts.push_back(fmt::format("add '{}'", fmt::join(added, "', '")));
  if (!removed.empty()) parts.push_back(fmt::format("remove '{}'", fmt::join(removed, "', '")));
  for (const auto& [label, heir] : op.replacements) parts.push_back(fmt::format("replace '{}' by '{}'", label, heir));
  if (parts.empty()) parts.emplace_back("reorder labels");
  return fmt::format("change enum {}: {}", display(op.after.name), fmt::join(parts, ", "));
}

void apply(const CreateEnum& op, Schema& schema) { schema.enums.set(op.type.name, op.type); }
void apply(const DropEnum& op, Schema& schema) { schema.enums.erase(op.type.name); }
void apply(const RenameEnum& op, Schema& schema) {
  const EnumType* old = schema.enums.find(op.from);
  if (!old) return;
  EnumType moved = *old;
  moved.name = op.to;
  schema.enums.erase(op.from);
  schema.enums.set(op.to, std::move(moved));
  rename_type_everywhere(schema, op.from, op.to);
  follow_in_objects(schema, Operation(op));
}
void apply(const RenameEnumLabel& op, Schema& schema) {
  schema.enums.change(op.type,
                      [&](EnumType& type) { std::replace(type.labels.begin(), type.labels.end(), op.from, op.to); });
}
void apply(const AlterEnum& op, Schema& schema) {
  schema.enums.change(op.after.name, [&](EnumType& type) { type.labels = op.after.labels; });
}

Undo invert(const CreateEnum& op) { return {.operations = {DropEnum{op.type}}}; }
Undo invert(const DropEnum& op) { return {.operations = {CreateEnum{op.type}}}; }
Undo invert(const RenameEnum& op) { return {.operations = {RenameEnum{op.to, op.from}}}; }
Undo invert(const RenameEnumLabel& op) { return {.operations = {RenameEnumLabel{op.type, op.to, op.from}}}; }
Undo invert(const AlterEnum& op) {
  AlterEnum back{op.after, op.before};
  back.makes_type = only_adds(back);
  Undo undo{.operations = {std::move(back)}};
  std::vector<std::string> losses;
  if (const auto added = labels_only_in(op.after, op.before); !added.empty())
    losses.push_back(
        fmt::format("refused while a row holds '{}' of {}", fmt::join(added, "' or '"), display(op.after.name)));
  for (const auto& [label, heir] : op.replacements)
    losses.push_back(fmt::format("rows that held '{}' of {} keep '{}'", label, display(op.after.name), heir));
  if (!op.conversions.empty()) losses.emplace_back("the values that `using` converted are not brought back");
  if (!losses.empty()) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("{}", fmt::join(losses, "; "));
  }
  return undo;
}

Touches touches(const CreateEnum& op) { return made(op.type); }
Touches touches(const DropEnum& op) {
  Touches t{.drops = {type_id(op.type.name)}};
  if (!op.type.name.schema.empty()) t.uses_old.push_back(schema_id(op.type.name.schema));
  return t;
}
Touches touches(const RenameEnum& op) {
  Touches t{.makes = {type_id(op.to)}, .drops = {type_id(op.from)}};
  if (op.from.schema != op.to.schema) {
    t.uses.push_back(schema_id(op.to.schema));
    t.uses_old.push_back(schema_id(op.from.schema));
  }
  return t;
}
Touches touches(const RenameEnumLabel& op) { return {.uses_old = {type_id(op.type)}}; }
Touches touches(const AlterEnum& op) {
  return {.changes = {type_id(op.after.name)}, .uses = {schema_id(op.after.name.schema)}};
}

}  // namespace schemac
