#include "dialects/postgresql/normalise.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/generated_names.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/types.h"
#include "operations/inheritance.h"

namespace schemac::postgresql {
namespace {

constexpr std::string_view default_schema = "public";

void settle_schema(QualifiedName& name) {
  if (name.schema.empty()) name.schema = default_schema;
}

// Names without a schema belong to `public`; the maps are keyed by the whole name.
template <class Value>
void settle_keys(SharedMap<QualifiedName, Value>& map) {
  std::vector<QualifiedName> bare;
  for (const auto& [name, value] : map)
    if (name.schema.empty()) bare.push_back(name);
  for (const auto& name : bare) {
    Value value = *map.find(name);
    map.erase(name);
    settle_schema(value.name);
    map.set(value.name, std::move(value));
  }
}

void settle_expression(Expression& expression, const Table& table, std::string sql) {
  expression.sql = std::move(sql);
  expression.columns = named_columns(expression.sql, table.columns);
  std::vector<const Type*> types;
  for (const auto& column : expression.columns) types.push_back(&table.columns.find(column)->type);
  expression.objects = named_objects(expression.sql, types);
}

void settle_expression(Expression& expression, const Table& table) {
  settle_expression(expression, table, canonical_expression(expression.sql));
}

void settle_default(Column& column) {
  if (!column.default_value) return;
  auto& value = *column.default_value;
  value.sql = canonical_default(value.sql, column.type);
  if (value.sql.empty()) return void(column.default_value.reset());
  value.columns.clear();
  value.objects = named_objects(value.sql, {});
}

// The collation that an expression takes from its columns; unset where they disagree, have none, or it names one
// itself.
std::optional<std::string> derived_collation(const Expression& expression, const Table& table) {
  const auto tokens = sql_tokens(expression.sql, postgresql_lexis());
  const auto names_one = [&](const SqlToken& token) {
    return token.kind == SqlTokenKind::word && equal_ignoring_case(token.text(expression.sql), "collate");
  };
  if (std::any_of(tokens.begin(), tokens.end(), names_one)) return std::nullopt;
  const auto is_string = [](const Type& type) {
    return type.portable.family == TypeFamily::text || type.portable.family == TypeFamily::varchar ||
           type.portable.family == TypeFamily::character;
  };
  std::set<std::optional<std::string>> collations;
  for (const auto& name : expression.columns)
    if (const auto* column = table.columns.find(name); column && is_string(column->type))
      collations.insert(column->collation);
  return collations.size() == 1 ? *collations.begin() : std::nullopt;
}

// An index key says only what differs from the default of its direction, column and type.
void settle_index_key(IndexKey& key, const Table& table) {
  if (key.nulls_first && *key.nulls_first == key.descending) key.nulls_first.reset();
  const auto* column = table.columns.find(key.column);
  if (column && key.collation && column->collation == key.collation) key.collation.reset();
  if (key.expression && key.collation && derived_collation(*key.expression, table) == key.collation)
    key.collation.reset();
}

int kind_rank(const Constraint& constraint) {
  return std::visit(Overloaded{
                        [](const Key& key) { return key.primary ? 0 : 1; },
                        [](const Check&) { return 2; },
                        [](const ForeignKey&) { return 3; },
                        [](const Exclusion&) { return 4; },
                    },
                    constraint.body);
}

std::string content(const Constraint& constraint) {
  return std::visit(
      Overloaded{
          [](const Key& key) { return fmt::format("{}/{}", fmt::join(key.columns, ","), fmt::join(key.include, ",")); },
          [](const Check& check) { return check.expression.sql; },
          [](const ForeignKey& key) {
            return fmt::format("{}/{}.{}/{}", fmt::join(key.columns, ","), key.references.schema, key.references.name,
                               fmt::join(key.referenced_columns, ","));
          },
          [](const Exclusion& exclusion) { return exclusion.definition.sql; },
      },
      constraint.body);
}

std::string content(const Index& index) {
  std::string out = index.method;
  for (const auto& key : index.keys)
    out += "," + (key.expression ? key.expression->sql : key.column) + (key.descending ? " desc" : "");
  return out + (index.where ? index.where->sql : "") + (index.unique ? "u" : "");
}

class Normaliser {
 public:
  explicit Normaliser(Schema& schema) : schema_(schema) {}

  Diagnostics run() {
    settle_keys(schema_.tables);
    settle_keys(schema_.enums);
    settle_keys(schema_.sequences);
    settle_object_names();
    settle_namespaces();
    std::vector<QualifiedName> names;
    for (const auto& [name, table] : schema_.tables) names.push_back(name);
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { settle(table); });
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { settle_references(table); });
    settle_sequences();
    make_up_names(schema_);
    for (const auto& name : names) schema_.tables.change(name, [&](Table& table) { sort_table(table); });
    check_identifiers();
    return std::move(diagnostics_);
  }

 private:
  void settle_namespaces() {
    std::set<std::string> used = {std::string(default_schema)};
    for (const auto& [name, table] : schema_.tables) used.insert(name.schema);
    for (const auto& [name, type] : schema_.enums) used.insert(name.schema);
    for (const auto& [name, sequence] : schema_.sequences) used.insert(name.schema);
    for (const auto& name : used)
      if (!schema_.namespaces.contains(name)) schema_.namespaces.set(name, Namespace{name, {}});
    // what initdb writes is nobody's comment
    if (const auto* space = schema_.namespaces.find(std::string(default_schema));
        space && space->comment == "standard public schema")
      schema_.namespaces.set(space->name, Namespace{space->name, {}});
  }

  // A file may name them shorter than the catalogue does.
  void settle_object_names() {
    std::vector<SqlObjectKey> others;
    for (const auto& [key, object] : schema_.sql_objects)
      if (full_name(*object) != key.name) others.push_back(key);
    for (const auto& key : others) {
      auto object = *schema_.sql_objects.find(key);
      schema_.sql_objects.erase(key);
      object.name = full_name(object);
      schema_.sql_objects.set({object.kind, object.name}, object);
    }
  }

  void settle(Table& table) {
    for (auto& column : table.columns) settle(table, column);
    for (auto& constraint : table.constraints)
      if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary)
        for (const auto& name : key->columns)
          if (auto* column = table.columns.find(name)) column->not_null = true;
    settle_with_inherited(table);
  }

  // A table's checks and indexes may name what its parents bring.
  void settle_with_inherited(Table& table) {
    std::vector<std::string> inherited;
    std::set<QualifiedName> seen = {table.name};
    add_inherited(table, table, inherited, seen);
    settle_expressions(table);
    for (const auto& name : inherited) table.columns.remove(name);
  }

  void add_inherited(Table& heir, const Table& below, std::vector<std::string>& added, std::set<QualifiedName>& seen) {
    const auto parents = below.attributes.find("inherits");
    if (parents == below.attributes.end()) return;
    for (const auto& name : inherited_from(std::string(parents->second))) {
      const auto parent = seen.insert(name).second ? schema_.tables.share(name) : nullptr;
      if (!parent) continue;
      for (const auto& column : parent->columns)
        if (!heir.columns.find(column.name)) {
          added.push_back(column.name);
          heir.columns.add(column);
        }
      add_inherited(heir, *parent, added, seen);
    }
  }

  void settle(const Table& table, Column& column) {
    if (const auto integer = serial_integer(column.type.name); !integer.empty() && !column.type.user_type) {
      column.type.name = integer;
      if (!column.identity) {
        column.identity = Identity{IdentityKind::serial, {}, {}};
        column.not_null = true;
      }
    }
    if (column.type.user_type) settle_type(table, column);
    if (column.generated || column.identity) column.default_value.reset();
    if (!column.identity) return;
    auto& identity = *column.identity;
    if (identity.kind != IdentityKind::serial) column.not_null = true;  // a serial's NOT NULL can be dropped again
    const bool follows_column = identity.kind != IdentityKind::serial || !identity.sequence.stated;
    if (follows_column && identity.options.type == "bigint" && identity.options.maximum == INT64_MAX)
      identity.options.type = column.type.name;
    identity.options = settled(identity.options);
  }

  void settle_type(const Table& table, Column& column) {
    settle_schema(*column.type.user_type);
    const auto& name = *column.type.user_type;
    if (schema_.enums.contains(name)) {
      column.type.portable.family = TypeFamily::enumeration;
    } else if (!is_known_elsewhere(name)) {
      std::vector<std::string> candidates = type_names();
      for (const auto& [known, type] : schema_.enums) candidates.push_back(display(known));
      const auto near = nearest(display(name), candidates);
      diagnostics_.push_back(
          error_at("unknown-type",
                   fmt::format("column `{}.{}` has a type `{}`, which is neither built in nor defined here",
                               display(table.name), column.name, display(name)),
                   {}, near.empty() ? "" : fmt::format("did you mean `{}`?", near)));
    }
  }

  bool is_known_elsewhere(const QualifiedName& name) {
    if (is_extension_type(name.name) || schema_.tables.contains(name)) return true;
    if (!given_types_) given_types_ = types_given_as_sql();
    return given_types_->any || given_types_->names.contains(name.name) || given_types_->unmanaged.contains(name);
  }

  // What may be a type besides those that are modelled.
  struct GivenTypes {
    bool any = false;  // an extension: its members are nowhere listed
    std::unordered_set<std::string> names = {};
    std::set<QualifiedName> unmanaged = {};
  };

  GivenTypes types_given_as_sql() const {
    GivenTypes out;
    const auto defines_type = [](std::string_view kind) {
      return kind.find("type") != std::string_view::npos || kind == "domain" || kind == "extension" || kind == "view" ||
             kind == "materialized view" || kind == "partition";  // rows of a relation are of a type by its name
    };
    for (const auto& [key, object] : schema_.sql_objects) {
      out.any = out.any || key.kind == "extension";
      if (defines_type(key.kind)) out.names.insert(key.name.name);
    }
    for (const auto& object : schema_.unmanaged) {
      out.any = out.any || object.kind == "extension";
      out.unmanaged.insert(object.name);
    }
    return out;
  }

  void settle_references(Table& table) {
    for (auto& constraint : table.constraints) {
      auto* key = std::get_if<ForeignKey>(&constraint.body);
      if (!key) continue;
      settle_schema(key->references);
      if (!key->referenced_columns.empty()) continue;
      const auto& name = key->references;
      const auto* target = name == table.name ? &table : schema_.tables.find(name);
      if (!target) target = schema_.tables.find(root_of(name, schema_));  // a partition has the keys of its table
      if (const auto* primary = target ? primary_key(*target) : nullptr) key->referenced_columns = primary->columns;
    }
  }

  void settle_sequences() {
    std::vector<QualifiedName> names;
    for (const auto& [name, sequence] : schema_.sequences) names.push_back(name);
    for (const auto& name : names) {
      schema_.sequences.change(name, [](Sequence& sequence) {
        sequence.options = settled(sequence.options);
        if (sequence.owned_by) settle_schema(sequence.owned_by->table);
      });
    }
  }

  void check_identifier(std::string_view kind, const std::string& name) {
    if (name.size() <= identifier_limit) return;
    diagnostics_.push_back(
        error_at("identifier-too-long",
                 fmt::format("the {} name `{}` has {} bytes, but PostgreSQL allows {}: choose a shorter one", kind,
                             name, name.size(), identifier_limit)));
  }

  void check_identifiers() {
    for (const auto& [name, space] : schema_.namespaces) check_identifier("schema", name);
    for (const auto& [name, type] : schema_.enums) {
      check_identifier("type", name.name);
      for (const auto& label : type->labels) check_identifier("enum label", label);
    }
    for (const auto& [name, sequence] : schema_.sequences) check_identifier("sequence", name.name);
    for (const auto& [name, table] : schema_.tables) {
      check_identifier("table", name.name);
      for (const auto& column : table->columns) check_identifier("column", column.name);
      for (const auto& constraint : table->constraints) check_identifier("constraint", constraint.name.text);
      for (const auto& index : table->indexes) check_identifier("index", index.name.text);
    }
  }

  Schema& schema_;
  std::optional<GivenTypes> given_types_;  // once somebody asks
  Diagnostics diagnostics_;
};

}  // namespace

Diagnostics normalise(Schema& schema) { return Normaliser(schema).run(); }

void settle_expressions(Table& table) {
  for (auto& column : table.columns) {
    settle_default(column);
    if (column.generated) settle_expression(column.generated->expression, table);
  }
  for (auto& constraint : table.constraints) {
    if (auto* check = std::get_if<Check>(&constraint.body)) settle_expression(check->expression, table);
    if (auto* exclusion = std::get_if<Exclusion>(&constraint.body)) settle_expression(exclusion->definition, table);
  }
  for (auto& index : table.indexes) {
    for (auto& key : index.keys) {
      if (key.expression) settle_expression(*key.expression, table);
      settle_index_key(key, table);
    }
    if (index.where) settle_expression(*index.where, table);
  }
}

void sort_table(Table& table) {
  if (table.constraints.size() > 1) {
    std::stable_sort(table.constraints.begin(), table.constraints.end(), [](const Constraint& a, const Constraint& b) {
      const auto rank_a = kind_rank(a);
      const auto rank_b = kind_rank(b);
      if (rank_a != rank_b) return rank_a < rank_b;
      if (a.name.text != b.name.text) return a.name.text < b.name.text;
      return content(a) < content(b);
    });
  }
  if (table.indexes.size() > 1) {
    std::stable_sort(table.indexes.begin(), table.indexes.end(), [](const Index& a, const Index& b) {
      return a.name.text != b.name.text ? a.name.text < b.name.text : content(a) < content(b);
    });
  }
}

SequenceOptions settled(SequenceOptions options) {
  static const SequenceOptions unstated;
  const bool descending = options.increment < 0;
  const std::int64_t highest = options.type == "smallint"  ? INT16_MAX
                               : options.type == "integer" ? INT32_MAX
                                                           : INT64_MAX;
  const std::int64_t lowest = -highest - 1;
  const bool bounds_unstated = options.minimum == unstated.minimum && options.maximum == unstated.maximum;
  if (descending && bounds_unstated) {
    options.minimum = lowest;
    options.maximum = -1;
    if (options.start == unstated.start) options.start = -1;
  }
  options.maximum = std::min(options.maximum, highest);
  options.minimum = std::max(options.minimum, lowest);
  return options;
}

bool same_default(const Column& a, const Column& b) {
  if (a.default_value.has_value() != b.default_value.has_value()) return false;
  return !a.default_value || same_expression(canonical_default(a.default_value->sql, a.type),
                                             canonical_default(b.default_value->sql, b.type));
}

}  // namespace schemac::postgresql
