// What can only be seen when everything is known.
#include <algorithm>

#include "sources/prisma/names.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

class Validation {
 public:
  explicit Validation(Resolution& in) : in_(in) {}

  void run() {
    tables();
    for (const auto& model : in_.data.models) {
      columns(model);
      criterion(model);
      increments(model);
      schema(*model.block, model.name.schema);
      if (model.is_view()) view(model);
      if (model.primary) index(model, *model.primary);
      for (const auto& key : model.keys) index(model, key);
    }
    for (const auto& type : in_.data.enums) enumeration(type);
  }

 private:
  void error(const Block& block, Range where, std::string code, std::string message, std::string hint = {}) {
    in_.error(block, where, std::move(code), std::move(message), std::move(hint));
  }

  void tables() {
    std::map<QualifiedName, const Model*> seen;
    for (const auto& model : in_.data.models) {
      const auto [at, fresh] = seen.emplace(model.name, &model);
      if (fresh) continue;
      const Range where = map_attribute(*model.block).value_or(model.block->head);
      error(
          *model.block, where, "duplicate-table",
          fmt::format("found `{}` as the table of `{}`, but `{}` has it already: give one of them another with `@@map`",
                      display(model.name), model.block->name, at->second->block->name));
    }
  }

  static std::optional<Range> map_attribute(const Block& block) {
    for (const auto& attribute : block.attributes)
      if (attribute.name == "map") return attribute.where;
    return std::nullopt;
  }

  void columns(const Model& model) {
    std::map<std::string_view, const ModelField*> seen;
    for (const auto& field : model.fields) {
      if (field.kind == FieldKind::relation) continue;
      if (field.ignored && model.ignored)
        error(*model.block, field.syntax->where, "bad-attribute",
              fmt::format("found `@ignore` on `{}` of a model that is ignored as a whole, expected one of them",
                          field.syntax->name));
      const auto [at, fresh] = seen.emplace(field.column, &field);
      if (fresh) continue;
      // the one that took the other's name
      const bool earlier = field.column == field.syntax->name && at->second->column != at->second->syntax->name;
      const auto& taker = earlier ? *at->second : field;
      const auto& owner = earlier ? field : *at->second;
      error(*model.block, taker.syntax->where, "duplicate-column",
            fmt::format("found the column `{}` for `{}`, but `{}` has it already: give one of them another with `@map`",
                        field.column, taker.syntax->name, owner.syntax->name));
    }
  }

  bool identifies(const Model& model, const ModelKey& key) const {
    return std::all_of(key.fields.begin(), key.fields.end(), [&](const KeyField& part) {
      const auto& field = model.fields[part.field];
      return field.is_required() && field.kind != FieldKind::unsupported && !(field.ignored && !model.ignored);
    });
  }

  void criterion(const Model& model) {
    if (model.ignored || model.is_view()) return;
    const bool found = (model.primary && identifies(model, *model.primary)) ||
                       std::any_of(model.keys.begin(), model.keys.end(), [&](const ModelKey& key) {
                         return key.kind == KeyKind::unique && identifies(model, key);
                       });
    if (!found)
      error(*model.block, model.block->head, "no-key",
            fmt::format(
                "found no way to tell the rows of `{}` apart, expected an `@id`, or a unique key of required fields",
                model.block->name),
            "add `@id` or `@unique` to a field, `@@id([…])` or `@@unique([…])` to the model, or `@@ignore`");
  }

  void increments(const Model& model) {
    const bool strict = in_.provider() == Provider::sqlite || in_.provider() == Provider::none;
    const bool one = in_.provider() == Provider::mysql || in_.provider() == Provider::sqlserver;
    if (!strict && !one) return;
    std::size_t count = 0;
    for (std::size_t i = 0; i < model.fields.size(); ++i) {
      const auto& field = model.fields[i];
      if (!field.calls("autoincrement")) continue;
      ++count;
      const bool is_id = model.primary && model.primary->fields.size() == 1 && model.primary->fields[0].field == i;
      if (strict && !is_id)
        error(*model.block, field.syntax->where, "bad-default",
              fmt::format("found `autoincrement()` on `{}`, expected it on the single `@id` field: {} knows no other",
                          field.syntax->name, title(in_.provider())));
      if (in_.provider() == Provider::mysql && !leads_a_key(model, i))
        error(*model.block, field.syntax->where, "bad-default",
              fmt::format("found `autoincrement()` on `{}`, expected it on a field with an index: MySQL needs one",
                          field.syntax->name));
    }
    if (count > 1)
      error(*model.block, model.block->head, "bad-default",
            fmt::format("found `autoincrement()` {} times on `{}`, expected it once: {} has one a table", count,
                        model.block->name, title(in_.provider())));
  }

  static bool leads_a_key(const Model& model, std::size_t field) {
    const auto leads = [&](const ModelKey& key) { return !key.fields.empty() && key.fields[0].field == field; };
    return (model.primary && leads(*model.primary)) || std::any_of(model.keys.begin(), model.keys.end(), leads);
  }

  void schema(const Block& block, const std::string& name) {
    const auto& schemas = in_.data.datasource.schemas;
    Range where = block.head;
    for (const auto& attribute : block.attributes)
      if (attribute.name == "schema") where = attribute.where;
    if (!name.empty() && !has_schemas(in_.provider()))
      return error(block, where, "bad-attribute",
                   fmt::format("found `@@schema` on `{}`: {} has no schemas", block.name, title(in_.provider())));
    if (name.empty()) {
      if (!schemas.empty())
        error(block, where, "no-schema",
              fmt::format("found {} `{}` without `@@schema`, expected one of {}: the datasource lists its schemas",
                          keyword(block.kind), block.name, quoted_list(schemas)));
      return;
    }
    if (std::find(schemas.begin(), schemas.end(), name) != schemas.end()) return;
    const auto near = nearest(name, schemas);
    error(block, where, "unknown-schema",
          fmt::format(
              "no schema `{}` in the datasource, expected {}", name,
              schemas.empty() ? fmt::format("it there: `schemas = [\"{}\"]`", name) : "one of " + quoted_list(schemas)),
          near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  void enumeration(const Enumeration& type) {
    if (!has_enums(in_.provider()))
      error(*type.block, type.block->head, "bad-type",
            fmt::format("found the enum `{}`: {} has no enums", type.block->name, title(in_.provider())));
    schema(*type.block, type.name.schema);
    std::map<std::string_view, const EnumValue*> seen;
    for (const auto& label : type.labels) {
      const auto [at, fresh] = seen.emplace(label.label, label.syntax);
      if (!fresh)
        error(*type.block, label.syntax->where, "duplicate-value",
              fmt::format(
                  "found `{}` for `{}` in the database, but `{}` has it already: give one of them another with `@map`",
                  label.label, label.syntax->name, at->second->name));
    }
  }

  void view(const Model& model) {
    if (!in_.data.preview_features.contains("views"))
      error(*model.block, model.block->head, "bad-view",
            fmt::format("found the view `{}`, expected `previewFeatures = [\"views\"]` in the generator: without it "
                        "there are none",
                        model.block->name));
    if (model.primary)
      error(*model.block, model.primary->place, "bad-view",
            fmt::format("found a primary key of the view `{}`: views have none, use `@unique`", model.block->name));
    for (const auto& key : model.keys)
      if (key.kind != KeyKind::unique)
        error(*model.block, key.place, "bad-view",
              fmt::format("found an index of the view `{}`: views have none", model.block->name));
  }

  // MySQL indexes long texts by their first characters alone.
  void prefixes(const Model& model, const ModelKey& key) {
    for (const auto& part : key.fields) {
      const auto& native = model.fields[part.field].native;
      const bool long_text = native && (native->name.ends_with("Text") || native->name.ends_with("Blob"));
      if (long_text && !part.length && key.kind != KeyKind::fulltext)
        error(
            *model.block, key.on_field ? model.fields[part.field].syntax->where : key.place, "bad-index",
            fmt::format("found `{}` of type `{}` in a key, expected `length`: MySQL indexes the first characters of it",
                        model.fields[part.field].syntax->name, native->name));
    }
  }

  // What another engine knows and this one does not.
  void foreign_options(const Model& model, const ModelKey& key) {
    const auto refuse = [&](std::string message) {
      error(*model.block, key.place, "bad-attribute", std::move(message));
    };
    if (key.states_clustering && in_.provider() != Provider::sqlserver)
      refuse(fmt::format("found `clustered`: {} has no clustered indexes, SQL Server has", title(in_.provider())));
    const bool cut =
        std::any_of(key.fields.begin(), key.fields.end(), [](const KeyField& part) { return part.length.has_value(); });
    if (cut && in_.provider() != Provider::mysql)
      refuse(fmt::format("found `length` in an index: {} has no such thing, MySQL has", title(in_.provider())));
  }

  void index(const Model& model, const ModelKey& key) {
    foreign_options(model, key);
    if (in_.provider() == Provider::mysql) return prefixes(model, key);
    if (in_.provider() != Provider::postgresql) return;
    const auto refuse = [&](std::string message) { error(*model.block, key.place, "bad-index", std::move(message)); };
    if (key.method == "SpGist" && key.fields.size() > 1)
      refuse("found several fields in an SpGist index, expected one: PostgreSQL has no others");
    for (const auto& part : key.fields) {
      const auto& field = model.fields[part.field];
      if (part.raw_class || field.kind == FieldKind::unsupported) continue;
      const bool json = field.kind == FieldKind::scalar && field.scalar == Scalar::json;
      const bool string = field.kind == FieldKind::scalar && field.scalar == Scalar::string;
      const bool inet = string && field.native && field.native->name == "Inet";
      const auto& ops = part.operator_class;
      if (ops && (key.method.empty() || key.method == "BTree" || key.method == "Hash"))
        refuse(
            fmt::format("found the operator class `{}` in a {} index, expected `raw(\"…\")` or another type of index",
                        *ops, key.method.empty() ? "BTree" : key.method));
      else if (ops && ops->starts_with("Jsonb") && !json)
        refuse(fmt::format("found the operator class `{}` on `{}` of type `{}`, expected a `Json` field", *ops,
                           field.syntax->name, field.syntax->type));
      else if (key.method == "Gin" && !ops && !json && !field.is_list())
        refuse(
            fmt::format("found `{}` of type `{}` in a Gin index, expected a list, a `Json` field or `ops: raw(\"…\")`",
                        field.syntax->name, field.syntax->type));
      else if (key.method == "Gist" && !(inet && ops))
        refuse(
            fmt::format("found `{}` of type `{}` in a Gist index, expected `ops: raw(\"…\")`, or `ops: InetOps` on an "
                        "`@db.Inet` field",
                        field.syntax->name, field.syntax->type));
      else if (key.method == "SpGist" && !string)
        refuse(fmt::format("found `{}` of type `{}` in an SpGist index, expected a `String` or `ops: raw(\"…\")`",
                           field.syntax->name, field.syntax->type));
    }
  }

  Resolution& in_;
};

}  // namespace

void validate_models(Resolution& in) {
  Validation(in).run();
  validate_names(in);
}

}  // namespace schemac::prisma
