// The attributes of a field, but for @id, @unique (keys.cc) and @relation (relations.cc).
#include <algorithm>
#include <charconv>

#include "sources/prisma/native_types.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

const std::vector<std::string> field_attributes = {"id",       "unique",    "default", "map",
                                                   "relation", "updatedAt", "ignore",  "shardKey"};

class FieldAttributes {
 public:
  FieldAttributes(Resolution& in, const Block& block, ModelField& field) : in_(in), block_(block), field_(field) {}

  void run() {
    once();
    for (const auto& attribute : field_.syntax->attributes) one(attribute);
    check_native_type(in_, block_, field_);
    if (default_) check_default(in_, block_, field_, *field_.default_value, default_->where);
    if (field_.kind != FieldKind::relation && field_.is_list() && field_.kind != FieldKind::composite &&
        !has_lists(in_.provider()))
      error(field_.syntax->where, fmt::format("found a list as the type of `{}`: {} has no lists of scalars; keep them "
                                              "in a model of their own or as `Json`",
                                              field_.syntax->name, title(in_.provider())));
    if (field_.kind == FieldKind::composite && in_.provider() != Provider::mongodb)
      error(field_.syntax->where,
            fmt::format("found the type `{}` as the type of `{}`: {} has no composite types, MongoDB alone has",
                        field_.syntax->type, field_.syntax->name, title(in_.provider())));
    if (field_.kind == FieldKind::scalar && field_.scalar == Scalar::json && in_.provider() == Provider::sqlserver)
      error(field_.syntax->where, fmt::format("found `Json` as the type of `{}`: {} has no JSON", field_.syntax->name,
                                              title(in_.provider())));
  }

 private:
  void error(Range where, std::string message, std::string hint = {}, std::string code = "bad-attribute") {
    in_.error(block_, where, std::move(code), std::move(message), std::move(hint));
  }

  static std::string family(const Attribute& attribute) { return attribute.name.substr(0, attribute.name.find('.')); }

  void once() {
    const auto& list = field_.syntax->attributes;
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (family(list[i]) == family(list[j]))
          error(list[i].where,
                fmt::format("found `@{}` twice on `{}`, expected it once", family(list[i]), field_.syntax->name));
  }

  void one(const Attribute& attribute) {
    if (attribute.name == "map") return map(attribute);
    if (attribute.name == "default") return defaults(attribute);
    if (attribute.name == "updatedAt") return updated_at(attribute);
    if (attribute.name == "ignore") return ignore(attribute);
    if (attribute.name == "relation") return relation(attribute);
    if (attribute.name == "id" || attribute.name == "unique") return;
    if (attribute.name == "shardKey") return Arguments(in_, block_, attribute).finish();
    if (const auto dot = attribute.name.find('.'); dot != std::string::npos)
      return native(attribute, attribute.name.substr(0, dot), attribute.name.substr(dot + 1));
    auto candidates = field_attributes;
    const auto near = nearest(attribute.name, candidates);
    error(attribute.where,
          fmt::format("no attribute `@{}`, expected {}{}", attribute.name, quoted_list(candidates),
                      attribute.name == prefix() ? fmt::format(" or a type as `@{}.Text`", prefix()) : ""),
          near.empty() ? "" : fmt::format("did you mean `@{}`?", near), "unknown-attribute");
  }

  std::string prefix() const { return in_.data.datasource.block ? in_.data.datasource.block->name : "db"; }

  void map(const Attribute& attribute) {
    Arguments arguments(in_, block_, attribute);
    if (field_.kind == FieldKind::relation)
      return error(attribute.where, fmt::format("found `@map` on the relation field `{}`, which has no column: put it "
                                                "on the fields that hold the relation",
                                                field_.syntax->name));
    if (arguments.require("name", true))
      field_.column = Arguments(in_, block_, attribute).take_name("name", true).value_or(field_.column);
    arguments.finish();
  }

  void defaults(const Attribute& attribute) {
    Arguments arguments(in_, block_, attribute);
    if (field_.kind == FieldKind::relation)
      return error(attribute.where,
                   fmt::format("found `@default` on the relation field `{}`, expected it on a field that has a column",
                               field_.syntax->name));
    const auto* value = arguments.require("value", true);
    if (auto map = arguments.take_name("map"); map && in_.provider() != Provider::sqlserver)
      error(attribute.where, fmt::format("found a name for the default of `{}`: {} has no names for defaults",
                                         field_.syntax->name, title(in_.provider())));
    arguments.finish();
    field_.default_value = value;
    default_ = &attribute;
    if (!value) default_ = nullptr;
  }

  void updated_at(const Attribute& attribute) {
    Arguments(in_, block_, attribute).finish();
    field_.updated_at = true;
    if (field_.kind != FieldKind::scalar || field_.scalar != Scalar::date_time)
      error(attribute.where, fmt::format("found `@updatedAt` on `{}` of type `{}`, expected a `DateTime`",
                                         field_.syntax->name, field_.syntax->type));
    else if (field_.is_list())
      error(attribute.where,
            fmt::format("found `@updatedAt` on the list `{}`, expected a single `DateTime`", field_.syntax->name));
  }

  void ignore(const Attribute& attribute) {
    Arguments(in_, block_, attribute).finish();
    field_.ignored = true;
  }

  void relation(const Attribute& attribute) {
    if (field_.kind != FieldKind::relation)
      return error(attribute.where,
                   fmt::format("found `@relation` on `{}` of type `{}`, expected a field whose type is a model",
                               field_.syntax->name, field_.syntax->type));
    field_.relation = &attribute;
  }

  void native(const Attribute& attribute, const std::string& source, const std::string& name) {
    if (source != prefix())
      return error(attribute.where,
                   fmt::format("found `@{}`, expected `@{}.{}`: the datasource is called `{}`", attribute.name,
                               prefix(), name, prefix()),
                   fmt::format("did you mean `@{}.{}`?", prefix(), name), "unknown-attribute");
    NativeType type{name, {}, attribute.where};
    for (const auto& argument : attribute.arguments) {
      const bool whole =
          argument.value.kind == Value::Kind::number && argument.value.text.find_first_of("-.") == std::string::npos;
      const bool maximum = in_.provider() == Provider::sqlserver && argument.value.text == "Max";
      if (!whole && !maximum)
        error(argument.where, fmt::format("found `{}` in `@{}`, expected a whole number that is not negative",
                                          shown(argument.value), attribute.name));
      type.arguments.push_back(argument.value.text);
    }
    field_.native = std::move(type);
  }

  Resolution& in_;
  const Block& block_;
  ModelField& field_;
  const Attribute* default_ = nullptr;
};

std::string scalars_of(const NativeTypeEntry& entry) {
  std::vector<std::string> names;
  for (const auto scalar : {Scalar::string, Scalar::boolean, Scalar::integer, Scalar::big_integer, Scalar::floating,
                            Scalar::decimal, Scalar::date_time, Scalar::json, Scalar::bytes})
    if (entry.allows(scalar)) names.emplace_back(name_of(scalar));
  return quoted_list(names);
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc::result_out_of_range ? UINT64_MAX : value;
}

std::string count_of(const NativeTypeEntry& entry) {
  if (entry.least == entry.most) return entry.most == 0 ? "none" : std::to_string(entry.most);
  return fmt::format("{} to {}", entry.least, entry.most);
}

}  // namespace

void resolve_field_attributes(Resolution& in, const Block& block, ModelField& field) {
  FieldAttributes(in, block, field).run();
}

void check_native_type(Resolution& in, const Block& block, const ModelField& field) {
  if (!field.native) return;
  const auto& native = *field.native;
  const auto error = [&](std::string message, std::string hint = {}) {
    in.error(block, native.where, "native-type", std::move(message), std::move(hint));
  };
  const auto* entry = find_native_type(in.provider(), native.name);
  if (!entry) {
    std::vector<std::string> names;
    for (const auto& known : native_types(in.provider())) names.emplace_back(known.name);
    const auto near = nearest(native.name, names);
    return error(names.empty() ? fmt::format("found the native type `{}`: {} has none in Prisma, take it out",
                                             native.name, title(in.provider()))
                               : fmt::format("no native type `{}` of {}, expected {}", native.name,
                                             title(in.provider()), quoted_list(names)),
                 near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
  if (field.kind != FieldKind::scalar)
    return error(fmt::format("found the native type `{}` on `{}` of type `{}`, expected {} there", native.name,
                             field.syntax->name, field.syntax->type, scalars_of(*entry)));
  if (!entry->allows(field.scalar))
    return error(fmt::format("found the native type `{}` on a field of type `{}`, expected {}", native.name,
                             field.syntax->type, scalars_of(*entry)));
  if (native.arguments.size() < entry->least || native.arguments.size() > entry->most)
    return error(
        fmt::format("found {} arguments of `{}`, expected {}", native.arguments.size(), native.name, count_of(*entry)));
  if (native.arguments.empty() || native.arguments[0] == "Max") return;
  const auto first = number(native.arguments[0]);
  if (native.name == "Decimal" && native.arguments.size() == 1)
    return error(
        fmt::format("found `Decimal({})`, expected two numbers: the precision and the scale", native.arguments[0]));
  if (entry->to != 0 && (first < entry->from || first > entry->to))
    return error(fmt::format("found {} in `{}`, expected a number from {} to {}", native.arguments[0], native.name,
                             entry->from, entry->to));
  if (in.provider() == Provider::mysql && native.name == "Bit" && field.scalar == Scalar::boolean && first != 1)
    return error(fmt::format("found `Bit({})` on a `Boolean`, expected `Bit(1)`", native.arguments[0]));
  if (in.provider() == Provider::mysql && native.arguments.size() == 2 && number(native.arguments[1]) > 30)
    return error(
        fmt::format("found the scale {} in `{}`, expected a number from 0 to 30", native.arguments[1], native.name));
  if (native.arguments.size() == 2 && number(native.arguments[1]) > first)
    error(fmt::format("found `{}({}, {})`, expected a scale that is no larger than the precision", native.name,
                      native.arguments[0], native.arguments[1]));
}

}  // namespace schemac::prisma
