#include "dialects/postgresql/legalise.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/columns_of_heirs.h"
#include "dialects/postgresql/conversions.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/held.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/needed_by_hand.h"
#include "dialects/postgresql/newer_syntax.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/repartition.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/types.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

bool mention(const std::vector<ObjectId>& ids, const ObjectId& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Types that one foreign key may span: equality between them is the same operator family's.
bool comparable(const Type& a, const Type& b) {
  if (a == b) return true;
  if (a.array || b.array || a.user_type || b.user_type) return false;
  const auto is_number = [](const Type& type) {
    return type.portable.family == TypeFamily::integer || type.name == "numeric";
  };
  const auto is_string = [](const Type& type) { return type.name == "text" || type.name == "character varying"; };
  return (is_number(a) && is_number(b)) || (is_string(a) && is_string(b)) || a.name == b.name;
}

// What a column operation is about, where it is about one.
std::optional<ColumnName> column_of(const Operation& op) {
  return std::visit(
      []<class Op>(const Op& what) -> std::optional<ColumnName> {
        if constexpr (requires {
                        what.before.type.arguments;
                        what.table;
                      })
          return ColumnName{what.table, what.before.name};
        else if constexpr (std::is_same_v<Op, SetComment>)
          return what.object.kind == ObjectKind::column ? std::optional(ColumnName{what.object.name, what.object.part})
                                                        : std::nullopt;
        else
          return std::nullopt;
      },
      op.variant());
}

class Legaliser {
 public:
  Legaliser(std::vector<Operation> operations, const LegaliseInput& in) : operations_(std::move(operations)), in_(in) {}

  std::vector<Operation> run() {
    keep_keys();
    replace_unconvertible();
    part_owned_sequences();
    part_irreplaceable();
    take_back_default_rights();
    part_moving_partitions();
    name_heirs(operations_, in_);
    find_breakage();
    while (propagate()) {
    }
    part_defaults();
    keep_rights_of_remade();
    keep_settings_of_partitions();
    keep_storage();
    wait_for_swapped_types();
    wait_for_keys_of_tables();
    return std::move(operations_);
  }

 private:
  // --- a key whose index alone gets other options stays, with everything that leans on it ---
  void keep_keys() {
    for (std::size_t at = 0; at < operations_.size(); ++at) {
      const auto* drop = std::get_if<DropConstraint>(&operations_[at].variant());
      if (!drop || !std::holds_alternative<Key>(drop->constraint.body)) continue;
      const auto again = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& op) {
        const auto* add = std::get_if<AddConstraint>(&op.variant());
        return add && add->table == drop->table && only_options_differ(drop->constraint, add->constraint);
      });
      if (again == operations_.end()) continue;
      const auto before = drop->constraint;
      const auto after = std::get<AddConstraint>(again->variant()).constraint;
      operations_[at] = AlterConstraint{drop->table, before, after};
      if (again - operations_.begin() < static_cast<std::ptrdiff_t>(at)) --at;
      operations_.erase(again);
    }
  }

  static bool only_options_differ(Constraint a, Constraint b) {
    const auto is_of_index = [](const auto& item) { return item.first != "period" && item.first != "enforced"; };
    std::erase_if(a.attributes, is_of_index);
    std::erase_if(b.attributes, is_of_index);
    a.name.stated = b.name.stated;
    return a == b;
  }

  // --- columns whose values no cast carries over ---
  void replace_unconvertible() {
    std::vector<ColumnName> replaced;
    for (const auto& op : operations_) {
      const auto* alter = std::get_if<AlterColumnType>(&op.variant());
      if (alter && !alter->conversion &&
          conversion_between(alter->before.type, alter->after.type) == Conversion::none &&
          !(alter->before.type == alter->after.type))
        replaced.push_back({alter->table, alter->after.name});
    }
    for (const auto& column : replaced) replace_column(column);
  }

  // Drops it and adds it as it is wanted; whatever else was to be done to it is in the wanted column already.
  void replace_column(const ColumnName& name) {
    const auto* have = in_.from.tables.find(name.table);
    const auto* want = in_.to.tables.find(name.table);
    const auto* old_column = have ? have->columns.find(name.column) : nullptr;
    const auto* new_column = want ? want->columns.find(name.column) : nullptr;
    if (!old_column || !new_column) return;
    std::erase_if(operations_, [&](const Operation& op) { return column_of(op) == name; });
    operations_.emplace_back(DropColumn{name.table, *old_column, have->columns.position(name.column)});
    operations_.emplace_back(AddColumn{name.table, *new_column, want->columns.position(name.column)});
  }

  // --- a sequence and the column that owns it need each other: the default is set apart ---
  void part_owned_sequences() {
    std::vector<ObjectId> made, dropped;
    for (const auto& op : operations_) {
      if (const auto* create = std::get_if<CreateSequence>(&op.variant()); create && create->sequence.owned_by)
        made.push_back(sequence_id(create->sequence.name));
      if (const auto* drop = std::get_if<DropSequence>(&op.variant()); drop && drop->sequence.owned_by)
        dropped.push_back(sequence_id(drop->sequence.name));
    }
    if (made.empty() && dropped.empty()) return;
    std::vector<Operation> defaults;
    for (auto& op : operations_) {
      auto& variant = static_cast<OperationVariant&>(op);
      if (auto* create = std::get_if<CreateTable>(&variant))
        for (auto& column : create->table.columns) part_default(create->table.name, column, made, true, defaults);
      if (auto* drop = std::get_if<DropTable>(&variant))
        for (auto& column : drop->table.columns) part_default(drop->table.name, column, dropped, false, defaults);
      if (auto* add = std::get_if<AddColumn>(&variant)) part_default(add->table, add->column, made, true, defaults);
      if (auto* drop = std::get_if<DropColumn>(&variant))
        part_default(drop->table, drop->column, dropped, false, defaults);
    }
    std::move(defaults.begin(), defaults.end(), std::back_inserter(operations_));
  }

  static void part_default(const QualifiedName& table, Column& column, const std::vector<ObjectId>& sequences,
                           bool sets, std::vector<Operation>& defaults) {
    if (!column.default_value) return;
    const auto& objects = column.default_value->objects;
    if (std::none_of(objects.begin(), objects.end(), [&](const ObjectId& id) { return mention(sequences, id); }))
      return;
    Column bare = column;
    bare.default_value.reset();
    defaults.emplace_back(sets ? SetDefault{table, bare, column.default_value}
                               : SetDefault{table, column, std::nullopt});
    column = bare;
  }

  // --- what the engine cannot put in the old one's place goes and comes again ---
  void part_irreplaceable() {
    std::vector<Operation> whole, parted;
    for (auto& op : operations_) {
      const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
      (replace && must_be_made_again(*replace) ? parted : whole).push_back(std::move(op));
    }
    operations_ = std::move(whole);
    auto parts = without_replacements(std::move(parted));
    std::move(parts.begin(), parts.end(), std::back_inserter(operations_));
  }

  // No statement changes a composite type's attributes where they stand. Where no column holds such values, a new type
  // takes its place with all that hangs on it.
  bool must_be_made_again(const ReplaceSqlObject& replace) const {
    if (replace.before.kind == "composite type")
      return swaps_a_type(replace) && !is_held_by_columns(replace.before.name, in_.from);
    return !swaps_a_type(replace) && !can_replace(replace.before, replace.after);
  }

  // --- bounds that move between partitions: all leave before any joins again ---
  void part_moving_partitions() {
    std::map<ObjectId, int> changes;
    for (const auto& op : operations_)
      if (const auto* partition = partition_of(op)) ++changes[bounds_id(*partition)];
    std::vector<Operation> kept, leave, join;
    for (auto& op : operations_) {
      const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
      const bool moves = replace && replace->before.kind == "partition" && changes[bounds_id(replace->after)] > 1 &&
                         can_leave_and_join(*replace);
      if (!moves) {
        kept.push_back(std::move(op));
        continue;
      }
      leave.emplace_back(DetachPartition{*as_table(replace->before, in_.from)});
      join.emplace_back(AttachPartition{*as_table(replace->after, in_.to)});
    }
    operations_ = std::move(kept);
    std::move(leave.begin(), leave.end(), std::back_inserter(operations_));
    std::move(join.begin(), join.end(), std::back_inserter(operations_));
  }

  static const SqlObject* partition_of(const Operation& op) {
    const SqlObject* object = nullptr;
    if (const auto* create = std::get_if<CreateSqlObject>(&op.variant())) object = &create->object;
    if (const auto* drop = std::get_if<DropSqlObject>(&op.variant())) object = &drop->object;
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant())) object = &replace->after;
    return object && object->kind == "partition" ? object : nullptr;
  }

  // Only the bounds differ, and the table itself stays as it is: what leaves can join again as it left.
  bool can_leave_and_join(const ReplaceSqlObject& replace) const {
    const auto before = attachment(replace.before), after = attachment(replace.after);
    if (before.parent != after.parent || before.unlogged != after.unlogged || before.tablespace != after.tablespace ||
        !before.key.empty())
      return false;
    const auto root = root_of(replace.after.name, in_.to);
    const auto *have = in_.from.tables.find(root), *want = in_.to.tables.find(root);
    return have && want && *have == *want && as_table(replace.before, in_.from) && as_table(replace.after, in_.to);
  }

  // --- what is made while default privileges hold gets rights that the wanted side may not have ---
  void take_back_default_rights() {
    std::vector<SqlObject> granted;
    for (const auto& [key, object] : in_.from.sql_objects) {
      if (!key.kind.ends_with("default privileges on") || key.kind.starts_with("revoked") ||
          key.kind.starts_with(standing_kind))
        continue;
      for (const auto& op : operations_)
        if (auto rights = is_remade(op) ? std::nullopt : default_rights(*object, op))
          granted.push_back(std::move(*rights));
    }
    for (auto& rights : granted) {
      const auto* wanted = in_.to.sql_objects.find({rights.kind, rights.name});
      if (!wanted || wanted->definition != rights.definition)
        operations_.emplace_back(DropSqlObject{std::move(rights)});
    }
  }

  // What is made again has the rights that it had: the grants come after it, by themselves.
  void keep_rights_of_remade() {
    for (const auto& [key, privileges] : in_.from.sql_objects) {
      if (!key.kind.ends_with("default privileges on")) continue;
      for (auto& op : operations_) {
        auto& variant = static_cast<OperationVariant&>(op);
        auto* create = std::get_if<CreateSqlObject>(&variant);
        auto* drop = std::get_if<DropSqlObject>(&variant);
        if (!create && !drop) continue;
        auto& object = create ? create->object : drop->object;
        if (!is_remade(object)) continue;
        for (auto& sql : without_default_rights(*privileges, CreateSqlObject{object}))
          object.rights_reset.push_back(std::move(sql));
      }
    }
  }

  bool is_remade(const SqlObject& object) const {
    const SqlObjectKey key{object.kind, object.name};
    return in_.from.sql_objects.contains(key) && in_.to.sql_objects.contains(key);
  }
  bool is_remade(const Operation& op) const {
    const auto* create = std::get_if<CreateSqlObject>(&op.variant());
    return create && is_remade(create->object);
  }

  // --- a column of a partitioned table is its partitions' too, one of a parent its heirs' ---
  const Heirs& tables_below() {
    if (below_) return *below_;
    below_ = heirs(in_.from);
    for (const auto& [name, table] : in_.from.tables)
      if (table->attributes.contains("partition_by"))
        for (const auto& partition : partitions_of(name, in_.from)) (*below_)[name].push_back(partition.name);
    return *below_;
  }

  std::vector<ObjectId> with_columns_below(std::vector<ObjectId> ids) {
    const auto& all = tables_below();
    for (std::size_t at = 0, count = ids.size(); at < count; ++at) {
      const auto below = ids[at].kind == ObjectKind::column ? all.find(ids[at].name) : all.end();
      if (below == all.end()) continue;
      const auto column = ids[at].part;
      for (const auto& table : below->second) ids.push_back(column_id(table, column));
    }
    return ids;
  }

  // --- what depends on something replaced is made again ---
  static bool breaks_others(const ObjectId& id) {
    return id.kind == ObjectKind::column || id.kind == ObjectKind::key || id.kind == ObjectKind::constraint ||
           id.kind == ObjectKind::sql_object;
  }

  void find_breakage() {
    for (const auto& op : operations_) {
      const auto t = touches(op);
      const bool renames = !t.makes.empty() && !t.drops.empty();
      for (const auto& id : t.drops) {
        dropped_.insert(id);
        if (!renames && breaks_others(id)) broken_.insert(id);
      }
      if (const auto* rebuild = std::get_if<RebuildTable>(&op.variant()); rebuild && rebuild->replaces)
        replaced(*rebuild);
      if (const auto* add = std::get_if<AddColumn>(&op.variant()))
        for (const auto& heir : add->taken_from) broken_.insert(column_id(heir, add->column.name));
      // to take a right on a table away takes it from the columns as well
      if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
          replace && replace->before.kind.starts_with("grant on"))
        broken_.insert({ObjectKind::sql_object, replace->before.name, replace->before.kind});
      if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant()); replace && swaps_a_type(*replace))
        swapped(replace->before);
      note_changed_triggers(op);
      if (std::holds_alternative<SetIdentity>(op.variant()))  // rights on another sequence, comments on it
        for (const auto& id : t.changes)
          if (id.kind == ObjectKind::sequence) broken_.insert(id);
      if (const auto* labels = std::get_if<AlterEnum>(&op.variant()); labels && !only_adds(*labels)) {
        broken_.insert(type_id(labels->after.name));
        swapped_types_.insert(labels->after.name);
      }
      if (const auto* alter = std::get_if<AlterColumnType>(&op.variant())) {
        retyped_[{alter->table, alter->after.name}] = alter->after.type;
        for (const auto& heir : alter->heirs) retyped_[{heir, alter->after.name}] = alter->after.type;
      }
    }
  }

  // A trigger's state reaches down to the partitions. Those of a partition that leaves its table, if only for a moment,
  // are made anew when it joins.
  void note_changed_triggers(const Operation& op) {
    for (const auto& id : touches(op).changes)
      if (id.part == "states below") broken_.insert(id);
    if (const auto* detach = std::get_if<DetachPartition>(&op.variant()))
      rejoining_.insert({ObjectKind::sql_object, detach->partition.object.name, "partition"});
    const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
    if (!replace || replace->after.kind != "partition") return;
    const auto before = attachment(replace->before), after = attachment(replace->after);
    if (before.parent != after.parent || before.bound != after.bound)
      rejoining_.insert({ObjectKind::sql_object, replace->after.name, "partition"});
  }

  // Another table stands in its place: whoever looked at the old one looks at that.
  void replaced(const RebuildTable& rebuild) {
    rebuilt_.insert(rebuild.before.name);
    for (const auto& id : brought_by(rebuild.before)) broken_.insert(id);
    for (const auto& column : rebuild.before.columns)
      broken_.insert(column_facet(ObjectKind::column_type, rebuild.before.name, column.name));
    for (const auto& index : rebuild.before.indexes)
      for (const auto& id : brought_by(rebuild.before.name, index)) broken_.insert(id);
    const auto keys = unique_column_sets(rebuild.before);
    for (const auto& partition : rebuild.partitions_before) {
      broken_.insert({ObjectKind::sql_object, partition.name, partition.kind});
      for (const auto& columns : keys) broken_.insert(key_id(partition.name, columns));
    }
  }

  void swapped(const SqlObject& type) {
    broken_.insert({ObjectKind::sql_object, type.name, type.kind});
    broken_.insert(type_id(type.name));
    swapped_types_.insert(type.name);
  }

  // One round; false when nothing more breaks.
  bool propagate() {
    if (broken_.empty() && retyped_.empty() && swapped_types_.empty() && rejoining_.empty()) return false;
    bool more = false;
    for (const auto& table : within_reach()) {
      const auto& name = table->name;
      if (!in_.to.tables.contains(name) || rebuilt_.contains(name)) continue;
      for (const auto& column : table->columns) more |= column_breaks(name, column);
      for (const auto& constraint : table->constraints) more |= constraint_breaks(*table, constraint);
      for (const auto& index : table->indexes) more |= index_breaks(*table, index);
    }
    for (const auto& [key, object] : in_.from.sql_objects)
      if (const auto* wanted = in_.to.sql_objects.find(key)) more |= object_breaks(*object, *wanted);
    return more;
  }

  // Who can be broken by what is broken so far: a column is named within its own table, and by foreign keys where
  // something makes its values unique; a type is named anywhere. The tables themselves are kept alive while operations
  // on them are collected.
  std::vector<std::shared_ptr<const Table>> within_reach() const {
    std::set<QualifiedName> touched, referenced;
    bool everywhere = false;
    for (const auto& id : broken_) {
      everywhere = everywhere ||
                   (id.kind != ObjectKind::column && id.kind != ObjectKind::key && id.kind != ObjectKind::constraint);
      touched.insert(id.name);
      if (id.kind == ObjectKind::key || is_referable({id.name, id.part})) referenced.insert(id.name);
    }
    for (const auto& [column, type] : retyped_) {
      touched.insert(column.table);
      if (is_referable(column)) referenced.insert(column.table);
    }
    std::vector<std::shared_ptr<const Table>> tables;
    if (!everywhere && referenced.empty()) {
      for (const auto& name : touched)
        if (auto table = in_.from.tables.share(name)) tables.push_back(std::move(table));
      return tables;
    }
    for (const auto& [name, table] : in_.from.tables)
      if (everywhere || touched.contains(name) || refers_to_one(*table, referenced)) tables.push_back(table);
    return tables;
  }

  bool is_referable(const ColumnName& column) const {
    const auto* table = in_.from.tables.find(column.table);
    if (!table) return true;
    const auto sets = unique_column_sets(*table);
    return std::any_of(sets.begin(), sets.end(),
                       [&](const auto& set) { return std::find(set.begin(), set.end(), column.column) != set.end(); });
  }

  static bool refers_to_one(const Table& table, const std::set<QualifiedName>& targets) {
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
      const auto* key = std::get_if<ForeignKey>(&constraint.body);
      return key && targets.contains(key->references);
    });
  }

  bool object_breaks(const SqlObject& object, const SqlObject& wanted) {
    const ObjectId id{ObjectKind::sql_object, object.name, object.kind};
    // what happens to a partitioned table's columns happens to its partitions by the same statement; their rows stay
    if (dropped_.contains(id) || object.kind == "partition" ||
        (object.kind == "domain" && swapped_types_.contains(object.name)))
      return false;
    const auto replace = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& op) {
      const auto* what = std::get_if<ReplaceSqlObject>(&op.variant());
      return what && what->before.kind == object.kind && what->before.name == object.name;
    });
    // one that is replaced no longer needs what only its former text named: it is replaced before that goes
    const auto needs = still_needed(with_facet_above(object, in_.from));
    // the server makes these again by itself when a column gets another type
    const bool follows_types = object.kind == "partition constraint" || object.kind == "index";
    const bool is_said_of_trigger = object.kind == "trigger state" || object.kind == "comment on trigger";
    const bool stands_in_the_way = std::any_of(needs.begin(), needs.end(), [&](const ObjectId& need) {
      if (is_said_of_trigger && rejoining_.contains(need)) return true;
      if (!(follows_types && need.kind == ObjectKind::column_type) && stands_still_for(need)) return true;
      return broken_.contains(need) && (replace == operations_.end() || mention(wanted.depends_on, need));
    });
    if (!stands_in_the_way) return false;
    if (object.kind == "domain") {  // columns may have it: it moves over with the one that it is made of
      swapped(object);
      return true;
    }
    if (replace != operations_.end()) operations_.erase(replace);
    const DropSqlObject drop{object};
    breaks(touches(drop).drops);
    note_changed_triggers(Operation(drop));
    operations_.emplace_back(drop);
    operations_.emplace_back(CreateSqlObject{wanted});
    return true;
  }

  // Whoever looks at the columns of a partition that leaves its table looks at those of that one by then. Of any other
  // table that it looks at it needs the table as well.
  std::vector<ObjectId> still_needed(SqlObject object) const {
    const auto leaves = [&](const ObjectId& id) {
      return id.kind == ObjectKind::sql_object && id.part == "partition" && in_.to.tables.contains(id.name);
    };
    if (std::ranges::none_of(object.depends_on, leaves)) return object.depends_on;
    auto kept = object.depends_on;
    std::erase_if(kept, [&](const ObjectId& id) {
      const bool is_column = id.kind == ObjectKind::column || id.kind == ObjectKind::column_type;
      return is_column && !mention(object.depends_on, table_id(id.name));
    });
    return kept;
  }

  // Who looks at a column whose type is swapped waits for the type.
  SqlObject with_swapped_types(SqlObject object, const Schema& schema) const {
    std::vector<ObjectId> types;
    for (const auto& need : object.depends_on) {
      const auto* table = need.kind == ObjectKind::column_type ? schema.tables.find(need.name) : nullptr;
      const auto* column = table ? table->columns.find(need.part) : nullptr;
      if (column && column->type.user_type && swapped_types_.contains(*column->type.user_type))
        types.push_back(type_id(*column->type.user_type));
    }
    for (const auto& need : object.depends_on)
      if (need.kind == ObjectKind::type || (need.kind == ObjectKind::sql_object && need.part == "domain"))
        types.push_back(type_id(need.name));
    for (std::size_t at = 0; at < types.size(); ++at)  // a domain moves with what it is made of
      if (const auto* domain = schema.sql_objects.find({"domain", types[at].name}))
        for (const auto& base : domain->depends_on)
          if (base.kind == ObjectKind::type && swapped_types_.contains(base.name)) types.push_back(base);
    std::erase_if(
        types, [&](const ObjectId& id) { return mention(object.depends_on, id) || !swapped_types_.contains(id.name); });
    append(object.depends_on, types);
    return object;
  }

  // The same for those that come, go, or change anyway.
  void wait_for_swapped_types() {
    if (swapped_types_.empty()) return;
    for (auto& op : operations_) {
      auto& variant = static_cast<OperationVariant&>(op);
      if (auto* create = std::get_if<CreateSqlObject>(&variant))
        create->object = with_swapped_types(std::move(create->object), in_.to);
      if (auto* drop = std::get_if<DropSqlObject>(&variant))
        drop->object = with_swapped_types(std::move(drop->object), in_.from);
      if (auto* replace = std::get_if<ReplaceSqlObject>(&variant); replace && !swaps_a_type(*replace)) {
        replace->before = with_swapped_types(std::move(replace->before), in_.from);
        replace->after = with_swapped_types(std::move(replace->after), in_.to);
      }
    }
  }

  // A partition's own keys and indexes give way to those that its table gets, and wait for those that its table loses.
  static SqlObject with_keys_of_its_table(SqlObject object, const Schema& schema) {
    if (object.kind != "partition constraint" && object.kind != "index") return object;
    if (const auto* partition = postgresql::partition_of(object))
      object.depends_on.push_back(keys_of_partitions_id(root_of(partition->name, schema)));
    return object;
  }

  static SqlObject with_all_above(SqlObject object, const Schema& schema) {
    object = with_trigger_above(with_keys_of_its_table(std::move(object), schema), schema);
    return with_keys_above(with_facet_above(std::move(object), schema), schema);
  }

  // A partition's own trigger gives way to one of its table's that has its name.
  static SqlObject with_trigger_above(SqlObject object, const Schema& schema) {
    if (object.kind != "trigger") return object;
    const auto dot = object.name.name.rfind('.');
    QualifiedName table{object.name.schema, object.name.name.substr(0, dot)};
    while (const auto* partition = schema.sql_objects.find({"partition", table})) {
      table = qualified_name(attachment(*partition).parent);
      object.depends_on.push_back(triggers_below_id({table.schema, table.name + object.name.name.substr(dot)}));
    }
    return object;
  }

  void wait_for_keys_of_tables() {
    for (auto& op : operations_) {
      auto& variant = static_cast<OperationVariant&>(op);
      if (auto* create = std::get_if<CreateSqlObject>(&variant))
        create->object = with_all_above(std::move(create->object), in_.to);
      if (auto* drop = std::get_if<DropSqlObject>(&variant))
        drop->object = with_all_above(std::move(drop->object), in_.from);
      if (auto* replace = std::get_if<ReplaceSqlObject>(&variant)) {
        replace->before = with_keys_above(std::move(replace->before), in_.from);
        replace->after = with_keys_above(std::move(replace->after), in_.to);
      }
    }
  }

  // --- what is done to a table's column is done to those below as well: they get their own settings back ---
  void keep_settings_of_partitions() {
    while (keep_settings_below()) {
    }
    keep_index_marks();
  }

  void keep_index_marks() {
    for (const auto& [key, object] : in_.from.sql_objects) {
      if (!is_index_mark(key.kind)) continue;
      const ObjectId id{ObjectKind::sql_object, key.name, key.kind};
      const auto* wanted = in_.to.sql_objects.find(key);
      if (!wanted || dropped_.contains(id) || !is_made_again_below(*object, operations_, in_.from)) continue;
      make_again_after(*object, *wanted);
    }
  }

  // In place of a replacement, where there is one.
  void make_again_after(const SqlObject& object, const SqlObject& wanted) {
    std::erase_if(operations_, [&](const Operation& op) {
      const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
      return replace && replace->before.kind == object.kind && replace->before.name == object.name;
    });
    operations_.emplace_back(DropSqlObject{object});
    operations_.emplace_back(CreateSqlObject{wanted});
    dropped_.insert(ObjectId{ObjectKind::sql_object, object.name, object.kind});
  }

  bool keep_settings_below() {
    std::set<ObjectId> changed;
    for (const auto& op : operations_)
      for (const auto& id : touches(op).changes)
        if (is_settings_below(id)) changed.insert(id);
    bool more = false;
    if (changed.empty()) return more;
    for (const auto& [key, object] : in_.from.sql_objects) {
      if (!is_column_setting(key.kind)) continue;
      const ObjectId id{ObjectKind::sql_object, key.name, key.kind};
      const auto* wanted = dropped_.contains(id) ? nullptr : in_.to.sql_objects.find(key);
      const auto above = wanted ? settings_above(*object, in_.from) : std::vector<ObjectId>();
      if (std::ranges::none_of(above, [&](const ObjectId& one) { return changed.contains(one); })) continue;
      make_again_after(*object, *wanted);
      more = true;
    }
    return more;
  }

  static SqlObject with_facet_above(SqlObject object, const Schema& schema) {
    if (const auto above = facet_above(object, schema)) {
      object.depends_on.push_back(column_id(above->name, above->part));
      append(object.depends_on, settings_above(object, schema));
    }
    return object;
  }

  // --- another type brings its own storage and compression: those of the column are said again ---
  void keep_storage() {
    std::vector<Operation> again;
    for (const auto& op : operations_) {
      const auto* alter = std::get_if<AlterColumnType>(&op.variant());
      const auto* table = alter ? in_.to.tables.find(alter->table) : nullptr;
      const auto* wanted = table ? table->columns.find(alter->after.name) : nullptr;
      if (!wanted || !(wanted->attributes.contains("storage") || wanted->attributes.contains("compression"))) continue;
      const bool is_said = std::ranges::any_of(operations_, [&](const Operation& other) {
        const auto* set = std::get_if<SetColumnAttributes>(&other.variant());
        return set && set->table == alter->table && set->before.name == wanted->name;
      });
      if (!is_said) again.emplace_back(SetColumnAttributes{alter->table, alter->after, wanted->attributes});
    }
    std::ranges::move(again, std::back_inserter(operations_));
  }

  // A column whose type changes must not be looked at meanwhile.
  bool stands_still_for(const ObjectId& need) const {
    if (need.kind == ObjectKind::type) return swapped_types_.contains(need.name);
    if (need.kind != ObjectKind::column_type) return false;
    if (retyped_.contains({need.name, need.part})) return true;
    const auto* table = in_.from.tables.find(need.name);
    const auto* column = table ? table->columns.find(need.part) : nullptr;
    return column && column->type.user_type && swapped_types_.contains(*column->type.user_type);
  }

  bool is_broken(const std::vector<ObjectId>& needs) const {
    return std::any_of(needs.begin(), needs.end(), [&](const ObjectId& id) { return broken_.contains(id); });
  }

  bool is_retyped(const QualifiedName& table, const std::vector<std::string>& columns) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return retyped_.contains({table, column});
    });
  }

  void breaks(const std::vector<ObjectId>& ids) {
    for (const auto& id : ids) {
      dropped_.insert(id);
      if (breaks_others(id)) broken_.insert(id);
    }
  }

  bool column_breaks(const QualifiedName& table, const Column& column) {
    if (dropped_.contains(column_id(table, column.name))) return false;
    if (!column.generated) return default_breaks(table, column);
    if (!is_broken(named_by(table, column)) && !is_retyped(table, column.generated->expression.columns)) return false;
    breaks(with_columns_below(brought_by(table, column)));
    retyped_.erase({table, column.name});
    replace_column({table, column.name});
    return true;
  }

  // A default that names a swapped type in a column of another type; a column of the type itself takes its default
  // along.
  bool default_breaks(const QualifiedName& table, const Column& column) {
    const auto facet = column_facet(ObjectKind::column_default, table, column.name);
    if (!column.default_value || dropped_.contains(facet) ||
        (column.type.user_type && swapped_types_.contains(*column.type.user_type)))
      return false;
    const auto& objects = column.default_value->objects;
    if (std::none_of(objects.begin(), objects.end(), [&](const ObjectId& id) {
          return broken_.contains(id) || (id.kind == ObjectKind::type && swapped_types_.contains(id.name));
        }))
      return false;
    const bool is_set_anyway = std::any_of(operations_.begin(), operations_.end(), [&](const Operation& op) {
      const auto* set = std::get_if<SetDefault>(&op.variant());
      return set && set->table == table && set->before.name == column.name;
    });
    dropped_.insert(facet);
    if (is_set_anyway) return false;
    Column bare = column;
    bare.default_value.reset();
    operations_.emplace_back(SetDefault{table, column, std::nullopt});
    operations_.emplace_back(SetDefault{table, bare, column.default_value});
    return false;
  }

  // A default that calls what is made again both before and after goes first, and comes when that is there.
  void part_defaults() {
    const auto calls_remade = [&](const Column& column, const Expression& value) {
      const auto is_remade_type = [&](const QualifiedName& type) {
        return swapped_types_.contains(type) && !in_.from.enums.contains(type);
      };
      return (column.type.user_type && is_remade_type(*column.type.user_type)) ||
             std::ranges::any_of(value.objects, [&](const ObjectId& id) {
               return id.kind == ObjectKind::type ? is_remade_type(id.name)
                                                  : id.kind == ObjectKind::sql_object && broken_.contains(id);
             });
    };
    std::vector<Operation> set_later;
    for (auto& op : operations_) {
      auto* set = std::get_if<SetDefault>(static_cast<OperationVariant*>(&op));
      if (!set || !set->value || !set->before.default_value || !calls_remade(set->before, *set->value) ||
          !calls_remade(set->before, *set->before.default_value))
        continue;
      Column bare = set->before;
      bare.default_value.reset();
      set_later.emplace_back(SetDefault{set->table, std::move(bare), std::move(set->value)});
      set->value.reset();
    }
    std::ranges::move(set_later, std::back_inserter(operations_));
  }

  bool constraint_breaks(const Table& table, const Constraint& constraint) {
    const auto id = constraint_id(table.name, constraint);
    auto rename = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& op) {
      const auto* what = std::get_if<RenameConstraint>(&op.variant());
      return what && what->table == table.name && constraint_label(what->constraint) == constraint_label(constraint);
    });
    if (dropped_.contains(id) && rename == operations_.end()) return false;
    if (remade_.contains(id) || !must_remake(table, constraint)) return false;
    Constraint again = constraint;
    if (rename != operations_.end()) {
      again.name = std::get<RenameConstraint>(rename->variant()).to;
      operations_.erase(rename);
    }
    remade_.insert(id);
    breaks(brought_by(table.name, constraint));
    operations_.emplace_back(DropConstraint{table.name, constraint});
    operations_.emplace_back(AddConstraint{table.name, std::move(again)});
    return true;
  }

  bool must_remake(const Table& table, const Constraint& constraint) const {
    auto needs = named_by(table.name, constraint);
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    if (key) append(needs, referenced_by(*key));
    return is_broken(needs) || (key && foreign_key_breaks(table, *key));
  }

  // While only one side has its new type, the key compares what cannot be compared.
  bool foreign_key_breaks(const Table& table, const ForeignKey& key) const {
    const auto* target = in_.from.tables.find(key.references);
    if (!target) return false;
    for (std::size_t at = 0; at < key.columns.size() && at < key.referenced_columns.size(); ++at) {
      const auto* column = table.columns.find(key.columns[at]);
      const auto* other = target->columns.find(key.referenced_columns[at]);
      if (!column || !other) continue;
      for (const auto* side : {column, other})
        if (side->type.user_type && swapped_types_.contains(*side->type.user_type)) return true;
      if (changes_meaning(table.name, *column) || changes_meaning(target->name, *other)) return true;
    }
    return false;
  }

  bool changes_meaning(const QualifiedName& table, const Column& column) const {
    const auto at = retyped_.find({table, column.name});
    return at != retyped_.end() && !comparable(column.type, at->second);
  }

  bool index_breaks(const Table& table, const Index& index) {
    const auto id = index_id(table.name, index.name.text);
    auto rename = std::find_if(operations_.begin(), operations_.end(), [&](const Operation& op) {
      const auto* what = std::get_if<RenameIndex>(&op.variant());
      return what && what->table == table.name && what->from == index.name.text;
    });
    if (dropped_.contains(id) && rename == operations_.end()) return false;
    if (remade_.contains(id)) return false;
    const bool class_breaks = std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
      const auto* column = table.columns.find(key.column);
      return key.operator_class && column && changes_meaning(table.name, *column);
    });
    if (!class_breaks && !is_broken(named_by(table.name, index))) return false;
    Index again = index;
    if (rename != operations_.end()) {
      again.name = std::get<RenameIndex>(rename->variant()).to;
      operations_.erase(rename);
    }
    remade_.insert(id);
    breaks(brought_by(table.name, index));
    operations_.emplace_back(DropIndex{table.name, index});
    operations_.emplace_back(CreateIndex{table.name, std::move(again)});
    return true;
  }

  std::vector<Operation> operations_;
  const LegaliseInput& in_;
  std::set<ObjectId> dropped_;  // by some operation
  std::set<ObjectId> broken_;   // whoever needs one of these cannot stay as it is
  std::set<ObjectId> remade_;
  std::set<ObjectId> rejoining_;  // partitions that leave and join
  std::set<QualifiedName> rebuilt_;
  std::set<QualifiedName> swapped_types_;
  std::map<ColumnName, Type> retyped_;
  std::optional<Heirs> below_;  // heirs and partitions, those of these too; found when somebody asks
};

}  // namespace

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input) {
  if (auto found = too_new_for(input.from.engine.major, operations); !found.empty())
    return std::unexpected(std::move(found));
  if (auto found = held_definitions(operations, input); !found.empty()) return std::unexpected(std::move(found));
  if (auto found = needed_by_hand(operations, input); !found.empty()) return std::unexpected(std::move(found));
  if (auto found = swapped_key_types(operations, input.from); !found.empty()) return std::unexpected(std::move(found));
  if (auto found = changed_keys_of_partitions(operations, input.from, input.to); !found.empty())
    return std::unexpected(std::move(found));
  operations = with_columns_of_heirs(fuse_repartitioned(std::move(operations), input), input);
  auto legal = Legaliser(std::move(operations), input).run();
  if (auto found = held_rows(legal, input); !found.empty()) return std::unexpected(std::move(found));
  name_heirs(legal, input);
  return legal;
}

}  // namespace schemac::postgresql
