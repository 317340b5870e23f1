// RENAME, SET SCHEMA and OWNER TO. A rename that would have to be followed into the text of other objects is left to a
// server.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

std::vector<std::string> names_of(const Node& range_var) {
  if (const auto space = range_var.text("schemaname"); !space.empty()) return {space, range_var.text("relname")};
  return {range_var.text("relname")};
}

// Views, triggers and the like that are kept as text and may name what changes.
bool is_named_in_text(const State& state, const std::string& name) {
  return std::ranges::any_of(state.schema.sql_objects, [&](const auto& entry) {
    const auto& sql = entry.second->definition;
    for (const auto& token : sql_tokens(sql, postgresql::postgresql_lexis()))
      if (unquoted(token.text(sql)) == name && entry.first.kind != "function" && entry.first.kind != "procedure" &&
          entry.first.kind != "extension")
        return true;
    return false;
  });
}

template <class Value>
void rekey(SharedMap<QualifiedName, Value>& map, const QualifiedName& from, const QualifiedName& to) {
  const auto* found = map.find(from);
  if (!found) return;
  Value value = *found;
  map.erase(from);
  value.name = to;
  map.set(to, std::move(value));
}

bool is_below(const State& state, QualifiedName partition, const QualifiedName& table) {
  for (auto at = state.partitions.find(partition); at != state.partitions.end(); at = state.partitions.find(partition))
    if ((partition = at->second) == table) return true;
  return false;
}

void rename_column(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("relation"), !statement.flag("missing_ok"));
  if (!table) return;
  const auto from = statement.text("subname");
  const auto to = statement.text("newname");
  if (is_named_in_text(state, from) || state.relation_kind(*table) != "table")
    return state.needs_server(fmt::format("a rename of the column `{}`, which other objects name", from),
                              statement.child("relation"));
  Schema renamed = state.schema;
  apply(RenameColumn{*table, from, to}, renamed);
  state.schema = std::move(renamed);
  for (auto& [name, owner] : state.column_sequences)
    if (owner == ColumnName{*table, from}) owner.column = to;
  for (auto& [name, own] : state.partition_tables)
    if (const auto* present = own.columns.find(from); present && is_below(state, name, *table)) {
      auto column = *present;
      column.name = to;
      own.columns.remove(from);
      own.columns.add(std::move(column));
    }
}

void rename_constraint(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("relation"));
  if (!table) return;
  state.change_table(*table, [&](Table& changed) {
    for (auto& constraint : changed.constraints)
      if (constraint.name.text == statement.text("subname")) constraint.name.text = statement.text("newname");
  });
}

// Also of what stands behind a constraint.
void rename_index(State& state, const QualifiedName& index, const std::string& to) {
  state.change_table(state.indexes.at(index), [&](Table& table) {
    for (auto& known : table.indexes)
      if (known.name.text == index.name) known.name.text = to;
    for (auto& constraint : table.constraints)
      if (constraint.name.text == index.name && is_key_like(constraint)) constraint.name.text = to;
  });
}

void rename_sequence(State& state, const QualifiedName& from, const QualifiedName& to) {
  if (const auto owner = state.column_sequences.find(from); owner != state.column_sequences.end()) {
    const auto column = owner->second;
    state.change_table(column.table,
                       [&](Table& table) { table.columns.find(column.column)->identity->sequence.text = to.name; });
    state.column_sequences.erase(from);
    state.column_sequences[to] = column;
    return;
  }
  const auto old_call = "nextval(" + string_literal(postgresql::quote(from)) + "::regclass)";
  const auto new_call = "nextval(" + string_literal(postgresql::quote(to)) + "::regclass)";
  rekey(state.schema.sequences, from, to);
  std::vector<QualifiedName> users;
  for (const auto& [name, table] : state.schema.tables)
    if (std::ranges::any_of(table->columns, [&](const Column& column) {
          return column.default_value && column.default_value->sql == old_call;
        }))
      users.push_back(name);
  for (const auto& name : users)
    state.schema.tables.change(name, [&](Table& table) {
      for (auto& column : table.columns)
        if (column.default_value && column.default_value->sql == old_call) column.default_value->sql = new_call;
    });
}

void rename_table(State& state, const Node& statement, const QualifiedName& from, const QualifiedName& to) {
  const bool has_parts = !state.partitions.empty() && std::ranges::any_of(state.partitions, [&](const auto& entry) {
    return entry.second == from || entry.first == from;
  });
  if (is_named_in_text(state, from.name) || has_parts)
    return state.needs_server(fmt::format("a new name for `{}`, which other objects name", display(from)),
                              statement.child("relation"));
  state.change_table(from, [&](Table&) {});
  Table moved = *state.schema.tables.find(from);
  state.change_table(from, [](Table& table) {
    table.constraints.clear();
    table.indexes.clear();
  });
  state.schema.tables.erase(from);
  auto bare = moved;
  bare.name = to;
  bare.constraints.clear();
  bare.indexes.clear();
  state.schema.tables.set(to, bare);
  state.change_table(to, [&](Table& table) {
    table.constraints = moved.constraints;
    table.indexes = moved.indexes;
  });
  std::vector<QualifiedName> others;
  for (const auto& [name, table] : state.schema.tables) others.push_back(name);
  for (const auto& name : others) {
    const auto* table = state.schema.tables.find(name);
    const auto refers = [&](const Constraint& constraint) {
      const auto* key = std::get_if<ForeignKey>(&constraint.body);
      return key && key->references == from;
    };
    if (std::ranges::none_of(table->constraints, refers)) continue;
    state.schema.tables.change(name, [&](Table& changed) {
      for (auto& constraint : changed.constraints)
        if (refers(constraint)) std::get<ForeignKey>(constraint.body).references = to;
    });
  }
  std::vector<QualifiedName> owned;
  for (const auto& [name, sequence] : state.schema.sequences)
    if (sequence->owned_by && sequence->owned_by->table == from) owned.push_back(name);
  for (const auto& name : owned)
    state.schema.sequences.change(name, [&](Sequence& sequence) { sequence.owned_by->table = to; });
  for (auto& [name, owner] : state.column_sequences)
    if (owner.table == from) owner.table = to;
  if (from.schema == to.schema) return;
  for (const auto& name : owned) rename_sequence(state, name, {to.schema, name.name});
}

void rename_relation(State& state, const Node& statement) {
  const auto relation = statement.child("relation");
  const auto to = statement.text("newname");
  if (const auto name = state.relation(relation, false)) {
    const auto kind = state.relation_kind(*name);
    const QualifiedName renamed{name->schema, to};
    if (kind == "table") return rename_table(state, statement, *name, renamed);
    if (kind == "sequence") return rename_sequence(state, *name, renamed);
    return state.needs_server(fmt::format("a rename of a {}", kind), relation);
  }
  if (const auto index = state.find_index(names_of(relation))) return rename_index(state, *index, to);
  if (!statement.flag("missing_ok")) static_cast<void>(state.relation(relation));
}

void rename_type(State& state, const Node& statement, const std::vector<std::string>& names, const QualifiedName& to) {
  const auto from = find_type(state, names);
  if (!from)
    return state.wrong("unknown-type", fmt::format("found no type `{}`, expected one", fmt::join(names, ".")),
                       statement);
  if (!state.schema.enums.contains(*from) || is_named_in_text(state, from->name))
    return state.needs_server(fmt::format("a new name for the type `{}`", display(*from)), statement);
  Schema renamed = state.schema;
  apply(RenameEnum{*from, to}, renamed);
  state.schema = std::move(renamed);
}

}  // namespace

void fold_rename(State& state, const Node& statement) {
  const auto kind = statement.word("rename_type");
  if (kind == "OBJECT_COLUMN") return rename_column(state, statement);
  if (kind == "OBJECT_TABCONSTRAINT") return rename_constraint(state, statement);
  if (kind == "OBJECT_TABLE" || kind == "OBJECT_INDEX" || kind == "OBJECT_SEQUENCE")
    return rename_relation(state, statement);
  if (kind == "OBJECT_TYPE") {
    const auto names = statement.child("object").values("items");
    const auto from = find_type(state, names);
    return rename_type(state, statement, names, {from ? from->schema : std::string(), statement.text("newname")});
  }
  state.needs_server(fmt::format("a rename of a kind of object ({}) that is not read here", kind.substr(7)),
                     statement.child("relation"));
}

void fold_set_schema(State& state, const Node& statement) {
  const auto kind = statement.word("object_type");
  const auto space = statement.text("newschema");
  if (kind == "OBJECT_TABLE" || kind == "OBJECT_SEQUENCE") {
    const auto name = state.relation(statement.child("relation"), !statement.flag("missing_ok"));
    if (!name) return;
    if (state.relation_kind(*name) == "sequence") return rename_sequence(state, *name, {space, name->name});
    return rename_table(state, statement, *name, {space, name->name});
  }
  if (kind == "OBJECT_TYPE") {
    const auto names = statement.child("object").values("items");
    return rename_type(state, statement, names, {space, names.back()});
  }
  state.needs_server(fmt::format("SET SCHEMA of a kind of object ({}) that is not read here", kind.substr(7)),
                     statement.child("relation"));
}

void fold_owner(State& state, const Node& statement) {
  const auto owner = statement.child("newowner").text("rolename");
  const auto kind = statement.word("object_type");
  const auto object = statement.child("object");
  if (kind == "OBJECT_SCHEMA") state.owners[schema_id(object.value())] = owner;
  if (kind == "OBJECT_TYPE" || kind == "OBJECT_DOMAIN")
    if (const auto name = find_type(state, object.values("items"))) state.owners[type_id(*name)] = owner;
  if (kind == "OBJECT_FUNCTION" || kind == "OBJECT_PROCEDURE") {
    std::string routine;
    if (const auto name = find_routine(state, object, routine)) state.owners[table_id(*name)] = owner;
  }
}

}  // namespace schemac::sql
