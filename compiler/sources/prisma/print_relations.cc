#include "sources/prisma/print_relations.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "schema/engine_version.h"
#include "sources/prisma/names.h"
#include "sources/prisma/print_types.h"

namespace schemac::prisma {
namespace {

using Columns = std::vector<std::string>;

std::string_view action_word(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::no_action: return "NoAction";
    case ReferentialAction::restrict_: return "Restrict";
    case ReferentialAction::cascade: return "Cascade";
    case ReferentialAction::set_null: return "SetNull";
    case ReferentialAction::set_default: return "SetDefault";
  }
  broken_invariant("a referential action has a word");
}

Columns sorted(Columns columns) {
  std::sort(columns.begin(), columns.end());
  return columns;
}

bool has_key(const Table& table, const Columns& columns) {
  const auto keys = plain_keys(table);
  return std::any_of(keys.begin(), keys.end(), [&](const Columns& key) { return sorted(key) == sorted(columns); });
}

struct Reference {
  const Table* table;
  const Constraint* constraint;
  const ForeignKey* key;
};

class RelationCollector {
 public:
  RelationCollector(const Schema& schema, Provider provider, PrintNames& names, const std::set<QualifiedName>& ignored)
      : schema_(schema), provider_(provider), names_(names), ignored_(ignored) {}

  PrintedRelations run() {
    for (const auto& [name, table] : schema_.tables)
      if (is_link(*table)) out_.link_tables.insert(name);
    collect();
    for (const auto& reference : references_) relation(reference);
    for (const auto& name : out_.link_tables) link(*schema_.tables.find(name));
    return std::move(out_);
  }

 private:
  // --- implicit many-to-many

  // Exactly the table that Prisma would make, names included: anything else is a model.
  bool is_link(const Table& table) const {
    const auto& name = table.name.name;
    if (!name.starts_with('_') || name.size() < 2 || table.columns.size() != 2 || table.columns[0].name != "A" ||
        table.columns[1].name != "B")
      return false;
    const auto* a = side(table, "A");
    const auto* b = side(table, "B");
    if (!a || !b || names_.known().models.contains(table.name)) return false;
    const auto& first = names_.model(a->references);
    const auto& second = names_.model(b->references);
    if (first > second || identifier(name.substr(1), "") != name.substr(1)) return false;
    return has_link_key(table) && table.indexes.size() == (provider_ == Provider::postgresql ? 1U : 2U) &&
           std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
             return index.name.text == name + "_B_index" && is_plain(index, {"B"});
           });
  }

  bool has_link_key(const Table& table) const {
    const auto& name = table.name.name;
    if (provider_ == Provider::postgresql)
      return table.constraints.size() == 3 &&
             std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
               const auto* key = std::get_if<Key>(&constraint.body);
               return key && key->primary && key->columns == Columns{"A", "B"} &&
                      constraint.name.text == name + "_AB_pkey";
             });
    return table.constraints.size() == 2 &&
           std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
             return index.unique && index.name.text == name + "_AB_unique" && is_plain(index, {"A", "B"});
           });
  }

  static bool is_plain(const Index& index, const Columns& columns) {
    if (index.where || index.keys.size() != columns.size()) return false;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (index.keys[i].column != columns[i] || index.keys[i].descending) return false;
    return true;
  }

  const ForeignKey* side(const Table& table, const std::string& column) const {
    for (const auto& constraint : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint.body);
      if (!key || key->columns != Columns{column}) continue;
      const auto* target = schema_.tables.find(key->references);
      const auto* primary = target ? primary_key(*target) : nullptr;
      const auto* local = table.columns.find(column);
      const bool cascades =
          key->on_delete == ReferentialAction::cascade && key->on_update == ReferentialAction::cascade;
      const bool named =
          provider_ == Provider::sqlite || constraint.name.text == fmt::format("{}_{}_fkey", table.name.name, column);
      if (primary && primary->columns.size() == 1 && primary->columns == key->referenced_columns && cascades && named &&
          local->not_null && !local->default_value && !local->identity &&
          equal_ignoring_case(display(local->type), display(target->columns.find(primary->columns[0])->type)))
        return key;
    }
    return nullptr;
  }

  void link(const Table& table) {
    const auto a = side(table, "A")->references, b = side(table, "B")->references;
    const auto name = table.name.name.substr(1);
    const bool unnamed = name == names_.model(a) + "To" + names_.model(b) && between_[pair_of(a, b)] == 1 && a != b;
    const auto rest = unnamed ? std::string() : fmt::format("@relation({})", quoted(name));
    const auto known = names_.known().relations.find({table.name, {"A", "B"}});
    const bool has_known = known != names_.known().relations.end();
    const auto base_a =
        between_[pair_of(a, b)] == 1 && a != b ? names_.model(b) : fmt::format("{}_{}", names_.model(b), name);
    const auto base_b = between_[pair_of(a, b)] == 1 && a != b
                            ? names_.model(a)
                            : fmt::format("{}_{}", names_.model(a), a == b ? name + "_back" : name);
    const auto field_a = has_known ? known->second.first : names_.free_field(a, base_a);
    const auto field_b = has_known ? known->second.second : names_.free_field(b, base_b);
    add(a, b, "link " + name + " A", field_a, names_.model(b) + "[]", rest);
    add(b, a, "link " + name + " B", field_b, names_.model(a) + "[]", rest);
  }

  // --- foreign keys

  static std::pair<QualifiedName, QualifiedName> pair_of(const QualifiedName& a, const QualifiedName& b) {
    return a < b ? std::pair(a, b) : std::pair(b, a);
  }

  void collect() {
    for (const auto& [name, table] : schema_.tables) {
      if (out_.link_tables.contains(name)) {
        ++between_[pair_of(side(*table, "A")->references, side(*table, "B")->references)];
        continue;
      }
      for (const auto& constraint : table->constraints)
        if (const auto* key = std::get_if<ForeignKey>(&constraint.body)) {
          if (!sayable(*table, constraint, *key)) continue;
          references_.push_back({table.get(), &constraint, key});
          ++between_[pair_of(name, key->references)];
        }
    }
  }

  bool sayable(const Table& table, const Constraint& constraint, const ForeignKey& key) {
    const auto* target = schema_.tables.find(key.references);
    const auto unsaid = [&](std::string_view why) {
      out_.unsaid.push_back(
          fmt::format("foreign key {} of {}: {}", constraint_label(constraint), display(table.name), why));
      return false;
    };
    if (!target) return unsaid("it refers to a table that is not here");
    if (key.columns.size() != key.referenced_columns.size() || !has_key(*target, key.referenced_columns))
      return unsaid("what it refers to is not unique without a condition");
    return true;
  }

  std::string relation_name(const Reference& reference) const {
    const auto known = names_.known().relation_names.find({reference.table->name, reference.key->columns});
    if (known != names_.known().relation_names.end()) return known->second;
    const auto& own = names_.model(reference.table->name);
    const auto& other = names_.model(reference.key->references);
    const auto count = between_.at(pair_of(reference.table->name, reference.key->references));
    if (count == 1)
      return reference.table->name == reference.key->references ? fmt::format("{}To{}", own, other) : std::string();
    std::string columns;
    for (const auto& column : reference.key->columns) columns += "_" + names_.field(reference.table->name, column);
    return fmt::format("{}{}To{}", own, columns, other);
  }

  void relation(const Reference& reference) {
    const auto& table = *reference.table;
    const auto& key = *reference.key;
    const bool self = table.name == key.references;
    const auto name = relation_name(reference);
    const bool single = between_.at(pair_of(table.name, key.references)) == 1;
    const auto suffix = single || name.empty() ? std::string() : "_" + name;
    const auto known = names_.known().relations.find({table.name, key.columns});
    const bool has_known = known != names_.known().relations.end();
    const auto field =
        has_known ? known->second.first : names_.free_field(table.name, names_.model(key.references) + suffix);
    const auto back =
        has_known ? known->second.second
                  : names_.free_field(key.references, (self ? "other_" : "") + names_.model(table.name) + suffix);

    bool optional = false, required = false;
    for (const auto& column : key.columns) (table.columns.find(column)->not_null ? required : optional) = true;
    const auto identity = fmt::format("{} ({})", display(table.name), fmt::join(key.columns, ","));
    add(table.name, key.references, "to " + identity, field, names_.model(key.references) + (optional ? "?" : ""),
        attribute(reference, name, required));
    const auto named = name.empty() ? std::string() : fmt::format("@relation({})", quoted(name));
    add(key.references, table.name, "from " + identity, back,
        names_.model(table.name) + (has_key(table, key.columns) ? "?" : "[]"), named);
  }

  // MariaDB and MySQL before 8 restrict where nothing is said, and tell NO ACTION from it.
  ReferentialAction as_prisma_reads(const Reference& reference, ReferentialAction action,
                                    const std::string& said) const {
    const auto& engine = schema_.engine;
    const bool restricts =
        provider_ == Provider::mysql && (is_mariadb(engine) || (engine.major != 0 && engine.major < 8));
    return restricts && action == ReferentialAction::no_action && !reference.constraint->attributes.contains(said)
               ? ReferentialAction::restrict_
               : action;
  }

  std::string attribute(const Reference& reference, const std::string& name, bool required) const {
    const auto& key = *reference.key;
    std::vector<std::string> local, remote, parts;
    for (const auto& column : key.columns) local.push_back(names_.field(reference.table->name, column));
    for (const auto& column : key.referenced_columns) remote.push_back(names_.field(key.references, column));
    if (!name.empty()) parts.push_back(quoted(name));
    parts.push_back(fmt::format("fields: [{}]", fmt::join(local, ", ")));
    parts.push_back(fmt::format("references: [{}]", fmt::join(remote, ", ")));
    const auto on_delete = as_prisma_reads(reference, key.on_delete, "on_delete"),
               on_update = as_prisma_reads(reference, key.on_update, "on_update");
    if (on_delete != (required ? ReferentialAction::restrict_ : ReferentialAction::set_null))
      parts.push_back(fmt::format("onDelete: {}", action_word(on_delete)));
    if (on_update != ReferentialAction::cascade) parts.push_back(fmt::format("onUpdate: {}", action_word(on_update)));
    const auto& constraint = reference.constraint->name.text;
    if (provider_ != Provider::sqlite &&
        constraint != foreign_key_name(provider_, reference.table->name.name, key.columns))
      parts.push_back(fmt::format("map: {}", quoted(constraint)));
    return fmt::format("@relation({})", fmt::join(parts, ", "));
  }

  // A field that leads to a model which the client leaves out must be left out too.
  void add(const QualifiedName& table, const QualifiedName& target, std::string key, std::string name, std::string type,
           std::string rest) {
    if (ignored_.contains(target) && !ignored_.contains(table)) rest += rest.empty() ? "@ignore" : " @ignore";
    out_.fields[table].push_back({std::move(key), std::move(name), std::move(type), std::move(rest)});
  }

  const Schema& schema_;
  Provider provider_;
  PrintNames& names_;
  const std::set<QualifiedName>& ignored_;
  std::vector<Reference> references_;
  std::map<std::pair<QualifiedName, QualifiedName>, int> between_;
  PrintedRelations out_;
};

}  // namespace

std::vector<Columns> plain_keys(const Table& table) {
  std::vector<Columns> out;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body)) out.push_back(key->columns);
  for (const auto& index : table.indexes) {
    if (!index.unique || index.where) continue;
    Columns columns;
    for (const auto& key : index.keys)
      if (!key.expression) columns.push_back(key.column);
    if (columns.size() == index.keys.size()) out.push_back(std::move(columns));
  }
  return out;
}

PrintedRelations printed_relations(const Schema& schema, Provider provider, PrintNames& names,
                                   const std::set<QualifiedName>& ignored) {
  return RelationCollector(schema, provider, names, ignored).run();
}

}  // namespace schemac::prisma
