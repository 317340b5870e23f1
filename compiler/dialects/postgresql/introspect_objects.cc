// The catalogue's rows about views, routines, triggers, policies, types and grants into the model's SQL objects; what
// is none of these, and no table, is listed as not managed.
#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/bookkeeping_tables.h"
#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/snapshot.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/object_ids.h"

namespace schemac::postgresql {
namespace {

using Place = std::pair<Oid, Oid>;  // catalogue, number

// Relations that the model has no room for, by their letter; empty for the others.
std::string unmanaged_relation(const Row& row) {
  switch (row.letter(3)) {
    case 'f': return "foreign table";
    case 'r': return row.oid(7) != 0 ? "typed table" : "";
    default: return "";  // views and composite types are objects; indexes, sequences
  }
}

class Collector {
 public:
  Collector(const Snapshot& snapshot, Schema& schema) : snapshot_(snapshot), schema_(schema) {}

  void run() {
    read_unmanaged();
    snapshot_.each(Query::objects, [&](Row row, std::size_t) { read_object(row); });
    snapshot_.each(Query::privileges, [&](Row row, std::size_t) { read_privileges(row); });
    snapshot_.each(Query::owners, [&](Row row, std::size_t) { read_owner(row); });
    read_dependencies();
    need_columns_of_partitioned_tables();
    need_triggers_of_tables();
    need_marked_indexes();
    forget_rights_that_are_none();
    for (auto& object : objects_) {
      sort_and_unify(object.depends_on);
      const SqlObjectKey key{object.kind, object.name};
      schema_.sql_objects.set(key, std::move(object));
    }
    for (auto& object : unmanaged_) sort_and_unify(object.depends_on);
    std::sort(unmanaged_.begin(), unmanaged_.end(), [](const UnmanagedObject& a, const UnmanagedObject& b) {
      return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
    });
    schema_.unmanaged = std::move(unmanaged_);
  }

 private:
  static void sort_and_unify(std::vector<ObjectId>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }

  void read_unmanaged() {
    snapshot_.each(Query::relations, [&](Row row, std::size_t) {
      const auto kind = unmanaged_relation(row);
      if (kind.empty() || !is_read(row.oid(0))) return;
      const auto* relation = snapshot_.relation(row.oid(0));
      add_unmanaged({pg_class, row.oid(0)}, kind, *relation->schema, relation->name);
    });
    snapshot_.each(Query::unmanaged, [&](Row row, std::size_t) {
      const auto* schema = row.oid(1) == 0 ? &everywhere_ : snapshot_.schema(row.oid(1));
      if (schema && !snapshot_.is_extension_member(row.oid(3), row.oid(4)))
        add_unmanaged({row.oid(3), row.oid(4)}, row.string(0), *schema, row.text(2));
    });
  }

  void add_unmanaged(Place place, std::string kind, const std::string& schema, std::string_view name) {
    unmanaged_places_.emplace(place, unmanaged_.size());
    unmanaged_.push_back({std::move(kind), {schema, std::string(name)}, {}});
  }

  // Whether the relation is one that a schema owns.
  bool is_read(Oid number) const {
    const auto* relation = snapshot_.relation(number);
    return relation && relation->schema && !snapshot_.is_extension_member(pg_class, number) &&
           !is_bookkeeping_table(relation->name);
  }

  void read_object(const Row& row) {
    const Place place{row.oid(1), row.oid(2)};
    const auto* schema = row.oid(3) == 0 ? &everywhere_ : snapshot_.schema(row.oid(3));
    if (row.is_null(6) || !schema || snapshot_.is_extension_member(place.first, place.second)) return;
    if (row.oid(5) != 0 && !is_read(row.oid(5))) return;
    SqlObject object{.kind = row.string(0),
                     .name = {*schema, row.string(4)},
                     .definition = row.string(6),
                     .shape = row.list(7),
                     .read_back = true};
    if (row.flag(9)) {
      if (is_column_setting(object.kind) || object.kind == "partition constraint") {
        add_needs(object.depends_on, pg_class, row.oid(5), 0);
        places_.emplace(place, objects_.size());  // what a default calls is known by the default's number
        if (is_column_setting(object.kind))
          columns_of_partitions_.push_back({objects_.size(),
                                            {object.name.schema, std::string(snapshot_.relation(row.oid(5))->name)},
                                            object.name.name.substr(snapshot_.relation(row.oid(5))->name.size() + 1)});
        objects_.push_back(std::move(object));
        read_comment_of_constraint(row);
        return;
      }
      if (object.kind == "comment on trigger") {
        const auto text = snapshot_.comment(place.first, place.second);
        if (!text) return;
        object.definition += literal(*text);
      }
      add_needs(object.depends_on, place.first, place.second, 0);
      if (is_index_mark(object.kind)) index_marks_.push_back(objects_.size());
      if ((object.kind == "trigger state" && !is_place_of(place, object.name)) || object.kind == "comment on trigger")
        of_triggers_of_tables_.push_back(objects_.size());
      objects_.push_back(std::move(object));
      return;
    }
    const ObjectId id{ObjectKind::sql_object, object.name, object.kind};
    if (object.kind == "extension")
      for (const auto& space : object.shape) object.depends_on.push_back(schema_id(space));
    places_.emplace(place, objects_.size());
    const auto reference = reference_of(object);
    objects_.push_back(std::move(object));
    read_comments(id, reference, place, row.oid(8));
  }

  bool is_place_of(Place place, const QualifiedName& name) const {
    const auto at = places_.find(place);
    return at != places_.end() && objects_[at->second].name == name;
  }

  void read_comments(const ObjectId& id, const std::string& reference, Place place, Oid type) {
    auto comment = snapshot_.comment(place.first, place.second);
    if (!comment && type != 0) comment = snapshot_.comment(pg_type, type);
    if (comment) add_comment(id, reference, *comment, id.name);
    if (id.part != "view" && id.part != "materialized view" && id.part != "composite type" && id.part != "partition")
      return;
    snapshot_.each_comment(place.first, place.second, [&](int part, std::string_view text) {
      if (part == 0) return;
      const auto column = std::string(column_name(place.second, part));
      if (column.empty()) return;
      add_comment(id, fmt::format("COLUMN {}.{}", quote(id.name), quote(column)), text,
                  {id.name.schema, id.name.name + "." + column});
      if (id.part == "partition") columns_of_partitions_.push_back({objects_.size() - 1, id.name, column});
    });
  }

  void read_comment_of_constraint(const Row& row) {
    const auto text = snapshot_.comment(row.oid(1), row.oid(2));
    const SqlObject constraint = objects_.back();
    if (text && constraint.kind == "partition constraint")
      add_comment({ObjectKind::sql_object, constraint.name, constraint.kind}, reference_of(constraint), *text,
                  constraint.name);
  }

  void add_comment(const ObjectId& id, const std::string& reference, std::string_view text, const QualifiedName& name) {
    objects_.push_back({.kind = "comment on " + (name == id.name ? id.part : "column"),
                        .name = name,
                        .definition = fmt::format("COMMENT ON {} IS {}", reference, literal(text)),
                        .depends_on = {id},
                        .read_back = true});
  }

  void read_privileges(const Row& row) {
    const Place place{row.oid(1), row.oid(2)};
    const auto* schema = row.oid(3) == 0 ? &everywhere_ : snapshot_.schema(row.oid(3));
    if (!schema || snapshot_.is_extension_member(place.first, place.second) ||
        (row.oid(5) != 0 && !is_read(row.oid(5))))
      return;
    std::string kind = row.string(0), name = row.string(4), target = row.string(7);
    if (place.first == pg_proc) {  // spelled as the object it belongs to is
      const auto at = places_.find(place);
      if (at == places_.end()) return;
      kind = objects_[at->second].kind == "window function" ? "function" : objects_[at->second].kind;
      name = objects_[at->second].name.name;
      target = (kind == "procedure" ? "PROCEDURE " : "FUNCTION ") + routine_sql(objects_[at->second].name);
    }
    SqlObject object{.kind = privilege_kind(row.oid(3) == 0 ? "global default" : kind, row.flag(10)),
                     .name = {kind == "schema" ? std::string() : *schema, fmt::format("{} to {}", name, row.text(9))},
                     .definition = {}};
    object.definition = privilege_statements(row, target);
    object.read_back = true;
    if (kind == "schema")
      object.depends_on = {schema_id(name)};
    else if (!row.is_null(8))
      need_column_of_grant(object, place.second, name, row.string(9));
    else
      add_needs(object.depends_on, place.first, place.second, 0);
    objects_.push_back(std::move(object));
  }

  void read_owner(const Row& row) {
    const Place place{row.oid(1), row.oid(2)};
    const auto* schema = snapshot_.schema(row.oid(3));
    if (!schema || snapshot_.is_extension_member(place.first, place.second) ||
        (row.oid(5) != 0 && !is_read(row.oid(5))))
      return;
    std::string kind = row.string(0), name = row.string(4), target = row.string(6);
    if (place.first == pg_proc) {
      const auto at = places_.find(place);
      if (at == places_.end()) return;
      const auto& routine = objects_[at->second];
      kind = routine.kind == "window function" ? "function" : routine.kind;
      name = routine.name.name;
      target = fmt::format("{} {}",
                           kind == "procedure"   ? "PROCEDURE"
                           : kind == "aggregate" ? "AGGREGATE"
                                                 : "FUNCTION",
                           routine_sql(routine.name));
    }
    SqlObject object{.kind = "owner of " + kind,
                     .name = {kind == "schema" ? std::string() : *schema, name},
                     .definition = fmt::format("ALTER {} OWNER TO {}", target, row.text(7)),
                     .read_back = true};
    if (kind == "schema")
      object.depends_on = {schema_id(name)};
    else
      add_needs(object.depends_on, place.first, place.second, 0);
    objects_.push_back(std::move(object));
  }

  static std::string privilege_kind(const std::string& kind, bool granted) {
    if (kind.ends_with("default")) return fmt::format("{}{} privileges on", granted ? "" : "revoked ", kind);
    return (granted ? "grant on " : "revoke on ") + kind;
  }

  // Taking a right on the table away takes it from the columns as well, so the columns' own come after the table's.
  void need_column_of_grant(SqlObject& object, Oid relation, const std::string& name, const std::string& grantee) {
    const auto* found = snapshot_.relation(relation);
    const auto column = name.substr(found->name.size() + 1);
    add_needs(object.depends_on, pg_class, relation, 0);
    const QualifiedName table{*found->schema, std::string(found->name)};
    if (found->table >= 0)
      object.depends_on.push_back(column_id(table, column));
    else
      columns_of_partitions_.push_back({objects_.size(), table, column});
    for (const char* owner : {"table", "view", "materialized view"})
      object.depends_on.push_back({ObjectKind::sql_object,
                                   {object.name.schema, fmt::format("{} to {}", found->name, grantee)},
                                   fmt::format("grant on {}", owner)});
  }

  // Of the rights on the whole table that a column's might come after, those that somebody has.
  void forget_rights_that_are_none() {
    std::set<ObjectId> rights;
    for (const auto& object : objects_)
      if (object.kind.starts_with("grant on ")) rights.insert({ObjectKind::sql_object, object.name, object.kind});
    for (auto& object : objects_)
      if (object.kind == "grant on column")
        std::erase_if(object.depends_on,
                      [&](const ObjectId& id) { return id.part.starts_with("grant on ") && !rights.contains(id); });
  }

  static std::string privilege_statements(const Row& row, const std::string& target) {
    std::string out;
    const auto add = [&](std::vector<std::string> rights, std::string_view option) {
      if (rights.empty()) return;
      if (!row.is_null(8))
        for (auto& right : rights) right += fmt::format(" ({})", row.text(8));
      if (!out.empty()) out += ";\n";
      out += fmt::format("{}{} {} ON {} {} {}{}", row.text(6), row.flag(10) ? "GRANT" : "REVOKE",
                         fmt::join(rights, ", "), target, row.flag(10) ? "TO" : "FROM", row.text(9), option);
    };
    add(row.list(11), "");
    add(row.list(12), row.flag(10) ? " WITH GRANT OPTION" : "");
    return out;
  }

  void read_dependencies() {
    snapshot_.each(Query::dependencies, [&](Row row, std::size_t) {
      const Place owner{row.oid(0), row.oid(1)};
      std::vector<ObjectId>* needs = nullptr;
      if (const auto at = places_.find(owner); at != places_.end()) needs = &objects_[at->second].depends_on;
      if (const auto at = unmanaged_places_.find(owner); at != unmanaged_places_.end())
        needs = &unmanaged_[at->second].depends_on;
      if (!needs) return;
      const auto part = static_cast<int>(row.integer(4));
      add_needs(*needs, row.oid(2), row.oid(3), part);
      const auto object = places_.find(owner);
      if (part > 0 && row.oid(2) == pg_class && object != places_.end())
        need_column_of_partition(object->second, row.oid(3), part);
    });
  }

  // A partition's columns are its table's: whoever looks at one needs that of the table at the top.
  void need_column_of_partition(std::size_t object, Oid relation, int part) {
    if (is_column_setting(objects_[object].kind)) return;
    const auto at = places_.find({pg_class, relation});
    if (at != places_.end() && objects_[at->second].kind == "partition")
      columns_of_partitions_.push_back(
          {object, objects_[at->second].name, std::string(column_name(relation, part)), true});
  }

  // What is said of a trigger that a partition has of its table's.
  void need_triggers_of_tables() {
    if (of_triggers_of_tables_.empty()) return;
    Schema read;
    for (const auto& object : objects_)
      if (object.kind == "partition" || object.kind == "trigger")
        read.sql_objects.set({object.kind, object.name}, object);
    for (const auto at : of_triggers_of_tables_) objects_[at].depends_on = needs_of_trigger_part(objects_[at], read);
  }

  void need_marked_indexes() {
    if (index_marks_.empty()) return;
    Schema read;
    for (const auto& object : objects_)
      if (object.kind == "index" || object.kind == "partition constraint")
        read.sql_objects.set({object.kind, object.name}, object);
    for (const auto at : index_marks_) objects_[at].depends_on = needs_of_index_mark(objects_[at], read);
  }

  void need_columns_of_partitioned_tables() {
    if (columns_of_partitions_.empty()) return;
    std::map<QualifiedName, QualifiedName> parents;
    for (const auto& object : objects_)
      if (object.kind == "partition") parents.emplace(object.name, qualified_name(parent_of_partition(object)));
    for (const auto& [object, partition, column, with_type] : columns_of_partitions_) {
      auto root = partition;
      for (auto above = parents.find(root); above != parents.end(); above = parents.find(root)) root = above->second;
      objects_[object].depends_on.push_back(column_id(root, column));
      if (with_type) objects_[object].depends_on.push_back(column_facet(ObjectKind::column_type, root, column));
    }
  }

  void add_needs(std::vector<ObjectId>& needs, Oid catalogue, Oid number, int part) {
    if (const auto at = places_.find({catalogue, number}); at != places_.end()) {
      const auto& object = objects_[at->second];
      needs.push_back({ObjectKind::sql_object, object.name, object.kind});
      if (catalogue == pg_type) needs.push_back(type_id(object.name));
      return;
    }
    if (const auto extension = snapshot_.extension_of(catalogue, number))
      return add_needs(needs, pg_extension, extension, 0);
    if (catalogue == pg_type) return add_enum(needs, number);
    if (catalogue == pg_constraint) return add_constraint(needs, number);
    if (catalogue == pg_class) add_relation(needs, number, part);
  }

  void add_enum(std::vector<ObjectId>& needs, Oid number) {
    if (enums_.empty())
      snapshot_.each(Query::enums, [&](Row row, std::size_t) {
        if (const auto* schema = snapshot_.schema(row.oid(2)))
          enums_.emplace(row.oid(0), QualifiedName{*schema, row.string(1)});
      });
    if (const auto at = enums_.find(number); at != enums_.end()) needs.push_back(type_id(at->second));
  }

  // A view that groups by a key may show the other columns as well: it needs the key.
  void add_constraint(std::vector<ObjectId>& needs, Oid number) {
    if (constraints_.empty())
      snapshot_.each(Query::constraints, [&](Row row, std::size_t) {
        constraints_.emplace(row.oid(0), std::pair(row.oid(3), row.string(1)));
      });
    const auto at = constraints_.find(number);
    const auto* relation = at == constraints_.end() ? nullptr : snapshot_.relation(at->second.first);
    if (relation && relation->table >= 0)
      needs.push_back({ObjectKind::constraint, {*relation->schema, std::string(relation->name)}, at->second.second});
  }

  void add_relation(std::vector<ObjectId>& needs, Oid number, int part) {
    const auto* relation = snapshot_.relation(number);
    if (!relation || !relation->schema) return;
    const QualifiedName name{*relation->schema, std::string(relation->name)};
    if (relation->kind == 'S') return needs.push_back(sequence_id(name));
    if (relation->table < 0) return;
    needs.push_back(table_id(name));
    if (const auto column = std::string(part > 0 ? column_name(number, part) : std::string_view()); !column.empty()) {
      needs.push_back(column_id(name, column));
      needs.push_back(column_facet(ObjectKind::column_type, name, column));
    }
  }

  std::string_view column_name(Oid relation, int number) {
    if (columns_.empty())
      snapshot_.each(Query::columns, [&](Row row, std::size_t) {
        columns_.emplace(Place{row.oid(0), static_cast<Oid>(row.integer(1))}, row.text(2));
      });
    const auto at = columns_.find({relation, static_cast<Oid>(number)});
    return at == columns_.end() ? std::string_view() : at->second;
  }

  const Snapshot& snapshot_;
  Schema& schema_;
  const std::string everywhere_;
  std::vector<SqlObject> objects_;
  std::vector<UnmanagedObject> unmanaged_;
  std::map<Place, std::size_t> places_, unmanaged_places_;
  std::map<Oid, QualifiedName> enums_;
  std::map<Oid, std::pair<Oid, std::string>> constraints_;
  std::map<Place, std::string_view> columns_;
  struct ColumnOfPartition {
    std::size_t object;  // that needs it
    QualifiedName partition;
    std::string column;
    bool with_type = false;
  };
  std::vector<ColumnOfPartition> columns_of_partitions_;
  std::vector<std::size_t> of_triggers_of_tables_, index_marks_;
};

}  // namespace

void read_objects(const Snapshot& snapshot, Schema& schema) { Collector(snapshot, schema).run(); }

}  // namespace schemac::postgresql
