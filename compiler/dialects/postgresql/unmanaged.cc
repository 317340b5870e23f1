#include <algorithm>

#include "dialects/bookkeeping_tables.h"
#include "dialects/postgresql/snapshot.h"

namespace schemac::postgresql {
namespace {

using Place = std::pair<Oid, Oid>;  // catalogue, number

// Relations that the model has no room for, by their letter; empty for the others.
std::string relation_kind(const Row& row) {
  if (row.flag(6)) return "partition";
  switch (row.letter(3)) {
    case 'v': return "view";
    case 'm': return "materialized view";
    case 'f': return "foreign table";
    case 'p': return "partitioned table";
    case 'c': return "composite type";
    case 'r': return row.oid(7) != 0 ? "typed table" : row.flag(11) ? "inherited table" : "";
    default: return "";  // indexes, sequences
  }
}

class Collector {
 public:
  explicit Collector(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::vector<UnmanagedObject> run() {
    snapshot_.each(Query::relations, [&](Row row, std::size_t) {
      const auto number = row.oid(0);
      const auto* relation = snapshot_.relation(number);
      if (!relation->schema || snapshot_.is_extension_member(pg_class, number) || is_bookkeeping_table(relation->name)) return;
      if (const auto kind = relation_kind(row); !kind.empty()) add({pg_class, number}, kind, *relation->schema, relation->name);
      if (row.flag(12) && relation->table >= 0) add({0, number}, "row security", *relation->schema, relation->name);
    });
    snapshot_.each(Query::unmanaged, [&](Row row, std::size_t) {
      const auto* schema = row.oid(1) == 0 ? &everywhere_ : snapshot_.schema(row.oid(1));
      if (schema && !snapshot_.is_extension_member(row.oid(3), row.oid(4))) add({row.oid(3), row.oid(4)}, row.string(0), *schema, row.text(2));
    });
    read_dependencies();
    std::sort(objects_.begin(), objects_.end(),
              [](const UnmanagedObject& a, const UnmanagedObject& b) { return std::tie(a.kind, a.name) < std::tie(b.kind, b.name); });
    return std::move(objects_);
  }

 private:
  void add(Place place, std::string kind, const std::string& schema, std::string_view name) {
    if (snapshot_.is_excluded(schema, name)) return;
    places_.emplace(place, objects_.size());
    objects_.push_back({std::move(kind), {schema, std::string(name)}, {}});
  }

  void read_dependencies() {
    snapshot_.each(Query::dependencies, [&](Row row, std::size_t) {
      const auto owner = places_.find({row.oid(0), row.oid(1)});
      if (owner == places_.end()) return;
      auto& needs = objects_[owner->second].depends_on;
      if (row.oid(2) == pg_type) return add_type(needs, row.oid(3));
      add_relation(needs, row.oid(3), static_cast<int>(row.integer(4)));
    });
    for (auto& object : objects_) {
      std::sort(object.depends_on.begin(), object.depends_on.end());
      object.depends_on.erase(std::unique(object.depends_on.begin(), object.depends_on.end()), object.depends_on.end());
    }
  }

  void add_type(std::vector<ObjectId>& needs, Oid number) {
    if (enums_.empty()) {
      snapshot_.each(Query::enums, [&](Row row, std::size_t) {
        if (const auto* schema = snapshot_.schema(row.oid(2))) enums_.emplace(row.oid(0), QualifiedName{*schema, row.string(1)});
      });
    }
    if (const auto at = enums_.find(number); at != enums_.end()) needs.push_back({ObjectKind::type, at->second});
  }

  void add_relation(std::vector<ObjectId>& needs, Oid number, int part) {
    const auto* relation = snapshot_.relation(number);
    if (!relation || !relation->schema) return;
    const QualifiedName name{*relation->schema, std::string(relation->name)};
    if (relation->kind == 'S') return needs.push_back({ObjectKind::sequence, name});
    if (relation->table < 0) return;
    if (part <= 0) return needs.push_back({ObjectKind::table, name});
    if (const auto* column = column_name(number, part)) {
      needs.push_back({ObjectKind::column, name, *column});
      needs.push_back({ObjectKind::column_type, name, *column});
    }
  }

  const std::string* column_name(Oid table, int number) {
    if (columns_.empty()) {
      snapshot_.each(Query::columns, [&](Row row, std::size_t) {
        columns_.emplace(Place{row.oid(0), static_cast<Oid>(row.integer(1))}, row.string(2));
      });
    }
    const auto at = columns_.find({table, static_cast<Oid>(number)});
    return at == columns_.end() ? nullptr : &at->second;
  }

  const Snapshot& snapshot_;
  const std::string everywhere_;
  std::vector<UnmanagedObject> objects_;
  std::map<Place, std::size_t> places_;
  std::map<Oid, QualifiedName> enums_;
  std::map<Place, std::string> columns_;
};

}  // namespace

std::vector<UnmanagedObject> unmanaged_objects(const Snapshot& snapshot) { return Collector(snapshot).run(); }

}  // namespace schemac::postgresql
