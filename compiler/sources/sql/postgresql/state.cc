#include "sources/sql/postgresql/state.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"

namespace schemac::sql {
namespace {

constexpr std::array<const char*, 4> relation_objects = {"view", "materialized view", "partition", "composite type"};

std::vector<std::string> parts_of(const Node& range_var) {
  if (const auto space = range_var.text("schemaname"); !space.empty()) return {space, range_var.text("relname")};
  return {range_var.text("relname")};
}

// The schemas in which a name is looked for.
template <class F>
std::optional<QualifiedName> looked_up(const std::vector<std::string>& names, const std::vector<std::string>& path,
                                       F&& is_there) {
  if (names.size() >= 2) {
    QualifiedName name{names[names.size() - 2], names.back()};
    return is_there(name) ? std::optional(std::move(name)) : std::nullopt;
  }
  for (const auto& space : path)
    if (QualifiedName name{space, names.back()}; is_there(name)) return name;
  return std::nullopt;
}

bool has_index(const Constraint& constraint) {
  return std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body);
}

// The names of a table's indexes and constraints, and whether it is a constraint's: most changes leave them as they
// are.
using TakenNames = std::vector<std::pair<std::string, bool>>;

TakenNames taken_names(const Table& table) {
  TakenNames out;
  out.reserve(table.indexes.size() + table.constraints.size());
  for (const auto& index : table.indexes) out.emplace_back(index.name.text, false);
  for (const auto& constraint : table.constraints) out.emplace_back(constraint.name.text, true);
  return out;
}

}  // namespace

Span State::place(const Node& node) const {
  if (!statement_) return {};
  auto where = statement_->where;
  const auto at = node.has_field("location") ? node.integer("location") : 0;
  const bool known = node && at > 0 && where.begin + static_cast<std::size_t>(at) < where.end;
  if (known) where.begin += static_cast<std::size_t>(at);
  const auto& text = where.source->text;
  const auto stop = known ? text.find_first_of(" \t\r\n(),;", where.begin + 1) : text.find('\n', where.begin);
  where.end = std::min({where.end, stop, text.size()});
  return where;
}

void State::needs_server(std::string_view what, const Node& at) {
  auto problem = error_at("needs-server", fmt::format("{} cannot be resolved without a server", what), place(at));
  problem.notes.push_back(note_at("load the file into a temporary database: `--scratch=postgresql://…`"));
  problems.push_back(std::move(problem));
}

void State::wrong(std::string code, std::string message, const Node& at) {
  problems.push_back(error_at(std::move(code), std::move(message), place(at)));
}

std::string State::creation_schema() const {
  for (const auto& space : search_path)
    if (space != "pg_catalog" && space != "$user") return space;
  return default_schema;
}

QualifiedName State::created(const Node& range_var) const { return created(parts_of(range_var)); }

QualifiedName State::created(const std::vector<std::string>& names) const {
  return {names.size() > 1 ? names[names.size() - 2] : creation_schema(), names.back()};
}

std::optional<QualifiedName> State::relation(const Node& range_var, bool must) {
  if (range_var.text("schemaname").empty() && temporary.contains(range_var.text("relname"))) return std::nullopt;
  auto found = relation(parts_of(range_var));
  if (!found && must) {
    const auto said = fmt::format("{}", fmt::join(parts_of(range_var), "."));
    std::vector<std::string> candidates;
    for (const auto& [name, table] : schema.tables) candidates.push_back(display(name));
    for (const auto& [key, object] : schema.sql_objects)
      if (std::ranges::find(relation_objects, key.kind) != relation_objects.end())
        candidates.push_back(display(key.name));
    const auto near = nearest(said, candidates);
    problems.push_back(
        error_at("unknown-object",
                 fmt::format("found no relation `{}`, expected one that a statement before this one makes", said),
                 place(range_var), near.empty() ? "" : fmt::format("did you mean `{}`?", near)));
  }
  return found;
}

std::optional<QualifiedName> State::relation(const std::vector<std::string>& names) const {
  return looked_up(names, search_path, [this](const QualifiedName& name) { return is_relation(name); });
}

bool State::is_relation(const QualifiedName& name) const { return !relation_kind(name).empty(); }

std::string State::relation_kind(const QualifiedName& name) const {
  if (schema.tables.contains(name)) return "table";
  if (schema.sequences.contains(name) || column_sequences.contains(name)) return "sequence";
  if (!schema.sql_objects.empty())
    for (const char* kind : relation_objects)
      if (has(kind, name)) return kind;
  return foreign_tables.contains(name) ? "foreign table" : "";
}

std::optional<QualifiedName> State::find(const std::vector<std::string>& names,
                                         const std::vector<std::string>& kinds) const {
  return looked_up(names, search_path, [&](const QualifiedName& name) {
    return std::ranges::any_of(kinds, [&](const auto& kind) { return has(kind, name); });
  });
}

std::optional<QualifiedName> State::find_index(const std::vector<std::string>& names) const {
  return looked_up(names, search_path, [this](const QualifiedName& name) { return indexes.contains(name); });
}

bool State::is_taken(const std::string& space, const std::string& name) const {
  const QualifiedName whole{space, name};
  return is_relation(whole) || indexes.contains(whole);
}

std::string State::relation_name(const std::string& space, const std::string& part1, const std::string& part2,
                                 std::string_view label, bool constraint) const {
  return postgresql::free_name(part1, part2, label, [&](const std::string& name) {
    return is_taken(space, name) || (constraint && constraint_names.contains({space, name}));
  });
}

std::string State::constraint_name(const std::string& space, const std::string& part1, const std::string& part2,
                                   std::string_view label) const {
  return postgresql::free_name(part1, part2, label, [&](const std::string& name) {
    return constraint_names.contains({space, name});
  });
}

void State::take_name(const QualifiedName& table, const Constraint& constraint) {
  constraint_names.insert({table.schema, constraint.name.text});
  if (has_index(constraint)) indexes.emplace(QualifiedName{table.schema, constraint.name.text}, table);
}

bool State::change_in_place(const QualifiedName& name, const std::function<void(Table&)>& change) {
  const auto partition = partition_tables.find(name);
  if (partition == partition_tables.end()) return schema.tables.change(name, change);
  change(partition->second);
  return true;
}

bool State::change_table(QualifiedName name, const std::function<void(Table&)>& change) {
  return change_in_place(name, [&](Table& table) {
    const auto before = taken_names(table);
    const auto space = table.name.schema;
    change(table);
    if (taken_names(table) == before) return;
    for (const auto& [text, is_constraint] : before) {
      indexes.erase({space, text});
      if (const auto at = is_constraint ? constraint_names.find({space, text}) : constraint_names.end();
          at != constraint_names.end())
        constraint_names.erase(at);
    }
    for (const auto& index : table.indexes)
      indexes.emplace(QualifiedName{table.name.schema, index.name.text}, table.name);
    for (const auto& constraint : table.constraints) take_name(table.name, constraint);
  });
}

bool State::add_constraint(const QualifiedName& table, Constraint constraint) {
  return change_in_place(table, [&](Table& owner) {
    take_name(owner.name, constraint);
    owner.constraints.push_back(std::move(constraint));
  });
}

bool State::add_index(const QualifiedName& table, Index index) {
  return change_in_place(table, [&](Table& owner) {
    indexes.emplace(QualifiedName{owner.name.schema, index.name.text}, owner.name);
    owner.indexes.push_back(std::move(index));
  });
}

const Table* State::table(const QualifiedName& name) const {
  if (const auto partition = partition_tables.find(name); partition != partition_tables.end())
    return &partition->second;
  return schema.tables.find(name);
}

std::vector<Column> State::columns_of(const QualifiedName& name) const {
  if (const auto parent = partitions.find(name); parent != partitions.end()) return columns_of(parent->second);
  std::vector<Column> out;
  const auto foreign = foreign_tables.find(name);
  const auto* found = foreign != foreign_tables.end() ? &foreign->second : schema.tables.find(name);
  if (!found) return out;
  if (const auto inherits = found->attributes.find("inherits"); inherits != found->attributes.end())
    for (const auto& parent : postgresql::listed(inherits->second))
      for (auto& column : columns_of(postgresql::qualified_name(parent)))
        if (std::ranges::none_of(out, [&](const Column& known) { return known.name == column.name; }))
          out.push_back(std::move(column));
  if (out.empty()) return {found->columns.begin(), found->columns.end()};
  for (const auto& column : found->columns)
    if (std::ranges::none_of(out, [&](const Column& known) { return known.name == column.name; }))
      out.push_back(column);
  return out;
}

TypeTable& State::types() {
  if (types_) return *types_;
  types_ = std::make_unique<TypeTable>();
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == "extension" && !object->shape.empty()) types_->add_extension(key.name.name, object->shape[0]);
  return *types_;
}

void State::put(std::string kind, QualifiedName name, std::string definition, std::vector<std::string> shape) {
  SqlObjectKey key{kind, name};
  if (kind == "function" || kind == "window function" || kind == "aggregate")
    if (!has(kind, name)) routines.emplace(std::pair(name.schema, split_routine(name.name).name), key);
  if (kind == "extension" && types_ && !shape.empty()) types_->add_extension(name.name, shape[0]);
  schema.sql_objects.set(std::move(key), SqlObject{.kind = std::move(kind),
                                                   .name = std::move(name),
                                                   .definition = std::move(definition),
                                                   .shape = std::move(shape)});
}

void State::set_comment(const ObjectId& id, const std::string& reference, const std::optional<std::string>& comment) {
  const auto kind = "comment on " + id.part;
  if (!comment || comment->empty()) return erase(kind, id.name);
  put(kind, id.name, fmt::format("COMMENT ON {} IS {}", reference, postgresql::literal(*comment)));
}

void State::declare(const ObjectId& id, const Node& at) {
  declared[id] = place(at);
  if (!role.empty()) owners.emplace(id, role);
}

}  // namespace schemac::sql
