#include "operations/sql_objects.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/rename.h"
#include "operations/routine_names.h"

namespace schemac {
namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& kinds, std::string_view kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// In the name space of tables and indexes.
bool is_relation(std::string_view kind) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"view", "materialized view", "index", "partition", "foreign table"});
  return is_one_of(kinds, kind);
}

// In the name space of types; rows of a relation are of a type by its name.
bool is_type(std::string_view kind) {
  static constexpr auto kinds = std::to_array<std::string_view>(
      {"domain", "type", "composite type", "range type", "view", "materialized view", "partition", "foreign table"});
  return is_one_of(kinds, kind);
}

// What somebody may do with a table and with its columns is one thing to the engine: whoever takes away a right on the
// table takes it from the columns too, so that goes before a column gets its own.
std::optional<ObjectId> rights_on(const SqlObject& object) {
  if (!object.kind.starts_with("grant on ")) return std::nullopt;
  auto name = object.name;
  const auto to = name.name.rfind(" to ");
  const auto dot = name.name.rfind('.', to);
  if (object.kind == "grant on column" && dot != std::string::npos) name.name.erase(dot, to - dot);
  return ObjectId{ObjectKind::sql_object, name, "rights"};
}

// What a unique index or key of a partition alone lets foreign keys refer to: `… UNIQUE (a, b)`, `CREATE UNIQUE INDEX i
// ON p USING btree (a, b)`. Nothing where only some rows, or an expression, are unique.
std::vector<ObjectId> key_of_partition(const SqlObject& object) {
  if (object.kind != "partition constraint" && object.kind != "index") return {};
  const auto partition = std::ranges::find_if(object.depends_on, [](const ObjectId& id) {
    return id.kind == ObjectKind::sql_object && id.part == "partition";
  });
  if (partition == object.depends_on.end()) return {};
  const std::string_view sql = object.definition;
  const auto tokens = sql_tokens(sql, {.dollar_quotes = true});
  const auto find = [&](auto from, std::string_view word) {
    return std::find_if(from, tokens.end(),
                        [&](const SqlToken& token) { return equal_ignoring_case(token.text(sql), word); });
  };
  const auto unique = std::min(find(tokens.begin(), "unique"), find(tokens.begin(), "primary"));
  if (find(tokens.begin(), "where") != tokens.end()) return {};
  std::vector<std::string> columns;
  for (auto at = find(unique, "("); at != tokens.end() && at->text(sql) != ")"; ++at) {
    if (at->text(sql) == "(" && !columns.empty()) return {};
    if (at->text(sql) == "(" || at->text(sql) == ",")
      if (const auto name = std::next(at); name != tokens.end()) columns.push_back(unquoted(name->text(sql)));
  }
  return columns.empty() ? std::vector<ObjectId>() : std::vector{key_id(partition->name, columns)};
}

std::vector<ObjectId> brought_by(const SqlObject& object) {
  const auto& [schema, name] = object.name;
  std::vector<ObjectId> ids = {{ObjectKind::sql_object, object.name, object.kind}};
  if (is_relation(object.kind)) ids.push_back(relation_id(schema, name));
  if (is_type(object.kind)) ids.push_back(type_id(object.name));
  if (is_routine(object.kind)) ids.push_back(routine_id({schema, split_routine(name).name}));
  if (const auto rights = rights_on(object)) ids.push_back(*rights);
  append(ids, key_of_partition(object));
  return ids;
}

// A domain's check, default or NOT NULL changes the domain: whoever is made with it is made with it as it is then.
std::vector<ObjectId> changed_by(const SqlObject& object) {
  std::vector<ObjectId> ids;
  if (object.kind.starts_with("domain "))
    std::copy_if(object.depends_on.begin(), object.depends_on.end(), std::back_inserter(ids), [&](const ObjectId& id) {
      const bool is_its_own = id.name == object.name || object.name.name.starts_with(id.name.name + ".");
      return id.kind == ObjectKind::type && id.name.schema == object.name.schema && is_its_own;
    });
  // so does a column's default, and what else is set there, to the partitions and heirs of this one
  const bool is_of_column = is_setting_of_a_column(object.kind);
  if (const auto dot = object.name.name.rfind('.'); is_of_column && dot != std::string::npos)
    ids.push_back(
        settings_below_id({object.name.schema, object.name.name.substr(0, dot)}, object.name.name.substr(dot + 1)));
  // so does a trigger, and its state to the partitions that have it
  if (object.kind == "trigger") ids.push_back(triggers_below_id(object.name));
  if (object.kind == "trigger state") ids.push_back({ObjectKind::sql_object, object.name, "states below"});
  return ids;
}

Touches without_changes_among_uses(Touches t) {
  for (auto* list : {&t.uses, &t.uses_old})
    std::erase_if(*list, [&](const ObjectId& id) {
      return std::find(t.changes.begin(), t.changes.end(), id) != t.changes.end();
    });
  return t;
}

}  // namespace

bool is_setting_of_a_column(std::string_view kind) {
  static constexpr auto of_the_whole = std::to_array<std::string_view>(
      {"partition constraint", "partition options", "partition replica identity", "partition clustering"});
  return (kind.starts_with("partition ") || kind.starts_with("inherited ")) && !is_one_of(of_the_whole, kind);
}

bool is_routine(std::string_view kind) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"function", "procedure", "aggregate", "window function"});
  return is_one_of(kinds, kind);
}

bool is_on_a_table(std::string_view kind) { return kind == "trigger" || kind == "rule" || kind == "policy"; }

bool is_type_of_columns(std::string_view kind) {
  return kind == "domain" || kind == "composite type" || kind == "range type";
}

bool is_part_of_another(const SqlObject& object) {
  static constexpr auto kinds = std::to_array<std::string_view>({"trigger state",
                                                                 "rule state",
                                                                 "domain default",
                                                                 "domain not null",
                                                                 "domain constraint",
                                                                 "partition replica identity",
                                                                 "partition clustering",
                                                                 "partition constraint",
                                                                 "partition options",
                                                                 "partition default",
                                                                 "partition not null",
                                                                 "partition storage",
                                                                 "partition compression",
                                                                 "partition statistics",
                                                                 "inherited default",
                                                                 "inherited not null",
                                                                 "inherited storage",
                                                                 "inherited compression",
                                                                 "inherited statistics",
                                                                 "statistics target",
                                                                 "column default",
                                                                 "column statistics",
                                                                 "clustering"});
  return is_one_of(kinds, object.kind) || is_owner(object) || object.kind.find("comment on") == 0 ||
         object.kind.find("grant on") == 0 || object.kind.find("revoke on") == 0 ||
         object.kind.find("privileges") != std::string::npos;
}

bool is_owner(const SqlObject& object) { return object.kind.starts_with("owner of "); }

std::string attribute_name(std::string_view attribute) {
  const auto end = attribute.starts_with('"') ? attribute.find("\" ") : attribute.find(' ');
  return std::string(attribute.substr(0, end == std::string_view::npos ? end : end + attribute.starts_with('"')));
}

bool takes_attributes_away(const ReplaceSqlObject& op) {
  const auto stays = [&](const std::string& attribute) {
    return std::any_of(op.after.shape.begin(), op.after.shape.end(),
                       [&](const std::string& other) { return attribute_name(other) == attribute_name(attribute); });
  };
  return op.before.kind == "composite type" && !std::all_of(op.before.shape.begin(), op.before.shape.end(), stays);
}

namespace {

// Attributes that stay have their types and their order, new ones stand at the end.
bool alters_in_place(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::vector<std::string> kept;
  for (const auto& attribute : before)
    if (std::any_of(after.begin(), after.end(),
                    [&](const std::string& other) { return attribute_name(other) == attribute_name(attribute); }))
      kept.push_back(attribute);
  return kept.size() <= after.size() && std::equal(kept.begin(), kept.end(), after.begin());
}

}  // namespace

bool swaps_a_type(const ReplaceSqlObject& op) {
  return op.before.kind == "domain" ||
         (op.before.kind == "composite type" && !alters_in_place(op.before.shape, op.after.shape));
}

std::vector<Operation> without_replacements(std::vector<Operation> operations) {
  std::vector<Operation> out;
  for (auto& operation : operations) {
    const auto* replace = std::get_if<ReplaceSqlObject>(&operation.variant());
    if (!replace) {
      out.push_back(std::move(operation));
      continue;
    }
    out.emplace_back(DropSqlObject{replace->before});
    out.emplace_back(CreateSqlObject{replace->after});
  }
  return out;
}

std::string describe(const CreateSqlObject& op) {
  if (is_owner(op.object)) return fmt::format("set {} {}", op.object.kind, display(op.object.name));
  return fmt::format("create {} {}", op.object.kind, display(op.object.name));
}
std::string describe(const DropSqlObject& op) {
  if (is_owner(op.object)) return fmt::format("forget {} {}", op.object.kind, display(op.object.name));
  return fmt::format("drop {} {}", op.object.kind, display(op.object.name));
}
std::string describe(const ReplaceSqlObject& op) {
  return fmt::format("{} {} {}", is_owner(op.after) ? "set" : "replace", op.after.kind, display(op.after.name));
}
std::string describe(const RenameSqlObject& op) {
  return fmt::format("rename {} {} to {}", op.kind, display(op.from), display(op.to));
}

void apply(const CreateSqlObject& op, Schema& schema) {
  schema.sql_objects.set({op.object.kind, op.object.name}, op.object);
}
void apply(const DropSqlObject& op, Schema& schema) { schema.sql_objects.erase({op.object.kind, op.object.name}); }
void apply(const ReplaceSqlObject& op, Schema& schema) {
  schema.sql_objects.set({op.after.kind, op.after.name}, op.after);
}
void apply(const RenameSqlObject& op, Schema& schema) { rename_sql_object_everywhere(schema, op.kind, op.from, op.to); }

Undo invert(const CreateSqlObject& op) { return {.operations = {DropSqlObject{op.object}}}; }
Undo invert(const DropSqlObject& op) {
  Undo undo{.operations = {CreateSqlObject{op.object}}};
  if (op.object.kind == "partition") {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("every row of {}", display(op.object.name));
  }
  return undo;
}
Undo invert(const ReplaceSqlObject& op) {
  Undo undo{.operations = {ReplaceSqlObject{op.after, op.before}}};
  if (takes_attributes_away(op)) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("what columns of {} hold in the attributes that change", display(op.before.name));
  }
  if (swaps_a_type(op)) {
    undo.quality = UndoQuality::loses_data;
    undo.loss = fmt::format("values of {} that its former definition cannot hold", display(op.before.name));
  }
  return undo;
}
Undo invert(const RenameSqlObject& op) { return {.operations = {RenameSqlObject{op.kind, op.to, op.from}}}; }

Touches touches(const CreateSqlObject& op) {
  Touches t{.makes = brought_by(op.object), .changes = changed_by(op.object), .uses = op.object.depends_on};
  if (op.object.kind == "partition") t.makes.push_back(bounds_id(op.object));
  if (!op.object.name.schema.empty()) t.uses.push_back(schema_id(op.object.name.schema));
  return without_changes_among_uses(std::move(t));
}
Touches touches(const DropSqlObject& op) {
  Touches t{.drops = brought_by(op.object), .changes = changed_by(op.object), .uses_old = op.object.depends_on};
  if (op.object.kind == "partition") t.drops.push_back(bounds_id(op.object));
  if (!op.object.name.schema.empty()) t.uses_old.push_back(schema_id(op.object.name.schema));
  return without_changes_among_uses(std::move(t));
}
Touches touches(const RenameSqlObject& op) {
  return {.makes = brought_by(SqlObject{.kind = op.kind, .name = op.to, .definition = {}}),
          .drops = brought_by(SqlObject{.kind = op.kind, .name = op.from, .definition = {}})};
}
// What both texts need stays, whatever happens to it meanwhile: had it to stand still, this would be a drop and a
// creation.
Touches touches(const ReplaceSqlObject& op) {
  Touches t{.changes = {{ObjectKind::sql_object, op.after.name, op.after.kind}},
            .uses = op.after.depends_on,
            .uses_old = op.before.depends_on};
  std::erase_if(t.uses_old,
                [&](const ObjectId& id) { return std::find(t.uses.begin(), t.uses.end(), id) != t.uses.end(); });
  append(t.changes, changed_by(op.after));
  if (swaps_a_type(op)) t.changes.push_back(type_id(op.after.name));
  return without_changes_among_uses(std::move(t));
}

}  // namespace schemac
