// Conversions (parse_coerce.c) and how they are printed (ruleutils.c): an implicit one is shown as an argument of an
// operator or a call alone.
#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/ddl.h"
#include "sources/sql/postgresql/constants.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/functions.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {

// As format_type_with_typemod prints it: without a length `character` is another type.
std::string Writer::printed(TypeId type, const std::string& modifier) const {
  if (types_.is_array(type)) return printed(types_.element(type), modifier) + "[]";
  if (modifier.empty()) return type == types_.bpchar ? "bpchar" : type == types_.bit ? "\"bit\"" : types_[type].sql;
  auto text = types_[type].sql;
  const auto zone = types_[type].kind == 'b' ? text.find(" with") : std::string::npos;
  return text.insert(zone == std::string::npos ? text.size() : zone, modifier);
}

Typed Writer::typed_literal(const Typed& value, TypeId type, const std::string& modifier) {
  Typed out{.type = type, .modifier = modifier, .constant = true};
  if (value.null) {
    out.unlabelled = "NULL";
    out.text = "NULL::" + printed(type, modifier);
    return out;
  }
  if (types_[type].sql == "regclass") {
    out.text = relation_constant(state_, value.content);
    out.unlabelled = out.text.substr(0, out.text.size() - std::string_view("::regclass").size());
    return out;
  }
  const auto content = constant_output(types_, type, value.content, modifier);
  if (type == types_.boolean) {
    out.text = out.unlabelled = content;
  } else if (shows_bare(types_, type, content)) {
    out.text = out.unlabelled = content;
  } else {
    out.unlabelled = string_literal(content);
    out.text = out.unlabelled + "::" + printed(type, modifier);
  }
  return out;
}

Typed Writer::with_collation(Typed value, const std::string& collation) {
  Typed out{
      .text = fmt::format("({} COLLATE {})", value.text, collation), .type = value.type, .modifier = value.modifier};
  if (value.implicit) {
    out.implicit = true;
    out.inner = fmt::format("({} COLLATE {})", value.inner, collation);
  }
  out.collation = collation;
  out.collated = std::make_shared<Typed>(std::move(value));
  return out;
}

// coerce_type
Typed Writer::coerce(const Typed& value, TypeId target, Context context, bool shown) {
  if (value.null && target == types_.any) {  // nothing decides what it is: `num_nulls(NULL::unknown)`
    auto out = value;
    out.text = "NULL::unknown";
    return out;
  }
  if (target == 0 || value.type == target || target == types_.any || types_.is_polymorphic(target)) return value;
  if (value.collated) return with_collation(coerce(*value.collated, target, context, shown), value.collation);
  const auto base = types_.base(target);
  const auto converted = [&](const Typed& from, TypeId type) {
    return Typed{.text = fmt::format("({})::{}", from.bare(), printed(type)),
                 .type = type,
                 .cast = true,
                 .implicit = !shown,
                 .inner = from.bare()};
  };
  if (value.literal || value.null) {
    const auto plain = typed_literal(value, base);
    return base == target ? plain : converted(plain, target);
  }
  if (value.type == 0) return value;
  if (!value.row.empty() && types_[base].kind == 'c') {
    auto out = value;
    out.type = target;
    if (shown) out.text += "::" + printed(target);
    return out;
  }
  const auto way = types_.pathway(value.type, target, context);
  if (way == Pathway::none)  // by a CREATE CAST, where somebody wrote it
    return shown && context == Context::explicit_cast ? converted(value, target) : value;
  if (way == Pathway::relabel || base == target) return converted(value, target);
  auto first = converted(value, base);
  first.implicit = true;
  return converted(first, target);
}

// coerce_to_target_type: the conversion, and the length or precision.
Typed Writer::coerce_to(const Typed& value, TypeId target, const std::string& modifier, Context context, bool shown) {
  if (value.collated)
    return with_collation(coerce_to(*value.collated, target, modifier, context, shown), value.collation);
  if (target == types_.interval && (value.literal || value.null)) return typed_literal(value, target, modifier);
  const bool same = value.type == target;
  auto out = coerce(value, target, context, shown);
  if (out.type != target || out.modifier == modifier) return out;
  if (!same && out.cast) out.implicit = true;
  const auto label = printed(target, modifier);
  const auto text = out.constant && out.modifier.empty() ? fmt::format("{}::{}", out.unlabelled, label)
                                                         : fmt::format("({})::{}", out.bare(), label);
  return {.text = text, .type = target, .modifier = modifier, .cast = true, .implicit = !shown, .inner = out.bare()};
}

TypeId Writer::common_of(const std::vector<Typed>& values) const {
  std::vector<TypeId> types;
  for (const auto& value : values) types.push_back(value.type);
  return types_.common(types);
}

}  // namespace schemac::sql
