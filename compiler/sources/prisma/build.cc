#include "sources/prisma/build.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "operations/object_ids.h"
#include "sources/prisma/build_intents.h"
#include "sources/prisma/mysql_words.h"
#include "sources/prisma/names.h"
#include "sources/prisma/native_types.h"
#include "sources/prisma/operator_classes.h"
#include "sources/prisma/sql_defaults.h"

namespace schemac::prisma {
namespace {

class Builder {
 public:
  Builder(const Datamodel& data, const Dialect& dialect)
      : data_(data), dialect_(dialect), provider_(data.datasource.provider) {}

  Result<Built> run() {
    out_.schema.engine.dialect = dialect_.traits().name;
    out_.coverage = coverage_of(data_, dialect_);
    references_.resize(data_.models.size());
    for (const auto& relation : data_.relations)
      if (!relation.many_to_many && !data_.models[relation.to.model].is_view())
        references_[relation.from.model].push_back(&relation);
    for (auto& relations : references_)
      std::ranges::stable_sort(relations, {}, [](const Relation* relation) { return relation->from.field; });
    namespaces();
    if (provider_ != Provider::sqlite)
      for (const auto& type : data_.enums) enumeration(type);
    for (std::size_t m = 0; m < data_.models.size(); ++m) {
      if (data_.models[m].is_view())
        left_alone(data_.models[m]);
      else
        table(m);
    }
    for (const auto& relation : data_.relations)
      if (relation.many_to_many) link_table(relation);
    build_intents(data_, dialect_.traits().default_schema, out_);
    append_errors();
    if (has_errors(errors_)) return std::unexpected(std::move(errors_));
    return std::move(out_);
  }

 private:
  void append_errors() {
    for (auto& remark : out_.remarks)
      if (remark.severity == Severity::error) errors_.push_back(remark);
  }

  QualifiedName settled(QualifiedName name) const {
    if (name.schema.empty()) name.schema = dialect_.traits().default_schema;
    return name;
  }

  void namespaces() {
    for (const auto& name : data_.datasource.schemas) out_.schema.namespaces.set(name, Namespace{name, {}});
    for (const auto& extension : data_.datasource.extensions) {
      out_.schema.unmanaged.push_back({"extension", {dialect_.traits().default_schema, extension.name}, {}});
      out_.remarks.push_back(warning_at("extension",
                                        fmt::format("found the extension `{}`, which schemac does not install yet: run "
                                                    "`CREATE EXTENSION IF NOT EXISTS \"{}\"` beforehand",
                                                    extension.name, extension.name),
                                        data_.datasource.block->span(extension.where)));
    }
  }

  void left_alone(const Model& view) {
    auto note =
        note_at(fmt::format("view `{}` is left alone: schema.prisma does not say how it is made", display(view.name)),
                view.block->span(view.block->head));
    out_.remarks.push_back(std::move(note));
  }

  void enumeration(const Enumeration& type) {
    EnumType out{settled(type.name), {}, {}};
    for (const auto& label : type.labels) out.labels.push_back(label.label);
    if (provider_ == Provider::postgresql)
      out_.order.push_back(type_id(out.name));  // MySQL keeps the labels beside each column
    out_.declared[type_id(out.name)] = type.block->span(type.block->name_at);
    out_.schema.enums.set(out.name, out);
  }

  void table(std::size_t at) {
    const auto& model = data_.models[at];
    Table out{settled(model.name)};
    if (provider_ == Provider::mysql) out.attributes["collate"] = table_collation;
    out_.declared[table_id(out.name)] = model.block->span(model.block->name_at);
    out.columns.reserve(model.fields.size());
    for (const auto& field : model.fields) {
      if (field.kind == FieldKind::relation) continue;
      out.columns.add(column(model, field));
      if (is_rowid(model, field))
        out.columns.find(field.column)->identity = Identity{IdentityKind::autoincrement, {}, {}};
      out_.declared[column_id(out.name, field.column)] = model.block->span(field.syntax->name_at);
    }
    if (model.primary) out.constraints.push_back(primary(model, *model.primary));
    for (const auto& key : model.keys) out.indexes.push_back(index(model, key));
    if (data_.datasource.foreign_keys)
      for (const auto* relation : references_[at]) out.constraints.push_back(foreign_key(*relation));
    in_order(model, out);
    out_.schema.tables.set(out.name, std::move(out));
  }

  // Fields' keys first, then plain indexes, then the model's unique ones.
  void in_order(const Model& model, const Table& table) {
    out_.order.push_back(table_id(table.name));
    const auto rank = [](const ModelKey& key) { return key.on_field ? 0 : key.kind == KeyKind::unique ? 2 : 1; };
    for (const int wanted : {0, 1, 2})
      for (std::size_t k = 0; k < model.keys.size(); ++k)
        if (rank(model.keys[k]) == wanted) out_.order.push_back(index_id(table.name, table.indexes[k].name.text));
    for (const auto& column : table.columns) out_.order.push_back(column_id(table.name, column.name));
    for (const auto& constraint : table.constraints) out_.order.push_back(constraint_id(table.name, constraint));
  }

  // SQLite fills in a single integer key by itself, and Prisma says AUTOINCREMENT to each of them.
  bool is_rowid(const Model& model, const ModelField& field) const {
    const bool only = model.primary && model.primary->fields.size() == 1 &&
                      model.fields[model.primary->fields[0].field].syntax == field.syntax;
    return provider_ == Provider::sqlite && only && field.kind == FieldKind::scalar &&
           field.scalar == Scalar::integer && (!field.default_value || field.calls("autoincrement"));
  }

  Column column(const Model& model, const ModelField& field) {
    Column out;
    out.name = field.column;
    out.type = type(model, field);
    out.not_null = field.is_required();
    if (field.calls("autoincrement"))
      out.identity =
          Identity{provider_ == Provider::postgresql ? IdentityKind::serial : IdentityKind::autoincrement, {}, {}};
    else if (provider_ == Provider::mysql)
      mysql_default(model, field, out);
    else
      out.default_value = default_expression(data_, field, element_type(field));
    return out;
  }

  void mysql_default(const Model& model, const ModelField& field, Column& out) {
    if (auto found = default_for_mysql(data_, field, dialect_.type_sql(out.type))) {
      out.default_value = std::move(found->value);
      if (!found->on_update.empty()) out.attributes["on_update"] = found->on_update;
    } else if (is_left_to_client(field)) {
      out_.remarks.push_back(
          note_at(fmt::format("the default of `{}` is left to Prisma's client: Prisma gives none to a `{}` of MySQL",
                              field.syntax->name, field.syntax->type),
                  model.block->span(field.syntax->where)));
    }
  }

  std::string element_type(const ModelField& field) const {
    if (field.kind == FieldKind::enumeration) return dialect_.quote(settled(data_.enums[field.target].name));
    if (field.kind == FieldKind::unsupported)
      return field.syntax->type.empty() && provider_ == Provider::sqlite ? "untyped" : field.syntax->type;
    return column_type(provider_, field.scalar, field.native);
  }

  Type type(const Model& model, const ModelField& field) {
    if (field.kind == FieldKind::enumeration && provider_ == Provider::sqlite) return parsed(model, field, "TEXT");
    if (field.kind == FieldKind::enumeration) {
      const auto name = settled(data_.enums[field.target].name);
      return {name.name, {}, field.is_list(), name, {.family = TypeFamily::enumeration}};
    }
    auto out = parsed(model, field, element_type(field));
    out.array = out.array || field.is_list();
    if (out.user_type && (field.kind == FieldKind::unsupported || provider_ == Provider::postgresql))
      known_elsewhere(settled(*out.user_type));
    return out;
  }

  // A type that Prisma names without defining it: the database must have it.
  void known_elsewhere(const QualifiedName& name) {
    const UnmanagedObject object{"type", name, {}};
    auto& list = out_.schema.unmanaged;
    if (std::find(list.begin(), list.end(), object) == list.end()) list.push_back(object);
  }

  Type parsed(const Model& model, const ModelField& field, const std::string& text) {
    auto type = dialect_.parse_type(text);
    if (type) return *type;
    for (auto& error : type.error()) {
      error.where = model.block->span(field.native ? field.native->where : field.syntax->type_at);
      errors_.push_back(error);
    }
    return {};
  }

  Constraint primary(const Model& model, const ModelKey& key) const {
    Constraint out;
    out.body = Key{.primary = true, .columns = key_columns(model, key)};
    if (auto lengths = key_lengths(key); !lengths.empty()) out.attributes["lengths"] = std::move(lengths);
    // SQLite's own tables have their primary keys unnamed, and so has Prisma; MySQL has no such names
    if (provider_ == Provider::postgresql) out.name = {key_name(provider_, model, key), true};
    return out;
  }

  std::optional<Expression> condition(const Model& model, const ModelKey& key) const {
    if (key.where) return Expression{*key.where};
    std::vector<std::string> parts;
    for (const auto& [at, negated, value] : key.conditions) {
      const auto& field = model.fields[at];
      const bool null = value->kind == Value::Kind::word && value->text == "null";
      const auto test = null ? (negated ? "IS NOT NULL" : "IS NULL")
                             : fmt::format("{} {}", negated ? "<>" : "=", sql_literal(data_, field, *value));
      parts.push_back(fmt::format("{} {}", dialect_.quote(field.column), test));
    }
    if (parts.size() > 1)
      for (auto& part : parts) part = "(" + part + ")";
    return parts.empty() ? std::nullopt : std::optional(Expression{fmt::format("{}", fmt::join(parts, " AND "))});
  }

  Index index(const Model& model, const ModelKey& key) const {
    Index out;
    out.name = {key_name(provider_, model, key), true};
    out.unique = key.kind == KeyKind::unique;
    out.method = key.kind == KeyKind::fulltext ? "fulltext" : engine_method(key.method);
    if (auto lengths = key_lengths(key); !lengths.empty()) out.attributes["lengths"] = std::move(lengths);
    out.where = condition(model, key);
    for (const auto& part : key.fields) {
      const auto& field = model.fields[part.field];
      IndexKey entry{.column = field.column};
      entry.descending = part.descending;
      if (part.operator_class) {
        const auto name = part.raw_class ? *part.operator_class : engine_operator_class(*part.operator_class);
        if (!is_default_operator_class(out.method, name, element_type(field))) entry.operator_class = name;
      }
      out.keys.push_back(std::move(entry));
    }
    return out;
  }

  Constraint foreign_key(const Relation& relation) const {
    const auto& from = data_.models[relation.from.model];
    const auto& to = data_.models[relation.to.model];
    ForeignKey key;
    bool required = from.fields[relation.from.field].is_required();
    for (const auto at : relation.fields) {
      key.columns.push_back(from.fields[at].column);
      required = required || from.fields[at].is_required();
    }
    key.references = settled(to.name);
    for (const auto at : relation.references) key.referenced_columns.push_back(to.fields[at].column);
    key.on_delete = relation.on_delete.value_or(required ? ReferentialAction::restrict_ : ReferentialAction::set_null);
    key.on_update = relation.on_update.value_or(ReferentialAction::cascade);
    Constraint out{{foreign_key_name(provider_, from, relation), true}, key};
    if (provider_ == Provider::mysql && key.on_delete == ReferentialAction::no_action)
      out.attributes["on_delete"] = "no action";
    if (provider_ == Provider::mysql && key.on_update == ReferentialAction::no_action)
      out.attributes["on_update"] = "no action";
    return out;
  }

  // --- implicit many-to-many

  std::string shortened(const std::string& name) const { return name.substr(0, identifier_limit(provider_)); }

  void link_table(const Relation& relation) {
    const auto& a = data_.models[relation.from.model];
    const auto& b = data_.models[relation.to.model];
    Table out{settled({a.name.schema, shortened(link_table_name(data_, relation))})};
    if (provider_ == Provider::mysql) out.attributes["collate"] = table_collation;
    const auto& name = out.name.name;
    const auto side = [&](const Model& model, const std::string& column) {
      const auto& id = model.fields[model.primary->fields[0].field];
      Column entry{column, type(model, id)};
      entry.not_null = true;
      out.columns.add(std::move(entry));
      if (!data_.datasource.foreign_keys) return;
      const auto cascade = ReferentialAction::cascade;
      out.constraints.push_back({{shortened(fmt::format("{}_{}_fkey", name, column)), true},
                                 ForeignKey{{column}, settled(model.name), {id.column}, cascade, cascade}});
    };
    side(a, "A");
    side(b, "B");
    if (provider_ == Provider::postgresql)
      out.constraints.push_back({{shortened(name + "_AB_pkey"), true}, Key{.primary = true, .columns = {"A", "B"}}});
    else
      out.indexes.push_back(
          {.name = {shortened(name + "_AB_unique"), true}, .keys = {{.column = "A"}, {.column = "B"}}, .unique = true});
    out.indexes.push_back({.name = {shortened(name + "_B_index"), true}, .keys = {{.column = "B"}}});
    out_.order.push_back(table_id(out.name));
    for (const auto& key : out.indexes) out_.order.push_back(index_id(out.name, key.name.text));
    for (const auto& constraint : out.constraints) out_.order.push_back(constraint_id(out.name, constraint));
    out_.declared[table_id(out.name)] = a.block->span(a.fields[relation.from.field].syntax->name_at);
    out_.schema.tables.set(out.name, std::move(out));
  }

  const Datamodel& data_;
  const Dialect& dialect_;
  Provider provider_;
  std::vector<std::vector<const Relation*>> references_;  // by the model that holds the columns
  Built out_;
  Diagnostics errors_;
};

}  // namespace

Result<Built> build_schema(const Datamodel& data, const Dialect& dialect) { return Builder(data, dialect).run(); }

}  // namespace schemac::prisma
