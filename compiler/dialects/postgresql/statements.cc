#include "dialects/postgresql/statements.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/diagnostic.h"
#include "base/sql_tokens.h"
#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/locks_of_sql.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/repartition.h"
#include "dialects/postgresql/sql_objects.h"

namespace schemac::postgresql {
namespace {

// Every alternative of the variant has an overload; a missing one does not compile.
class StatementWriter {
 public:
  explicit StatementWriter(const Schema& before) : before_(before) {}

  std::vector<Statement> take() { return std::move(out_); }

  void operator()(const CreateSchema& op) {
    add(plain("CREATE SCHEMA " + quote(op.space.name)));
    if (op.space.comment) add(plain(comment_sql("SCHEMA", quote(op.space.name), op.space.comment)));
  }
  void operator()(const DropSchema& op) { add(plain("DROP SCHEMA " + quote(op.space.name))); }

  void operator()(const CreateTable& op) { create_table(op.table); }

  void operator()(const DropTable& op) {
    auto statement = on_table("DROP TABLE " + quote(op.table.name), op.table.name, lock::access_exclusive);
    for (const auto& constraint : op.table.constraints)
      if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
        also_locks(statement, key->references, lock::access_exclusive);
    add(std::move(statement));
  }

  void operator()(const RenameTable& op) {
    for (const auto& [name, action] : moves(op.from, op.to))
      add(on_table(alter(name, action), name, lock::access_exclusive));
  }

  void operator()(const SetTableAttributes& op) { set_table_attributes(op); }
  void operator()(const RebuildTable& op) { append(rebuild_statements(op, before_)); }
  void operator()(const AttachPartition& op) { add(locking(attached(op.partition), before_)); }
  void operator()(const DetachPartition& op) { add(locking(detached(op.partition), before_)); }

  void operator()(const AddColumn& op) {
    const auto aside = joined_name(op.column.name, {}, "schemac_old");
    for (const auto& heir : op.taken_from)
      change(heir, fmt::format("RENAME COLUMN {} TO {}", quote(op.column.name), quote(aside)));
    const bool own_sequence = make_serial_sequence(op.table, op.column);
    auto statement =
        adding_column(alter(op.table, "ADD COLUMN " + column_definition(op.table, op.column)), op.table, op.column);
    for (const auto* heirs : {&op.heirs, &op.taken_from}) also_locks_all(statement, *heirs);
    add(std::move(statement));
    if (own_sequence) own_serial_sequence(op.table, op.column);
    column_extras(op.table, op.column);
    for (const auto& heir : op.taken_from) take_up(heir, op.column.name, aside);
  }
  void operator()(const DropColumn& op) {
    const auto action = "DROP COLUMN " + quote(op.column.name);
    const auto only = op.left_to.empty() ? "" : "ONLY ";
    auto statement =
        on_table(fmt::format("ALTER TABLE {}{} {}", only, quote(op.table), action), op.table, lock::access_exclusive);
    for (const auto* heirs : {&op.heirs, &op.left_to}) also_locks_all(statement, *heirs);
    add(std::move(statement));
    if (op.left_to.empty()) return;
    for (const auto& heir : op.heirs) change(heir, action);
  }
  void operator()(const RenameColumn& op) {
    change(op.table, fmt::format("RENAME COLUMN {} TO {}", quote(op.from), quote(op.to)));
  }
  void operator()(const AlterColumnType& op) { append(type_statements(op)); }

  void operator()(const SetNullability& op) {
    auto statement = on_table(alter(op.table, fmt::format("ALTER COLUMN {} {} NOT NULL", quote(op.before.name),
                                                          op.not_null ? "SET" : "DROP")),
                              op.table, lock::access_exclusive);
    statement.scans = op.not_null;
    add(std::move(statement));
  }
  void operator()(const SetDefault& op) {
    change(op.table, fmt::format("ALTER COLUMN {} {}", quote(op.before.name),
                                 op.value ? "SET DEFAULT " + default_sql(op.value->sql) : "DROP DEFAULT"));
  }
  void operator()(const SetIdentity& op) { append(identity_statements(op)); }
  void operator()(const DropGenerated& op) {
    change(op.table, fmt::format("ALTER COLUMN {} DROP EXPRESSION", quote(op.before.name)));
  }
  void operator()(const SetColumnAttributes& op) {
    set_column_attributes(op.table, op.before.name, op.before.attributes, op.after);
  }

  void operator()(const AddConstraint& op) {
    add(adding_constraint(alter(op.table, "ADD " + constraint_definition(op.constraint)), op.table, op.constraint));
    constraint_comment(op.table, op.constraint);
    mark_index(op.table, op.constraint.name, op.constraint.attributes);
  }
  void operator()(const DropConstraint& op) {
    unmark_index(op.table, op.constraint.name, op.constraint.attributes);
    add(dropping_constraint(alter(op.table, "DROP CONSTRAINT " + quote(op.constraint.name.text)), op.table,
                            op.constraint));
  }
  void operator()(const RenameConstraint& op) {
    change(op.table, fmt::format("RENAME CONSTRAINT {} TO {}", quote(op.constraint.name.text), quote(op.to.text)));
  }
  void operator()(const AlterConstraint& op) {
    const auto name = quote(op.after.name.text);
    set_index_attributes(op.table, op.after.name, op.before.attributes, op.after.attributes);
    if (op.before.deferrable != op.after.deferrable || op.before.initially_deferred != op.after.initially_deferred) {
      const auto timing = !op.after.deferrable          ? "NOT DEFERRABLE"
                          : op.after.initially_deferred ? "DEFERRABLE INITIALLY DEFERRED"
                                                        : "DEFERRABLE INITIALLY IMMEDIATE";
      change(op.table, fmt::format("ALTER CONSTRAINT {} {}", name, timing));
    }
    if (op.after.validated && !op.before.validated)
      add(validating(alter(op.table, "VALIDATE CONSTRAINT " + name), op.table, op.after));
  }

  void operator()(const CreateIndex& op) {
    const auto* table = before_.tables.find(op.table);
    const bool only = !op.index.valid && table && table->attributes.contains("partition_by");
    auto statement = on_table(index_definition(op.table, op.index, only), op.table, lock::share);
    statement.scans = true;
    add(std::move(statement));
    if (op.index.comment)
      add(plain(comment_sql("INDEX", quote(QualifiedName{op.table.schema, op.index.name.text}), op.index.comment)));
    mark_index(op.table, op.index.name, op.index.attributes);
  }
  void operator()(const DropIndex& op) {
    unmark_index(op.table, op.index.name, op.index.attributes);
    add(on_table("DROP INDEX " + quote(QualifiedName{op.table.schema, op.index.name.text}), op.table,
                 lock::access_exclusive));
  }
  void operator()(const RenameIndex& op) {
    const QualifiedName index{op.table.schema, op.from};
    add(on_index(fmt::format("ALTER INDEX {} RENAME TO {}", quote(index), quote(op.to.text)), op.table, op.from,
                 lock::share_update_exclusive));
  }
  void operator()(const SetIndexAttributes& op) {
    set_index_attributes(op.table, op.before.name, op.before.attributes, op.after);
  }

  void operator()(const CreateEnum& op) {
    std::string labels;
    for (const auto& label : op.type.labels) labels += (labels.empty() ? "" : ", ") + literal(label);
    add(plain(fmt::format("CREATE TYPE {} AS ENUM ({})", quote(op.type.name), labels)));
    if (op.type.comment) add(plain(comment_sql("TYPE", quote(op.type.name), op.type.comment)));
  }
  void operator()(const DropEnum& op) { add(plain("DROP TYPE " + quote(op.type.name))); }
  void operator()(const RenameEnum& op) {
    for (const auto& [name, action] : moves(op.from, op.to))
      add(plain(fmt::format("ALTER TYPE {} {}", quote(name), action)));
  }
  void operator()(const RenameEnumLabel& op) {
    add(plain(fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", quote(op.type), literal(op.from), literal(op.to))));
  }
  void operator()(const AlterEnum& op) { append(enum_statements(op, before_)); }

  void operator()(const CreateSequence& op) {
    const auto& sequence = op.sequence;
    const auto* unlogged = sequence.attributes.contains("unlogged") ? "UNLOGGED " : "";
    add(plain(fmt::format("CREATE {}SEQUENCE {}{}", unlogged, quote(sequence.name),
                          sequence_options(sequence.options, true))));
    if (sequence.owned_by) own(sequence.name, sequence.owned_by);
    if (sequence.comment) add(plain(comment_sql("SEQUENCE", quote(sequence.name), sequence.comment)));
  }
  void operator()(const DropSequence& op) {
    add(on_sequence("DROP SEQUENCE " + quote(op.sequence.name), op.sequence.name, lock::access_exclusive));
  }
  void operator()(const RenameSequence& op) {
    for (const auto& [name, action] : moves(op.from, op.to))
      add(on_sequence(fmt::format("ALTER SEQUENCE {} {}", quote(name), action), name, lock::access_exclusive));
  }
  void operator()(const AlterSequence& op) { alter_sequence(op.before, op.after); }

  void operator()(const SetComment& op) { set_comment(op); }
  void operator()(const Backfill& op) { backfill(op); }
  void operator()(const CreateSqlObject& op) { add_all(creation_of(op.object)); }
  void operator()(const DropSqlObject& op) {
    // while it is a partition, foreign keys to its parent look at it as well
    if (op.object.kind == "partition" && is_referred_to(op.object))
      if (const auto partition = as_table(op.object, before_)) add(locking(detached(*partition), before_));
    if (is_column_setting(op.object.kind)) return add_back_to_parent(op.object);
    if (op.object.kind == "trigger state")
      if (auto sql = state_of_trigger_above(op.object, before_); !sql.empty()) return add_all({std::move(sql)});
    add_all(removal_of(op.object));
    if (op.object.kind == "partition constraint")
      for (const auto& sql : kept_by_a_key(op.object, before_)) add(plain(sql));
  }
  void operator()(const RenameSqlObject& op) {
    if (const auto* object = before_.sql_objects.find({op.kind, op.from})) add_all(renaming_of(*object, op.to));
  }
  void operator()(const RenameSchema& op) {
    add(plain(fmt::format("ALTER SCHEMA {} RENAME TO {}", quote(op.from), quote(op.to))));
  }
  void operator()(const ReplaceSqlObject& op) {
    if (swaps_a_type(op)) return append(swap_statements(op.after, before_));
    add_all(replacement_of(op.before, op.after));
  }

 private:
  void add_back_to_parent(const SqlObject& setting) {
    if (auto sql = back_to_parent(setting, before_); !sql.empty()) add_all({std::move(sql)});
  }

  // Of an index, or of the one behind a constraint.
  void set_index_attributes(const QualifiedName& table, const ObjectName& name, const Attributes& before,
                            const Attributes& after) {
    const auto index = quote(QualifiedName{table.schema, name.text});
    storage("INDEX " + index, before, after,
            [&](std::string sql) { return on_index(std::move(sql), table, name.text, lock::share_update_exclusive); });
    if (const auto space = changed("tablespace", before, after))
      add(on_index(
          fmt::format("ALTER INDEX {} SET TABLESPACE {}", index, quote(space->empty() ? "pg_default" : *space)), table,
          name.text, lock::access_exclusive));
    if (changed("replica_identity", before, after)) {
      identify_rows_otherwise(table, name, before);
      identify_rows_by(table, name, after);
    }
    if (changed("clustered", before, after)) {
      cluster_otherwise(table, name, before);
      cluster_by(table, name, after);
    }
  }

  // What a table says of one of its indexes.
  void mark_index(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    identify_rows_by(table, index, attributes);
    cluster_by(table, index, attributes);
  }
  void unmark_index(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    identify_rows_otherwise(table, index, attributes);
    cluster_otherwise(table, index, attributes);
  }

  void cluster_by(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    if (attributes.contains("clustered"))
      add(on_index(alter(table, "CLUSTER ON " + quote(index.text)), table, index.text, lock::share_update_exclusive));
  }

  // Unless another index has taken its place already.
  void cluster_otherwise(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    const auto* now = before_.tables.find(table);
    if (!attributes.contains("clustered") || !now) return;
    const auto is_another = [&](const auto& one) {
      return one.attributes.contains("clustered") && one.name.text != index.text;
    };
    if (std::ranges::none_of(now->indexes, is_another) && std::ranges::none_of(now->constraints, is_another))
      add(on_table(alter(table, "SET WITHOUT CLUSTER"), table, lock::share_update_exclusive));
  }

  static bool identifies_rows(const Attributes& attributes) { return attributes.contains("replica_identity"); }

  // A word of the table goes before any index.
  void identify_rows_by(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    const auto* now = before_.tables.find(table);
    if (identifies_rows(attributes) && !(now && identifies_rows(now->attributes)))
      change(table, "REPLICA IDENTITY USING INDEX " + quote(index.text));
  }

  // The index no longer tells rows apart: another one does, or what PostgreSQL takes by default.
  void identify_rows_otherwise(const QualifiedName& table, const ObjectName& index, const Attributes& attributes) {
    const auto* now = before_.tables.find(table);
    if (identifies_rows(attributes) && now && !identifies_rows(now->attributes))
      change(table, identity_by_index(*now, index.text));
  }

  static std::string identity_by_index(const Table& table, const std::string& other_than = {}) {
    const auto does = [&](const auto& one) { return identifies_rows(one.attributes) && one.name.text != other_than; };
    const auto index = std::ranges::find_if(table.indexes, does);
    const auto constraint = std::ranges::find_if(table.constraints, does);
    if (index != table.indexes.end()) return "REPLICA IDENTITY USING INDEX " + quote(index->name.text);
    return constraint == table.constraints.end() ? "REPLICA IDENTITY DEFAULT"
                                                 : "REPLICA IDENTITY USING INDEX " + quote(constraint->name.text);
  }

  // Some table's foreign key refers to the partitioned table at the top.
  bool is_referred_to(const SqlObject& partition) const {
    const auto root = root_of(partition.name, before_);
    return std::any_of(before_.tables.begin(), before_.tables.end(), [&](const auto& entry) {
      return std::ranges::any_of(entry.second->constraints, [&](const Constraint& constraint) {
        const auto* key = std::get_if<ForeignKey>(&constraint.body);
        return key && key->references == root;
      });
    });
  }

  void add_all(const std::vector<std::string>& statements) {
    for (const auto& sql : statements) add(locking(sql, before_));
  }
  void add(Statement statement) {
    lock_partitions(statement, before_);
    out_.push_back(std::move(statement));
  }
  static void also_locks_all(Statement& statement, const std::vector<QualifiedName>& tables) {
    for (const auto& table : tables) also_locks(statement, table, lock::access_exclusive);
  }
  void append(std::vector<Statement> more) {
    for (auto& statement : more) add(std::move(statement));
  }
  static std::string alter(const QualifiedName& table, const std::string& action) {
    return fmt::format("ALTER TABLE {} {}", quote(table), action);
  }
  void change(const QualifiedName& table, const std::string& action) {
    add(on_table(alter(table, action), table, lock::access_exclusive));
  }

  // From one name to another, one ALTER at a time: what it is called by then, and the action. The engine has no word
  // for both at once, and the name in between must be free.
  std::vector<std::pair<QualifiedName, std::string>> moves(const QualifiedName& from, const QualifiedName& to) const {
    const auto renaming = [](const std::string& name) { return "RENAME TO " + quote(name); };
    const auto moving = "SET SCHEMA " + quote(to.schema);
    if (from.schema == to.schema) return {{from, renaming(to.name)}};
    if (from.name == to.name) return {{from, moving}};
    const QualifiedName moved{to.schema, from.name}, renamed{from.schema, to.name};
    if (!is_taken(moved)) return {{from, moving}, {moved, renaming(to.name)}};
    if (!is_taken(renamed)) return {{from, renaming(to.name)}, {renamed, moving}};
    const auto aside = joined_name(to.name, {}, "schemac_aside");
    return {{from, renaming(aside)}, {{from.schema, aside}, moving}, {{to.schema, aside}, renaming(to.name)}};
  }

  bool is_taken(const QualifiedName& name) const {
    return before_.tables.contains(name) || before_.enums.contains(name) || before_.sequences.contains(name) ||
           std::any_of(before_.unmanaged.begin(), before_.unmanaged.end(),
                       [&](const UnmanagedObject& object) { return object.name == name; });
  }

  // What the heir's own column held is what the one that it inherits holds.
  void take_up(const QualifiedName& heir, const std::string& column, const std::string& aside) {
    auto update = on_table(fmt::format("UPDATE ONLY {} SET {} = {}", quote(heir), quote(column), quote(aside)), heir,
                           lock::row_exclusive);
    update.scans = update.rewrites = true;
    add(std::move(update));
    change(heir, "DROP COLUMN " + quote(aside));
  }

  // A serial that the engine's own word does not make: its sequence comes before the column, and is the column's
  // afterwards.
  bool make_serial_sequence(const QualifiedName& table, const Column& column) {
    if (!column.identity || column.identity->kind != IdentityKind::serial || is_plain_serial(table, column))
      return false;
    add(plain(fmt::format("CREATE SEQUENCE {}{}", quote(sequence_of(table, *column.identity)),
                          sequence_options(column.identity->options, true))));
    return true;
  }
  void own_serial_sequence(const QualifiedName& table, const Column& column) {
    own(sequence_of(table, *column.identity), ColumnName{table, column.name});
  }

  void own(const QualifiedName& sequence, const std::optional<ColumnName>& owner) {
    const auto by = owner ? fmt::format("{}.{}", quote(owner->table), quote(owner->column)) : std::string("NONE");
    add(on_sequence(fmt::format("ALTER SEQUENCE {} OWNED BY {}", quote(sequence), by), sequence,
                    lock::share_row_exclusive));
  }

  void create_table(const Table& table) {
    std::vector<std::string> lines;
    std::vector<const Column*> serials;
    for (const auto& column : table.columns) {
      if (make_serial_sequence(table.name, column)) serials.push_back(&column);
      lines.push_back(column_definition(table.name, column));
    }
    for (const auto& constraint : table.constraints)
      if (constraint.validated && !repeats_another(table, constraint))
        lines.push_back(constraint_definition(constraint));
    auto sql =
        fmt::format("CREATE {}TABLE {} (", table.attributes.contains("unlogged") ? "UNLOGGED " : "", quote(table.name));
    sql += lines.empty() ? ")" : fmt::format("\n  {}\n)", fmt::join(lines, ",\n  "));
    if (const auto parents = table.attributes.find("inherits"); parents != table.attributes.end())
      sql += fmt::format(" INHERITS ({})", parents->second);
    if (const auto key = table.attributes.find("partition_by"); key != table.attributes.end())
      sql += " PARTITION BY " + key->second;
    if (const auto method = table.attributes.find("access_method"); method != table.attributes.end())
      sql += " USING " + quote(method->second);
    sql += storage_clause(table.attributes);
    if (const auto space = table.attributes.find("tablespace"); space != table.attributes.end())
      sql += " TABLESPACE " + quote(space->second);
    Statement statement{std::move(sql)};
    for (const auto& constraint : table.constraints)
      if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references != table.name)
        also_locks(statement, key->references, lock::share_row_exclusive);
    add(std::move(statement));
    for (const auto* column : serials) own_serial_sequence(table.name, *column);
    table_extras(table);
  }

  // Of keys that say the same under two names CREATE TABLE silently makes one; ALTER TABLE makes the other.
  static bool repeats_another(const Table& table, const Constraint& constraint) {
    const auto says_the_same = [&](const Constraint& other) {
      const auto* key = std::get_if<Key>(&constraint.body);
      const auto* before = std::get_if<Key>(&other.body);
      if (!key || !before) return std::holds_alternative<Exclusion>(constraint.body) && other.body == constraint.body;
      return key->columns == before->columns && key->include == before->include &&
             key->nulls_not_distinct == before->nulls_not_distinct;
    };
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& other) {
      const bool earlier = &other < &constraint || (primary(other) && !primary(constraint));
      return &other != &constraint && earlier && !primary(constraint) && says_the_same(other) &&
             other.deferrable == constraint.deferrable && other.initially_deferred == constraint.initially_deferred;
    });
  }

  static bool primary(const Constraint& constraint) {
    const auto* key = std::get_if<Key>(&constraint.body);
    return key && key->primary;
  }

  void table_extras(const Table& table) {
    for (const auto& constraint : table.constraints)
      if (!constraint.validated || repeats_another(table, constraint))
        add(adding_constraint(alter(table.name, "ADD " + constraint_definition(constraint)), table.name, constraint));
    if (const auto identity = table.attributes.find("replica_identity"); identity != table.attributes.end())
      replica_identity(table.name, identity->second);
    if (table.comment) add(plain(comment_sql("TABLE", quote(table.name), table.comment)));
    for (const auto& column : table.columns) column_extras(table.name, column);
    for (const auto& constraint : table.constraints) {
      constraint_comment(table.name, constraint);
      mark_index(table.name, constraint.name, constraint.attributes);
    }
  }

  void column_extras(const QualifiedName& table, const Column& column) {
    set_column_attributes(table, column.name, {}, column.attributes);
    if (column.comment)
      add(on_table(comment_sql("COLUMN", column_object(table, column.name), column.comment), table,
                   lock::share_update_exclusive));
  }

  static std::string column_object(const QualifiedName& table, const std::string& column) {
    return quote(table) + "." + quote(column);
  }

  void constraint_comment(const QualifiedName& table, const Constraint& constraint) {
    if (constraint.comment)
      add(on_table(comment_sql("CONSTRAINT", constraint_object(table, constraint.name.text), constraint.comment), table,
                   lock::share_update_exclusive));
  }

  // The new value of a key when it changed; empty text when it went.
  static std::optional<std::string> changed(const std::string& key, const Attributes& before, const Attributes& after) {
    const auto old = before.find(key);
    const auto now = after.find(key);
    const auto old_value = old == before.end() ? std::string() : old->second;
    const auto new_value = now == after.end() ? std::string() : now->second;
    return old_value == new_value ? std::nullopt : std::optional(new_value);
  }

  template <class MakeStatement>
  void storage(const std::string& object, const Attributes& before, const Attributes& after, MakeStatement make) {
    const auto had = storage_parameters(before);
    const auto has = storage_parameters(after);
    std::vector<std::string> set, reset;
    for (const auto& [key, value] : has)
      if (const auto old = had.find(key); old == had.end() || old->second != value)
        set.push_back(fmt::format("{} = {}", key, literal(value)));
    for (const auto& [key, value] : had)
      if (!has.contains(key)) reset.push_back(key);
    if (!reset.empty()) add(make(fmt::format("ALTER {} RESET ({})", object, fmt::join(reset, ", "))));
    if (!set.empty()) add(make(fmt::format("ALTER {} SET ({})", object, fmt::join(set, ", "))));
  }

  void replica_identity(const QualifiedName& table, const std::string& identity) {
    const auto* now = before_.tables.find(table);
    if (identity.empty() && now) return change(table, identity_by_index(*now));
    change(table, "REPLICA IDENTITY " + std::string(identity == "full"      ? "FULL"
                                                    : identity == "nothing" ? "NOTHING"
                                                                            : "DEFAULT"));
  }

  // One parent goes, another comes: the columns and the rows stay.
  void set_parents(const SetTableAttributes& op) {
    const auto parents = [](const Attributes& attributes) {
      const auto found = attributes.find("inherits");
      return found == attributes.end() ? std::vector<std::string>() : listed(found->second);
    };
    const auto had = parents(op.before);
    const auto has = parents(op.after);
    const auto missing_in = [](const std::vector<std::string>& list, const std::string& parent) {
      return std::find(list.begin(), list.end(), parent) == list.end();
    };
    for (const auto& parent : had)
      if (missing_in(has, parent)) change(op.table, "NO INHERIT " + parent);
    for (const auto& parent : has)
      if (missing_in(had, parent)) change(op.table, "INHERIT " + parent);
  }

  void set_table_attributes(const SetTableAttributes& op) {
    set_parents(op);
    storage("TABLE " + quote(op.table), op.before, op.after,
            [&](std::string sql) { return on_table(std::move(sql), op.table, lock::share_update_exclusive); });
    if (const auto unlogged = changed("unlogged", op.before, op.after)) {
      auto statement = on_table(alter(op.table, unlogged->empty() ? "SET LOGGED" : "SET UNLOGGED"), op.table,
                                lock::access_exclusive);
      statement.rewrites = statement.scans = true;
      add(std::move(statement));
    }
    if (const auto identity = changed("replica_identity", op.before, op.after)) replica_identity(op.table, *identity);
    if (const auto space = changed("tablespace", op.before, op.after))
      rewrite(op.table, "SET TABLESPACE " + quote(space->empty() ? "pg_default" : *space));
    if (const auto method = changed("access_method", op.before, op.after))
      rewrite(op.table, "SET ACCESS METHOD " + quote(method->empty() ? "heap" : *method));
  }

  void rewrite(const QualifiedName& table, const std::string& action) {
    auto statement = on_table(alter(table, action), table, lock::access_exclusive);
    statement.rewrites = statement.scans = true;
    add(std::move(statement));
  }

  void set_column_attributes(const QualifiedName& table, const std::string& column, const Attributes& before,
                             const Attributes& after) {
    const auto object = fmt::format("TABLE {} ALTER COLUMN {}", quote(table), quote(column));
    storage(object, before, after,
            [&](std::string sql) { return on_table(std::move(sql), table, lock::share_update_exclusive); });
    if (const auto target = changed("statistics", before, after))
      add(on_table(fmt::format("ALTER {} SET STATISTICS {}", object, target->empty() ? "-1" : *target), table,
                   lock::share_update_exclusive));
    const auto usual = [&] {
      const auto* now = before_.tables.find(table);
      const auto* found = now ? now->columns.find(column) : nullptr;
      return std::string(found ? usual_storage(found->type) : "extended");
    };
    if (const auto kind = changed("storage", before, after))
      change(table, fmt::format("ALTER COLUMN {} SET STORAGE {}", quote(column), kind->empty() ? usual() : *kind));
    if (const auto method = changed("compression", before, after))
      change(table,
             fmt::format("ALTER COLUMN {} SET COMPRESSION {}", quote(column), method->empty() ? "default" : *method));
  }

  void alter_sequence(const Sequence& before, const Sequence& after) {
    append(sequence_option_statements(after.name, before.options, after.options));
    if (before.owned_by != after.owned_by) own(after.name, after.owned_by);
    if (const auto unlogged = changed("unlogged", before.attributes, after.attributes))
      add(on_sequence(
          fmt::format("ALTER SEQUENCE {} SET {}", quote(after.name), unlogged->empty() ? "LOGGED" : "UNLOGGED"),
          after.name, lock::access_exclusive));
  }

  void set_comment(const SetComment& op) {
    const auto& [kind, name, part] = op.object;
    const auto locked = [&](std::string_view what, const std::string& object) {
      add(on_table(comment_sql(what, object, op.after), name, lock::share_update_exclusive));
    };
    switch (kind) {
      case ObjectKind::schema: return add(plain(comment_sql("SCHEMA", quote(name.schema), op.after)));
      case ObjectKind::table: return locked("TABLE", quote(name));
      case ObjectKind::column: return locked("COLUMN", column_object(name, part));
      case ObjectKind::constraint: return locked("CONSTRAINT", constraint_object(name, part));
      case ObjectKind::index:
        return add(on_index(comment_sql("INDEX", quote(QualifiedName{name.schema, part}), op.after), name, part,
                            lock::share_update_exclusive));
      case ObjectKind::sequence:
        return add(on_sequence(comment_sql("SEQUENCE", quote(name), op.after), name, lock::share_update_exclusive));
      case ObjectKind::type: return add(plain(comment_sql("TYPE", quote(name), op.after)));
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

  // Rows that the expression leaves NULL are found before the first one is written.
  void backfill(const Backfill& op) {
    const auto table = quote(op.table);
    const auto column = quote(op.column);
    if (op.must_fill && !is_one_literal(op.expression, postgresql_lexis())) {
      std::string tag = "$schemac$";
      while (op.expression.find(tag) != std::string::npos) tag.insert(tag.size() - 1, "_");
      auto guard = on_table(
          fmt::format("DO {0}\nBEGIN\n  IF EXISTS (SELECT 1 FROM {1} WHERE {2} IS NULL AND ({3}) IS NULL) THEN\n"
                      "    RAISE EXCEPTION USING ERRCODE = 'not_null_violation', MESSAGE = {4};\n  END IF;\nEND\n{0}",
                      tag, table, column, op.expression,
                      literal(fmt::format("the backfill of {}.{} yields NULL for some rows; nothing was written: {}",
                                          display(op.table), op.column, op.expression))),
          op.table, "ACCESS SHARE");
      guard.check = guard.scans = true;
      add(std::move(guard));
    }
    auto update = on_table(fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", table, column, op.expression, column),
                           op.table, lock::row_exclusive);
    update.scans = update.rewrites = true;
    add(std::move(update));
  }

  const Schema& before_;
  std::vector<Statement> out_;
};

}  // namespace

std::vector<Statement> statements(const Operation& operation, const Schema& before) {
  StatementWriter writer(before);
  std::visit(writer, operation.variant());
  return writer.take();
}

}  // namespace schemac::postgresql
