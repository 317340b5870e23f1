#include "diff/left_alone.h"

#include <algorithm>
#include <set>

#include "operations/object_ids.h"
#include "operations/partitions.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

// --- what is to be renamed

// `users.touch` and `f(integer)` by what a file or an order may call them.
bool answers_to(const QualifiedName& object, const std::string& name) {
  const auto& own = object.name;
  return own == name || display(object) == name || own.starts_with(name + "(") ||
         display(object).starts_with(name + "(") || own.ends_with("." + name);
}

bool is_there(const Schema& present, const std::string& name) {
  return std::any_of(present.sql_objects.begin(), present.sql_objects.end(),
                     [&](const auto& entry) { return answers_to(entry.first.name, name); });
}

// ``sql view b `…` was a``, or --rename=a:b, while `b` is not there yet: then `a` is somebody's.
bool is_to_be_renamed(const SqlObject& object, const Schema& present, const Schema& wanted, const Silence& silence) {
  const auto& options = silence.options;
  if (options.renames == RenameMode::off) return false;
  for (const auto* refusals : {&options.no_rename, &options.remembered_no})
    for (const auto& refusal : *refusals)
      if (answers_to(object.name, refusal.substr(0, refusal.find(':')))) return false;
  for (const auto& [id, intent] : silence.intents)
    if (id.kind == ObjectKind::sql_object && id.part == object.kind && !is_there(present, id.name.name))
      for (const auto& was : intent.was)
        if (answers_to(object.name, was.name)) return true;
  for (const auto* orders : {&options.rename, &options.remembered})
    for (const auto& order : *orders)
      if (const auto colon = order.find(':'); colon != std::string::npos)
        if (const auto name = order.substr(colon + 1);
            answers_to(object.name, order.substr(0, colon)) && !is_there(present, name))
          return is_there(wanted, name);
  return false;
}

// --- what hangs on something that is replaced, or gets another type

std::string partitioned_by(const Table& table) {
  const auto at = table.attributes.find("partition_by");
  return at == table.attributes.end() ? std::string() : at->second;
}

// Its rows may have to move to a new table: it is partitioned, on either side, and its key or a column's type differs.
bool may_be_replaced(const Table& have, const Table& wanted, const Coverage& coverage) {
  const auto key = partitioned_by(have);
  if (coverage.covers(Aspect::storage) && key != partitioned_by(wanted)) return true;
  return !key.empty() && std::any_of(have.columns.begin(), have.columns.end(), [&](const Column& column) {
    const auto* other = wanted.columns.find(column.name);
    return other && !(other->type == column.type);
  });
}

ObjectId id_of_object(const SqlObject& object) { return {ObjectKind::sql_object, object.name, object.kind}; }

// Whatever may have to be made again: rather too much of it than too little, for what hangs on something that stays as
// it is takes no step.
class Hanging {
 public:
  Hanging(const Schema& present, const Schema& wanted, const Silence& silence) : present_(present), wanted_(wanted) {
    const auto& coverage = silence.coverage;
    find_changed_types();
    find_changed_objects(silence);
    for (const auto& [name, table] : present.tables) {
      const auto* other = wanted.tables.find(name);
      if (!other || (other == table.get() && swapped_.empty())) continue;
      if (may_be_replaced(*table, *other, coverage))
        take(*table, present, !coverage.covers(Aspect::storage) || !partitioned_by(*other).empty());
      for (const auto& column : table->columns)
        if (const auto* has = other->columns.find(column.name)) look_at(name, column, *has);
    }
    while (!hooks_.empty() && spread()) {
    }
  }

  // Everything that hangs there, directly or not.
  const std::vector<SqlObjectKey>& all() const { return hanging_; }
  // The partitions of a table that is to be one again: their rows go into it, and what hangs on them goes with them.
  bool is_gone(const SqlObjectKey& key) const { return gone_.contains(key); }

 private:
  // Labels come in place, and go again with a new type: the way back needs what hangs on the type. So it is with
  // whatever a domain or a composite type is made of.
  void find_changed_types() {
    for (const auto& [name, type] : present_.enums)
      if (const auto* other = wanted_.enums.find(name); other && other->labels != type->labels) swapped_.insert(name);
    for (const auto& [key, object] : present_.sql_objects)
      if (is_type_of_columns(key.kind) && differs(key, *object)) swapped_.insert(key.name);
    for (const auto& name : swapped_) hooks_.insert(type_id(name));
  }

  // The engine may take another definition in the old one's place, or not: a function whose parameters have other
  // names. What is to get another name may change besides.
  void find_changed_objects(const Silence& silence) {
    for (const auto& [key, object] : present_.sql_objects) {
      const bool is_gone = !wanted_.sql_objects.contains(key);
      if (differs(key, *object) || (is_gone && is_to_be_renamed(*object, present_, wanted_, silence)))
        hooks_.insert(id_of_object(*object));
    }
  }

  bool differs(const SqlObjectKey& key, const SqlObject& object) const {
    const auto* other = wanted_.sql_objects.find(key);
    return other && !(*other == object);
  }

  void look_at(const QualifiedName& table, const Column& column, const Column& wanted) {
    const bool has_swapped_type = column.type.user_type && swapped_.contains(*column.type.user_type);
    const bool is_retyped = !(wanted.type == column.type);
    if (is_retyped || has_swapped_type) hooks_.insert(column_facet(ObjectKind::column_type, table, column.name));
    if (is_retyped || column.generated != wanted.generated) hooks_.insert(column_id(table, column.name));
    if (column.identity != wanted.identity && column.identity)
      hooks_.insert(sequence_id({table.schema, column.identity->sequence.text}));
  }

  // One round; false when nothing more hangs there.
  bool spread() {
    bool more = false;
    for (const auto& [key, object] : present_.sql_objects) {
      if (hooks_.contains(id_of_object(*object)) || gone_.contains(key) || !hangs(*object)) continue;
      hooks_.insert(id_of_object(*object));
      if (is_type_of_columns(key.kind)) hooks_.insert(type_id(key.name));
      hanging_.push_back(key);
      more = true;
    }
    for (const auto& [name, table] : present_.tables)
      for (const auto& column : table->columns)
        if (column.generated && is_computed_from_hook(name, column))
          more = hooks_.insert(column_id(name, column.name)).second || more;
    return more;
  }

  bool is_computed_from_hook(const QualifiedName& table, const Column& column) const {
    if (std::ranges::any_of(named_by(table, column), [&](const ObjectId& id) { return hooks_.contains(id); }))
      return true;
    return std::ranges::any_of(column.generated->expression.columns, [&](const std::string& name) {
      return hooks_.contains(column_facet(ObjectKind::column_type, table, name));
    });
  }

  void take(const Table& table, const Schema& present, bool stays_partitioned) {
    hooks_.insert(table_id(table.name));
    for (const auto& partition : partitions_of(table.name, present)) {
      const SqlObjectKey key{partition.kind, partition.name};
      if (!stays_partitioned) {
        gone_.insert(key);
        continue;
      }
      hooks_.insert(id_of_object(partition));
      hooks_.insert(table_id(partition.name));
      hanging_.push_back(key);
    }
  }

  bool hangs(const SqlObject& object) const {
    const auto goes = [&](const ObjectId& id) {
      return id.kind == ObjectKind::sql_object && gone_.contains(SqlObjectKey{id.part, id.name});
    };
    if (std::ranges::any_of(object.depends_on, goes)) return false;
    return std::any_of(object.depends_on.begin(), object.depends_on.end(), [&](const ObjectId& id) {
      const bool is_of_table =
          id.kind != ObjectKind::sql_object && id.kind != ObjectKind::type && id.kind != ObjectKind::sequence;
      return hooks_.contains(id) || (is_of_table && hooks_.contains(table_id(id.name)));
    });
  }

  const Schema& present_;
  const Schema& wanted_;
  std::set<QualifiedName> swapped_;
  std::set<ObjectId> hooks_;
  std::vector<SqlObjectKey> hanging_;
  std::set<SqlObjectKey> gone_;
};

// Of these, what is there stays as it is; the wanted side may still bring new ones that its tables need.
void keep_uncovered(const Schema& present, const Coverage& coverage, Schema& wanted) {
  const auto keep = [&](std::string_view word, const auto& from, auto& to) {
    if (!coverage.words_beyond.contains(word)) return;
    for (const auto& [name, value] : from) to.set(name, *value);
  };
  keep("tables", present.tables, wanted.tables);
  keep("enums", present.enums, wanted.enums);
  keep("sequences", present.sequences, wanted.sequences);
  keep("schemas", present.namespaces, wanted.namespaces);
}

// Among the present objects again, for as long as it takes to see what hangs where. One that the wanted side has all
// the same is compared.
std::set<SqlObjectKey> take_left_out(Schema& present, const Schema& wanted, const LeftOut& left_out) {
  std::set<SqlObjectKey> keys;
  for (const auto& object : left_out.objects) {
    const SqlObjectKey key{object.kind, object.name};
    if (present.sql_objects.contains(key)) continue;
    if (!wanted.sql_objects.contains(key)) keys.insert(key);
    present.sql_objects.set(key, object);
  }
  std::ranges::copy(left_out.others, std::back_inserter(present.unmanaged));
  return keys;
}

}  // namespace

std::vector<SqlObjectKey> leave_alone(Schema& present, Schema& wanted, const Silence& silence) {
  keep_uncovered(present, silence.coverage, wanted);
  const bool covers_sql = silence.coverage.covers(Aspect::sql_objects);
  const auto left_out = take_left_out(present, wanted, silence.left_out);
  if (covers_sql && silence.coverage.words_beyond.empty() && left_out.empty()) return {};
  const Hanging hanging(present, wanted, silence);
  std::vector<SqlObjectKey> left, kept;
  const auto is_nobodys = [&](const SqlObjectKey& key, const SqlObject& object) {
    if (left_out.contains(key)) return !wanted.sql_objects.contains(key);
    const bool is_beyond = silence.coverage.words_beyond.contains(coverage_word(key.kind));
    const bool was_declared = !object.read_back && !silence.present.covers(Aspect::sql_objects);
    if (!is_beyond && (covers_sql || was_declared)) return false;
    return !wanted.sql_objects.contains(key) && !is_to_be_renamed(object, present, wanted, silence);
  };
  for (const auto& key : hanging.all())
    if (const auto* object = present.sql_objects.find(key); is_nobodys(key, *object)) {
      wanted.sql_objects.set(key, *object);
      kept.push_back(key);
    }
  for (const auto& [key, object] : present.sql_objects)
    if (!hanging.is_gone(key) && is_nobodys(key, *object)) left.push_back(key);
  std::vector<SqlObject> standing_privileges;
  for (const auto& key : left) {
    const auto& object = *present.sql_objects.find(key);
    if (key.kind.ends_with("default privileges on") && !hanging.all().empty()) {
      standing_privileges.push_back(object);
      standing_privileges.back().kind = std::string(standing_kind) + object.kind;
    }
    const bool is_switch =
        object.kind == "row security" || object.kind == "forced row security";  // goes with its table
    if (!is_part_of_another(object))
      present.unmanaged.push_back(
          {object.kind, object.name, is_switch ? std::vector<ObjectId>() : object.depends_on, object.definition});
    present.sql_objects.erase(key);
  }
  for (const auto& privileges : standing_privileges)
    for (auto* side : {&present, &wanted}) side->sql_objects.set({privileges.kind, privileges.name}, privileges);
  return kept;
}

void keep_owners(const std::vector<SqlObject>& owners, Schema& present, Schema& wanted) {
  const auto has_partitions = [&](const QualifiedName& name) {
    const Table *have = present.tables.find(name), *want = wanted.tables.find(name);
    return have && want && !(partitioned_by(*have).empty() && partitioned_by(*want).empty());
  };
  const auto may_be_made_again = [&](const ObjectId& owned) {
    if (owned.kind == ObjectKind::table) return has_partitions(owned.name);
    if (owned.kind == ObjectKind::sql_object) return wanted.sql_objects.contains({owned.part, owned.name});
    return owned.kind == ObjectKind::type && wanted.enums.contains(owned.name);
  };
  for (const auto& owner : owners) {
    const SqlObjectKey key{owner.kind, owner.name};
    const bool declared = wanted.sql_objects.contains(key);
    if (!declared && std::ranges::none_of(owner.depends_on, may_be_made_again)) continue;
    present.sql_objects.set(key, owner);
    if (!declared) wanted.sql_objects.set(key, owner);
  }
}

}  // namespace schemac
