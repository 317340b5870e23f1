// @id, @unique, @@id, @@unique, @@index, @@fulltext and the other attributes of a model.
#include <algorithm>

#include "sources/prisma/operator_classes.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

const std::vector<std::string> model_attributes = {"id",  "unique", "index",  "fulltext",
                                                   "map", "schema", "ignore", "shardKey"};
const std::vector<std::string> index_methods = {"BTree", "Hash", "Gist", "Gin", "SpGist", "Brin"};

class ModelAttributes {
 public:
  ModelAttributes(Resolution& in, Model& model) : in_(in), block_(*model.block), model_(model) {}

  void run() {
    for (std::size_t i = 0; i < model_.fields.size(); ++i)
      for (const auto& attribute : model_.fields[i].syntax->attributes)
        if (attribute.name == "id" || attribute.name == "unique") field_key(i, attribute);
    once();
    for (const auto& attribute : block_.attributes) one(attribute);
  }

 private:
  void error(Range where, std::string message, std::string hint = {}, std::string code = "bad-attribute") {
    in_.error(block_, where, std::move(code), std::move(message), std::move(hint));
  }

  void once() {
    for (std::size_t i = 0; i < block_.attributes.size(); ++i) {
      const auto& name = block_.attributes[i].name;
      if (name == "unique" || name == "index" || name == "fulltext") continue;
      for (std::size_t j = 0; j < i; ++j)
        if (block_.attributes[j].name == name)
          error(block_.attributes[j].where,
                fmt::format("found `@@{}` twice on `{}`, expected it once", name, block_.name));
    }
  }

  void one(const Attribute& attribute) {
    Arguments arguments(in_, block_, attribute);
    if (attribute.name == "id") return key(KeyKind::primary, attribute);
    if (attribute.name == "unique") return key(KeyKind::unique, attribute);
    if (attribute.name == "index") return key(KeyKind::index, attribute);
    if (attribute.name == "fulltext") return key(KeyKind::fulltext, attribute);
    if (attribute.name == "map") {
      if (arguments.require("name", true))
        model_.name.name = Arguments(in_, block_, attribute).take_name("name", true).value_or(model_.name.name);
    } else if (attribute.name == "schema") {
      if (auto schema = arguments.take_name("map", true)) model_.name.schema = *schema;
    } else if (attribute.name == "ignore") {
      model_.ignored = true;
    } else if (attribute.name == "shardKey") {
      arguments.require("fields", true);
    } else {
      const auto near = nearest(attribute.name, model_attributes);
      return error(attribute.where,
                   fmt::format("no attribute `@@{}`, expected one of {} behind `@@`", attribute.name,
                               quoted_list(model_attributes)),
                   near.empty() ? "" : fmt::format("did you mean `@@{}`?", near), "unknown-attribute");
    }
    arguments.finish();
  }

  void field_key(std::size_t field, const Attribute& attribute) {
    ModelKey out;
    out.kind = attribute.name == "id" ? KeyKind::primary : KeyKind::unique;
    out.place = attribute.where;
    out.on_field = true;
    Arguments arguments(in_, block_, attribute);
    KeyField part{field, {}, false, {}, false, {}};
    out.map = arguments.take_name("map", true).value_or("");
    options(arguments, part, out.kind, attribute.where);
    out.states_clustering = arguments.take_flag("clustered").has_value();
    arguments.finish();
    out.fields.push_back(std::move(part));
    if (model_.fields[field].kind == FieldKind::relation)
      return error(
          attribute.where,
          fmt::format("found `@{}` on the relation field `{}`, expected it on the field that holds the relation",
                      attribute.name, model_.fields[field].syntax->name));
    if (out.kind == KeyKind::primary && !model_.fields[field].is_required())
      error(attribute.where,
            fmt::format("found `@id` on `{}`, which is {}, expected it on a required field",
                        model_.fields[field].syntax->name, model_.fields[field].is_list() ? "a list" : "optional"));
    add(std::move(out));
  }

  void key(KeyKind kind, const Attribute& attribute) {
    ModelKey out;
    out.kind = kind;
    out.place = attribute.where;
    Arguments arguments(in_, block_, attribute);
    const auto* fields = arguments.require("fields", true);
    const auto* name_at = kind == KeyKind::fulltext ? nullptr : arguments.take("name");
    if (auto map = arguments.take_name("map")) out.map = *map;
    // of an index the older word for `map`; of a key what the client calls it
    if (kind == KeyKind::index) {
      if (name_at && !out.map.empty())
        error(
            attribute.where,
            fmt::format(
                "found `name` beside `map` in `@@{}`, expected `map` alone: both are the index's name in the database",
                attribute.name));
      if (name_at && out.map.empty()) out.map = name_at->text;
    }
    if (kind == KeyKind::index) method(arguments.take("type"), out);
    if (kind != KeyKind::fulltext) out.states_clustering = arguments.take_flag("clustered").has_value();
    if (kind == KeyKind::index || kind == KeyKind::unique) where(arguments.take("where"), out);
    arguments.finish();
    if (kind == KeyKind::fulltext && in_.provider() != Provider::mysql && in_.provider() != Provider::mongodb)
      error(attribute.where, fmt::format("found `@@fulltext`: {} has no such index in Prisma, MySQL and MongoDB have",
                                         title(in_.provider())));
    if (!fields) return;
    if (fields_of(*fields, attribute, out)) add(std::move(out));
  }

  void method(const Value* value, ModelKey& out) {
    if (!value) return;
    const auto near = nearest(value->text, index_methods);
    if (std::find(index_methods.begin(), index_methods.end(), value->text) == index_methods.end())
      return error(value->where,
                   fmt::format("no index type `{}`, expected {}", shown(*value), quoted_list(index_methods)),
                   near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    const bool inverted = in_.provider() == Provider::cockroachdb && value->text == "Gin";
    if (in_.provider() != Provider::postgresql && !inverted && value->text != "BTree")
      return error(value->where,
                   fmt::format("found the index type `{}`: {} has BTree alone", value->text, title(in_.provider())));
    out.method = value->text;
  }

  // raw("SQL"), or { field: value, … }
  void where(const Value* value, ModelKey& out) {
    if (!value) return;
    if (in_.provider() == Provider::mysql)
      return error(value->where, "found a condition of an index: MySQL has no partial indexes");
    if (!in_.data.preview_features.contains("partialIndexes"))
      return error(value->where,
                   "found a condition of an index, expected `previewFeatures = [\"partialIndexes\"]` in the generator: "
                   "without it there are none");
    const bool raw = value->kind == Value::Kind::call && value->text == "raw" && value->arguments.size() == 1 &&
                     value->arguments[0].value.kind == Value::Kind::string;
    if (raw) return void(out.where = value->arguments[0].value.text);
    if (value->kind == Value::Kind::object && !value->arguments.empty()) return conditions(*value, out);
    error(value->where, fmt::format("found `{}` as the condition of an index, expected `raw(\"…\")` with the engine's "
                                    "own SQL, or `{{ field: value }}`",
                                    shown(*value)));
  }

  void conditions(const Value& object, ModelKey& out) {
    for (const auto& entry : object.arguments) {
      const auto at = model_.find(entry.name);
      if (!at || model_.fields[*at].kind == FieldKind::relation) {
        error(entry.where, fmt::format("no field `{}` of `{}` that has a column, for the condition of an index",
                                       entry.name, block_.name));
        continue;
      }
      const bool negated = entry.value.kind == Value::Kind::object && entry.value.arguments.size() == 1 &&
                           entry.value.arguments[0].name == "not";
      const auto& value = negated ? entry.value.arguments[0].value : entry.value;
      if (value.kind != Value::Kind::string && value.kind != Value::Kind::number && value.kind != Value::Kind::word)
        error(entry.value.where, fmt::format("found `{}` for `{}`, expected a value, `null`, or `{{ not: value }}`",
                                             shown(entry.value), entry.name));
      out.conditions.push_back({*at, negated, &value});
    }
  }

  bool descending(const Value* value) {
    if (!value) return false;
    if (value->text != "Asc" && value->text != "Desc")
      error(value->where, fmt::format("found the order `{}`, expected `Asc` or `Desc`", shown(*value)));
    return value->text == "Desc";
  }

  bool fields_of(const Value& list, const Attribute& attribute, ModelKey& out) {
    const std::vector<Value> one = {list};
    const auto& items = list.kind == Value::Kind::list ? list.items : one;
    if (items.empty())
      error(attribute.where, fmt::format("found no fields in `@@{}`, expected at least one", attribute.name));
    bool good = !items.empty();
    for (const auto& item : items) good = field_of(item, attribute, out) && good;
    return good;
  }

  bool field_of(const Value& item, const Attribute& attribute, ModelKey& out) {
    if (item.kind != Value::Kind::word && item.kind != Value::Kind::call) {
      error(item.where,
            fmt::format("found `{}` among the fields of `@@{}`, expected a field's name", shown(item), attribute.name));
      return false;
    }
    const auto dot = item.text.find('.');
    const auto name = item.text.substr(0, dot);
    const auto at = model_.find(name);
    if (!at) return unknown_field(name, attribute, item);
    KeyField part{*at, {}, false, {}, false, {}};
    if (dot != std::string::npos) part.path = {item.text.substr(dot + 1)};
    if (item.kind == Value::Kind::call) options(item, part, out.kind, attribute.where);
    const auto& field = model_.fields[*at];
    if (field.kind == FieldKind::relation) {
      error(attribute.where, fmt::format("found the relation field `{}` in `@@{}`, expected the fields that hold the "
                                         "relation: it has no column of its own",
                                         name, attribute.name));
      return false;
    }
    if (out.kind == KeyKind::primary && !field.is_required()) {
      error(attribute.where, fmt::format("found `{}` in `@@id`, which is {}, expected required fields", name,
                                         field.is_list() ? "a list" : "optional"));
      return false;
    }
    const bool twice = std::any_of(out.fields.begin(), out.fields.end(), [&](const KeyField& other) {
      return other.field == *at && other.path == part.path;
    });
    if (twice)
      error(attribute.where, fmt::format("found `{}` twice in `@@{}`, expected it once", item.text, attribute.name));
    out.fields.push_back(std::move(part));
    return !twice;
  }

  bool unknown_field(const std::string& name, const Attribute& attribute, const Value& item) {
    std::vector<std::string> names;
    for (const auto& field : model_.fields) names.push_back(field.syntax->name);
    const auto near = nearest(name, names);
    error(item.where, fmt::format("no field `{}` of `{}` for `@@{}`", name, block_.name, attribute.name),
          near.empty() ? "" : fmt::format("did you mean `{}`?", near), "unknown-field");
    return false;
  }

  void options(const Value& item, KeyField& part, KeyKind kind, Range where) {
    Arguments arguments(in_, block_, item);
    options(arguments, part, kind, where);
    if (const auto* ops = arguments.take("ops")) operator_class(*ops, part);
    arguments.finish();
  }

  void options(Arguments& arguments, KeyField& part, KeyKind kind, Range where) {
    const auto* sort = arguments.take("sort");
    part.descending = descending(sort);
    if (sort && kind == KeyKind::primary && in_.provider() != Provider::sqlserver)
      error(where, fmt::format("found `sort` in a primary key: {} keeps no order of it in Prisma, SQL Server does",
                               title(in_.provider())));
    if (sort && kind == KeyKind::fulltext && in_.provider() == Provider::mysql)
      error(where, "found `sort` in `@@fulltext`: MySQL keeps no order of words");
    if (const auto* value = arguments.take("length")) length(*value, part, kind, where);
  }

  void length(const Value& value, KeyField& part, KeyKind kind, Range where) {
    part.length = value.text;
    if (in_.provider() != Provider::mysql) return;  // validate.cc refuses it
    const auto& field = model_.fields[part.field];
    const bool text =
        field.kind == FieldKind::scalar && (field.scalar == Scalar::string || field.scalar == Scalar::bytes);
    if (kind == KeyKind::fulltext) return error(where, "found `length` in `@@fulltext`: MySQL takes whole texts there");
    if (!text)
      return error(where, fmt::format("found `length` for `{}` of type `{}`, expected it on a `String` or `Bytes`",
                                      field.syntax->name, field.syntax->type));
    if (value.kind != Value::Kind::number || value.text.find_first_not_of("0123456789") != std::string::npos)
      error(where, fmt::format("found the length `{}`, expected a whole number", shown(value)));
  }

  void operator_class(const Value& value, KeyField& part) {
    if (in_.provider() == Provider::mysql)
      return error(value.where, fmt::format("found `ops` in `{}`: MySQL has no operator classes", block_.name));
    if (value.kind == Value::Kind::call && value.text == "raw" && value.arguments.size() == 1 &&
        value.arguments[0].value.kind == Value::Kind::string) {
      part.operator_class = value.arguments[0].value.text;
      part.raw_class = true;
      return;
    }
    if (!is_operator_class(value.text))
      error(value.where, fmt::format("no operator class `{}`, expected one of Prisma's such as `JsonbPathOps`, or "
                                     "`raw(\"…\")` with the engine's name",
                                     shown(value)));
    part.operator_class = value.text;
  }

  void add(ModelKey key) {
    if (key.kind != KeyKind::primary) return model_.keys.push_back(std::move(key));
    if (model_.primary)
      return error(block_.head,
                   model_.primary->on_field && key.on_field
                       ? fmt::format("found `@id` on several fields of `{}`, expected one `@id`, or `@@id([…])` for a "
                                     "key of several fields",
                                     block_.name)
                       : fmt::format("found both `@id` and `@@id` on `{}`, expected one of them", block_.name));
    model_.primary = std::move(key);
  }

  Resolution& in_;
  const Block& block_;
  Model& model_;
};

}  // namespace

void resolve_model_attributes(Resolution& in, Model& model) { ModelAttributes(in, model).run(); }

}  // namespace schemac::prisma
