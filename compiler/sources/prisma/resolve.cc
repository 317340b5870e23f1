#include "sources/prisma/resolve.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

constexpr std::array<std::string_view, 63> reserved_names = {
    "PrismaClient", "async",   "await",    "break",   "case",       "catch",     "class",  "const",      "continue",
    "debugger",     "default", "delete",   "do",      "else",       "enum",      "export", "extends",    "false",
    "finally",      "for",     "function", "if",      "implements", "import",    "in",     "instanceof", "interface",
    "let",          "new",     "null",     "package", "private",    "protected", "public", "return",     "static",
    "super",        "switch",  "this",     "throw",   "true",       "try",       "typeof", "var",        "void",
    "while",        "with",    "yield",    "using"};

constexpr std::array<std::string_view, 4> block_words = {"model", "enum", "view", "type"};

class Resolver {
 public:
  explicit Resolver(Resolution& in) : in_(in) {}

  void declare() {
    for (const auto& block : in_.document.blocks) switch (block.kind) {
        case BlockKind::datasource:
        case BlockKind::generator: break;
        case BlockKind::enumeration: declare_enum(block); break;
        case BlockKind::type: declare_composite(block); break;
        case BlockKind::model:
        case BlockKind::view: declare_model(block); break;
      }
  }

  void types() {
    for (auto& model : in_.data.models)
      for (auto& field : model.fields) type(*model.block, field);
    for (auto& composite : in_.data.composites)
      for (auto& field : composite.fields) {
        type(*composite.block, field);
        if (field.kind == FieldKind::relation)
          in_.error(*composite.block, field.syntax->where, "relation-in-type",
                    fmt::format("found the model `{}` as the type of `{}`, expected a scalar, an enum or another type: "
                                "a composite type has no relations",
                                field.syntax->type, field.syntax->name));
      }
  }

  void attributes() {
    for (auto& model : in_.data.models) {
      for (auto& field : model.fields) resolve_field_attributes(in_, *model.block, field);
      resolve_model_attributes(in_, model);
    }
    for (auto& composite : in_.data.composites)
      for (auto& field : composite.fields) resolve_field_attributes(in_, *composite.block, field);
    for (auto& type : in_.data.enums) enum_attributes(type);
  }

 private:
  bool declare(const Block& block, NamedThing thing) {
    if (!is_reserved(block.name)) return name(block, thing);
    if (scalar_named(block.name) || block.name == "Unsupported") {
      in_.error(block, block.head, "reserved-name",
                fmt::format("found `{}` as the name of a {}, expected another one: it is a scalar type", block.name,
                            keyword(block.kind)));
      return false;
    }
    in_.error(block, block.head, "reserved-name",
              fmt::format("found `{}` as the name of a {}, expected another one: Prisma reserves it; keep the table's "
                          "name with `@@map(\"{}\")`",
                          block.name, keyword(block.kind), block.name));
    return name(block, thing);
  }

  bool name(const Block& block, NamedThing thing) {
    if (std::isdigit(static_cast<unsigned char>(block.name.front())))
      in_.error(block, block.head, "bad-name",
                fmt::format("found `{}` as the name of a {}, expected one that begins with a letter", block.name,
                            keyword(block.kind)));
    const auto [at, fresh] = in_.names.emplace(block.name, thing);
    if (fresh) return true;
    auto error = error_at("duplicate-name",
                          fmt::format("found {} `{}`, but that name is taken", keyword(block.kind), block.name),
                          block.span(block.head));
    for (const auto& other : in_.document.blocks)
      if (&other != &block && other.name == block.name && other.kind != BlockKind::datasource &&
          other.kind != BlockKind::generator) {
        error.notes.push_back(
            note_at(fmt::format("{} `{}` stands here", keyword(other.kind), other.name), other.span(other.head)));
        break;
      }
    in_.errors.push_back(std::move(error));
    return false;
  }

  void fields(const Block& block, std::vector<ModelField>& out) {
    std::set<std::string_view> seen;
    out.reserve(block.fields.size());
    for (const auto& field : block.fields) {
      if (!seen.insert(field.name).second)
        in_.error(block, field.where, "duplicate-field",
                  fmt::format("found the field `{}` twice on {} `{}`, expected it once", field.name,
                              keyword(block.kind), block.name));
      if (std::isdigit(static_cast<unsigned char>(field.name.front())))
        in_.error(block, field.where, "bad-name",
                  fmt::format("found `{}` as the name of a field, expected one that begins with a letter; keep the "
                              "column's name with `@map(\"{}\")`",
                              field.name, field.name));
      ModelField entry;
      entry.syntax = &field;
      entry.column = field.name;
      out.push_back(std::move(entry));
    }
  }

  void declare_model(const Block& block) {
    declare(block, {FieldKind::relation, in_.data.models.size()});
    Model model;
    model.block = &block;
    model.name = {"", block.name};
    fields(block, model.fields);
    in_.data.models.push_back(std::move(model));
  }

  void declare_composite(const Block& block) {
    declare(block, {FieldKind::composite, in_.data.composites.size()});
    CompositeType composite{&block, {}};
    fields(block, composite.fields);
    if (composite.fields.empty())
      in_.error(block, block.head, "empty-block",
                fmt::format("found type `{}` without fields, expected at least one", block.name));
    in_.data.composites.push_back(std::move(composite));
  }

  void declare_enum(const Block& block) {
    declare(block, {FieldKind::enumeration, in_.data.enums.size()});
    Enumeration out{&block, {"", block.name}, {}};
    std::set<std::string_view> seen;
    for (const auto& value : block.values) {
      if (!seen.insert(value.name).second)
        in_.error(block, value.where, "duplicate-value",
                  fmt::format("found the value `{}` twice in enum `{}`, expected it once", value.name, block.name));
      out.labels.push_back({&value, value.name});
    }
    if (block.values.empty())
      in_.error(block, block.head, "empty-block",
                fmt::format("found enum `{}` without values, expected at least one", block.name));
    in_.data.enums.push_back(std::move(out));
  }

  void type(const Block& block, ModelField& field) {
    if (field.syntax->unsupported) return void(field.kind = FieldKind::unsupported);
    if (const auto scalar = scalar_named(field.syntax->type)) {
      field.kind = FieldKind::scalar;
      field.scalar = *scalar;
      return;
    }
    if (const auto named = in_.names.find(field.syntax->type); named != in_.names.end()) {
      field.kind = named->second.kind;
      field.target = named->second.at;
      return;
    }
    std::vector<std::string> candidates = {"String",  "Boolean",  "Int",  "BigInt", "Float",
                                           "Decimal", "DateTime", "Json", "Bytes"};
    for (const auto& [name, thing] : in_.names) candidates.push_back(name);
    auto near = nearest(field.syntax->type, candidates);
    for (const auto& candidate : candidates)
      if (equal_but_case(candidate, field.syntax->type)) near = candidate;
    in_.error(block, field.syntax->type_at, "unknown-type",
              fmt::format("no type `{}`, expected a scalar such as `String`, or a model, enum or type of this schema",
                          field.syntax->type),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  static bool equal_but_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
             return std::tolower(x) == std::tolower(y);
           });
  }

  void enum_attributes(Enumeration& type) {
    for (const auto& attribute : type.block->attributes) {
      Arguments arguments(in_, *type.block, attribute);
      if (attribute.name == "map") {
        if (arguments.require("name", true))
          type.name.name = Arguments(in_, *type.block, attribute).take_name("name", true).value_or(type.name.name);
      } else if (attribute.name == "schema") {
        if (auto schema = arguments.take_name("map", true)) type.name.schema = *schema;
      } else {
        in_.error(*type.block, attribute.where, "unknown-attribute",
                  fmt::format("no attribute `@@{}` of an enum, expected `@@map` or `@@schema`", attribute.name));
        continue;
      }
      arguments.finish();
    }
    for (auto& label : type.labels)
      for (const auto& attribute : label.syntax->attributes) {
        if (attribute.name != "map") {
          in_.error(*type.block, attribute.where, "unknown-attribute",
                    fmt::format("no attribute `@{}` of an enum's value, expected `@map`", attribute.name));
          continue;
        }
        Arguments arguments(in_, *type.block, attribute);
        if (arguments.require("name", true))
          label.label = Arguments(in_, *type.block, attribute).take_name("name", true).value_or(label.label);
        arguments.finish();
      }
  }

  Resolution& in_;
};

}  // namespace

bool is_reserved(std::string_view name) {
  return name == "Unsupported" || scalar_named(name) ||
         std::find(reserved_names.begin(), reserved_names.end(), name) != reserved_names.end();
}

Datamodel resolve(const Document& document, Provider fallback, Diagnostics& errors) {
  Datamodel data;
  Resolution in{document, data, errors};
  data.datasource.provider = fallback;
  resolve_settings(in);
  Resolver resolver(in);
  resolver.declare();
  resolver.types();
  if (has_errors(errors)) return data;  // what follows from a name that is not there is no news
  resolver.attributes();
  if (has_errors(errors)) return data;
  resolve_relations(in);
  validate_models(in);
  return data;
}

}  // namespace schemac::prisma
