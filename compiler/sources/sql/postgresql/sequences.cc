#include <fmt/format.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/fold.h"

namespace schemac::sql {
namespace {

// `t.c`, `s.t.c`, or `none`.
std::optional<ColumnName> owner_of(State& state, const std::vector<std::string>& names) {
  if (names.size() < 2) return std::nullopt;
  const auto table = state.relation(std::vector<std::string>(names.begin(), names.end() - 1));
  if (table) return ColumnName{*table, names.back()};
  state.wrong("unknown-object", fmt::format("found no table for the column `{}` that owns the sequence, expected one "
                                            "that a statement before this one makes",
                                            names.back()));
  return std::nullopt;
}

// The server's serial: a sequence that an integer column of its schema owns, and takes its default from.
bool is_serial(const Sequence& sequence, const Table& table, const Column& column) {
  return sequence.name.schema == table.name.schema && !column.identity && !column.type.array &&
         column.type.portable.family == TypeFamily::integer && column.default_value &&
         column.default_value->sql == postgresql::nextval_of(sequence.name);
}

}  // namespace

void fold_create_sequence(State& state, const Node& statement) {
  const auto relation = statement.child("sequence");
  if (relation.text("relpersistence") == "t") return void(state.temporary.insert(relation.text("relname")));
  const auto name = state.created(relation);
  if (state.is_taken(name.schema, name.name)) {
    if (!statement.flag("if_not_exists"))
      state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)),
                  relation);
    return;
  }
  const auto stated = sequence_options(state, statement.list("options"), {}, "bigint");
  Sequence sequence{.name = name, .options = stated.options, .owned_by = owner_of(state, stated.owned_by)};
  if (relation.text("relpersistence") == "u") sequence.attributes["unlogged"] = "true";
  state.schema.sequences.set(name, std::move(sequence));
  state.declare(sequence_id(name), relation);
}

void fold_alter_sequence(State& state, const Node& statement) {
  const auto name = state.relation(statement.child("sequence"), !statement.flag("missing_ok"));
  if (!name) return;
  if (const auto owner = state.column_sequences.find(*name); owner != state.column_sequences.end()) {
    state.change_table(owner->second.table, [&](Table& table) {
      auto& options = table.columns.find(owner->second.column)->identity->options;
      options = sequence_options(state, statement.list("options"), options, options.type).options;
    });
    return;
  }
  const auto* sequence = state.schema.sequences.find(*name);
  if (!sequence)
    return state.wrong("unknown-object", fmt::format("found `{}`, which is no sequence, expected one", display(*name)),
                       statement.child("sequence"));
  const auto stated = sequence_options(state, statement.list("options"), sequence->options, sequence->options.type);
  auto owner = stated.owned_by.empty() ? sequence->owned_by : owner_of(state, stated.owned_by);
  state.schema.sequences.change(*name, [&](Sequence& changed) {
    changed.options = stated.options;
    changed.owned_by = std::move(owner);
  });
}

void finish_sequences(State& state) {
  std::vector<Sequence> owned;
  for (const auto& [name, sequence] : state.schema.sequences)
    if (sequence->owned_by) owned.push_back(*sequence);
  for (const auto& sequence : owned) {
    const auto& owner = *sequence.owned_by;
    const auto* table = state.schema.tables.find(owner.table);
    const auto* column = table ? table->columns.find(owner.column) : nullptr;
    if (!column || !is_serial(sequence, *table, *column)) continue;
    state.schema.tables.change(owner.table, [&](Table& changed) {
      auto& serial = *changed.columns.find(owner.column);
      serial.default_value.reset();
      serial.identity = Identity{IdentityKind::serial, {sequence.name.name, true}, sequence.options};
    });
    if (sequence.comment)
      state.set_comment({ObjectKind::sql_object, sequence.name, "sequence"},
                        "SEQUENCE " + postgresql::quote(sequence.name), *sequence.comment);
    state.schema.sequences.erase(sequence.name);
  }
}

}  // namespace schemac::sql
