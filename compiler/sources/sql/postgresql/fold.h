// Statements folded into the schema, one function for each kind of statement; `fold` knows them all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/sql/postgresql/state.h"

namespace schemac::sql {

// Adds what the statement makes, changes or drops; problems are kept in the state.
void fold(State& state, const Node& statement);
// What the server does not keep apart, or keeps in another way than statements say it. Once, behind the last statement.
void finish(State& state);

// unmanaged.cc
// Of a kind that schemac does not manage, by the server's name for it: `OPERATOR`, `TSCONFIGURATION`, …
bool is_unmanaged(std::string_view object_type);
// Adds it to the unmanaged objects. False when the statement makes, changes or drops none.
bool fold_unmanaged(State& state, const Node& statement);
// What the statement at hand makes is kept as it is written, when all that is wrong with it since `before` is that its
// spelling takes a server.
void keep_unread(State& state, const Node& statement, std::size_t before);
// create_table.cc
void fold_create_table(State& state, const Node& statement);
// partitions.cc
void fold_create_partition(State& state, const Node& statement);
void attach_partition(State& state, const QualifiedName& parent, const Node& command);
void detach_partition(State& state, const Node& command);
void attach_index(State& state, const QualifiedName& parent, const Node& command);
std::string partition_key_text(State& state, const Node& spec, const std::vector<Column>& columns);
void finish_partitions(State& state);
void finish_heirs(State& state);
// The column as the nearest parent gives it to an heir; unset where no parent has it.
std::optional<Column> inherited_column(const State& state, const QualifiedName& table, const std::string& name);
// What CREATE TABLE says of a column that a parent has too is added to what the parent says.
void merge_with_parents(State& state, const QualifiedName& table);
// What is done to a table's column is done to its heirs' too; with ONLY they keep what they have.
void change_heirs(State& state, const QualifiedName& above, const std::string& name, bool only,
                  const std::function<void(Column&)>& what);
// The column as the partition has it: its own, or what the parent gives it.
Column own_column(const State& state, const QualifiedName& partition, const std::string& name);
// alter_table.cc
void fold_alter_table(State& state, const Node& statement);
// indexes.cc
void fold_create_index(State& state, const Node& statement);
std::optional<Index> read_index(State& state, const Node& statement, const QualifiedName& table);
std::string index_text(const QualifiedName& table, const Index& index);
std::string operator_class_name(const State& state, const std::vector<std::string>& names);
// sequences.cc
void fold_create_sequence(State& state, const Node& statement);
void fold_alter_sequence(State& state, const Node& statement);
void finish_sequences(State& state);
// types_made.cc
void fold_create_enum(State& state, const Node& statement);
void fold_alter_enum(State& state, const Node& statement);
void fold_create_domain(State& state, const Node& statement);
void fold_alter_domain(State& state, const Node& statement);
void fold_create_composite(State& state, const Node& statement);
void fold_create_range(State& state, const Node& statement);
void alter_composite(State& state, const Node& statement);
// definitions.cc
void fold_define(State& state, const Node& statement);
void fold_create_extension(State& state, const Node& statement);
void fold_create_schema(State& state, const Node& statement);
void fold_create_statistics(State& state, const Node& statement);
void fold_alter_statistics(State& state, const Node& statement);
// views.cc
void fold_create_view(State& state, const Node& statement);
void fold_create_as(State& state, const Node& statement);
// A table is clustered by hand, and how is not compared; a materialized view would lose it when it is made again.
void fold_cluster(State& state, const Node& statement);
void set_clustering(State& state, const QualifiedName& relation, const std::string& index);
// ALTER [MATERIALIZED] VIEW … SET (…) or RESET (…): the view as it would be created with these options.
void set_view_options(State& state, const std::string& kind, const QualifiedName& view, const Attributes& options,
                      bool sets);
// routines.cc
void fold_create_function(State& state, const Node& statement);
void fold_alter_function(State& state, const Node& statement);
// The function or procedure that a CREATE makes: `f(integer)`.
QualifiedName routine_name(State& state, const Node& statement);
std::optional<QualifiedName> find_routine(State& state, const Node& object_with_args, std::string& kind);
// triggers.cc
void fold_create_trigger(State& state, const Node& statement);
void fold_create_policy(State& state, const Node& statement);
void fold_alter_policy(State& state, const Node& statement);
void fold_create_rule(State& state, const Node& statement);
void set_trigger_state(State& state, const QualifiedName& table, const std::string& trigger, std::string_view what);
void set_rule_state(State& state, const QualifiedName& table, const std::string& rule, std::string_view what);
// rights.cc
void fold_grant(State& state, const Node& statement);
void fold_default_privileges(State& state, const Node& statement);
void finish_rights(State& state);
// comments.cc
void fold_comment(State& state, const Node& statement);
// drops.cc
void fold_drop(State& state, const Node& statement);
// renames.cc
void fold_rename(State& state, const Node& statement);
void fold_set_schema(State& state, const Node& statement);
void fold_owner(State& state, const Node& statement);
// settings.cc
void fold_set(State& state, const Node& statement);
void fold_select(State& state, const Node& statement);
void fold_do(State& state, const Node& statement);

// --- shared by several (elements.cc)

// WITH (…) as the catalogue keeps it.
Attributes storage_options(const std::vector<Node>& options);
struct StatedSequence {
  SequenceOptions options;
  std::vector<std::string> name = {};      // SEQUENCE NAME of an identity
  std::vector<std::string> owned_by = {};  // `none` alone: nobody
};
StatedSequence sequence_options(State& state, const std::vector<Node>& options,
                                const std::optional<SequenceOptions>& before, const std::string& type);

// A column with its type, nullability, collation, identity and comment-less attributes; its expressions come when all
// columns are known.
Column read_column(State& state, const Node& definition);
// The default and the generation, which may name other columns.
void read_expressions(State& state, const Node& definition, const QualifiedName& table, const std::vector<Column>& all,
                      Column& column);
// Makes the sequence of a serial: a free one that the column owns, as the server does.
void make_serial(State& state, const QualifiedName& table, Column& column);

// A constraint of a table or a column, named as stated or not at all.
std::optional<Constraint> read_constraint(State& state, const Node& node, const QualifiedName& table,
                                          const std::vector<Column>& columns, const std::string& column);
// Those that stand beside a column's definition.
std::vector<Constraint> column_constraints(State& state, const Node& definition, const QualifiedName& table,
                                           const std::vector<Column>& all);
// Adds constraints as one statement does: names are made up in the server's order.
void add_constraints(State& state, const QualifiedName& table, std::vector<Constraint> constraints);
bool is_key_like(const Constraint& constraint);

}  // namespace schemac::sql
