// schema.prisma with every name looked up: what each field is, what each attribute says, which two fields are one
// relation. Places point back into the syntax, which must outlive it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"
#include "sources/prisma/syntax.h"

namespace schemac::prisma {

enum class Provider : std::uint8_t { none, postgresql, mysql, sqlite, sqlserver, cockroachdb, mongodb };

std::string_view title(Provider provider);        // `PostgreSQL`
std::string_view dialect_of(Provider provider);   // `postgresql`; empty: no dialect knows it
std::size_t identifier_limit(Provider provider);  // bytes
bool has_enums(Provider provider);
bool has_lists(Provider provider);
bool has_schemas(Provider provider);

enum class Scalar : std::uint8_t { string, boolean, integer, big_integer, floating, decimal, date_time, json, bytes };

std::string_view name_of(Scalar scalar);  // `BigInt`
std::optional<Scalar> scalar_named(std::string_view name);

struct DatabaseExtension {
  std::string name;  // as the engine knows it
  Range where;
};

struct Datasource {
  Provider provider = Provider::none;
  const Block* block = nullptr;
  bool foreign_keys = true;          // false: relationMode = "prisma"
  std::vector<std::string> schemas;  // empty: the engine's default one
  std::vector<DatabaseExtension> extensions;
};

struct NativeType {
  std::string name;
  std::vector<std::string> arguments;
  Range where;
};

enum class FieldKind : std::uint8_t { unknown, scalar, enumeration, composite, relation, unsupported };

struct ModelField {
  const Field* syntax = nullptr;
  FieldKind kind = FieldKind::unknown;
  Scalar scalar = Scalar::string;
  std::size_t target = 0;  // the enum, composite type or model
  std::string column;
  std::optional<NativeType> native;
  const Value* default_value = nullptr;
  bool updated_at = false;
  bool ignored = false;
  const Attribute* relation = nullptr;

  bool is_list() const { return syntax->arity == Arity::list; }
  bool is_required() const { return syntax->arity == Arity::required; }
  bool calls(std::string_view function) const {
    return default_value && default_value->kind == Value::Kind::call && default_value->text == function;
  }
};

struct KeyField {
  std::size_t field = 0;
  std::vector<std::string> path;  // behind the field, into a composite type
  bool descending = false;
  std::optional<std::string> operator_class;  // Prisma's word, or the engine's when `raw_class`
  bool raw_class = false;
  std::optional<std::string> length;  // MySQL: of the column's first characters or bytes alone
};

// `{ field: value }`: one of the conditions, all of which must hold, of a partial index.
struct KeyCondition {
  std::size_t field = 0;
  bool negated = false;
  const Value* value = nullptr;
};

enum class KeyKind : std::uint8_t { primary, unique, index, fulltext };

struct ModelKey {
  KeyKind kind = KeyKind::index;
  std::vector<KeyField> fields;
  std::string map;                   // the name in the database, when stated
  std::string method;                // Prisma's word: `Gin`
  std::optional<std::string> where;  // the engine's own SQL, or
  std::vector<KeyCondition> conditions = {};
  Range place;
  bool on_field = false;
  bool states_clustering = false;  // SQL Server
};

struct Model {
  const Block* block = nullptr;
  QualifiedName name;  // in the database
  std::vector<ModelField> fields;
  std::optional<ModelKey> primary;
  std::vector<ModelKey> keys;  // unique, index, fulltext
  bool ignored = false;

  bool is_view() const { return block->kind == BlockKind::view; }
  std::optional<std::size_t> find(std::string_view field) const;
};

struct EnumLabel {
  const EnumValue* syntax = nullptr;
  std::string label;  // in the database
};

struct Enumeration {
  const Block* block = nullptr;
  QualifiedName name;
  std::vector<EnumLabel> labels;
};

struct CompositeType {
  const Block* block = nullptr;
  std::vector<ModelField> fields;
};

struct FieldRef {
  std::size_t model = 0;
  std::size_t field = 0;

  auto operator<=>(const FieldRef&) const = default;
};

// Two relation fields that belong together. The one that holds the columns is `from`; of a many-to-many relation the
// one of the model that comes first by name.
struct Relation {
  FieldRef from;
  FieldRef to;
  bool many_to_many = false;
  std::string name;                     // when stated
  std::string map;                      // the constraint's name, when stated
  std::vector<std::size_t> fields;      // of from's model
  std::vector<std::size_t> references;  // of to's model
  std::optional<ReferentialAction> on_delete;
  std::optional<ReferentialAction> on_update;
};

struct Datamodel {
  Datasource datasource;
  std::set<std::string> preview_features;
  std::vector<Model> models;
  std::vector<Enumeration> enums;
  std::vector<CompositeType> composites;
  std::vector<Relation> relations;
};

}  // namespace schemac::prisma
