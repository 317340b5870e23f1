#include "sources/sql/postgresql/type_table.h"

#include <algorithm>
#include <optional>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "sources/sql/postgresql/builtins.h"
#include "sources/sql/postgresql/state.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

std::uint64_t pair_of(TypeId source, TypeId target) { return (std::uint64_t{source} << 32U) | target; }

}  // namespace

TypeTable::TypeTable() {
  types_.push_back({.kind = 'u'});
  const auto rows = type_rows();
  types_.reserve(rows.size() * 3);
  for (const auto& row : rows) {
    const auto id = add({.sql = std::string(row.formatted),
                         .object = std::string(row.name),
                         .category = row.category,
                         .preferred = row.preferred,
                         .kind = row.kind});
    by_name_.emplace(row.name, id);
  }
  for (const auto& row : rows)
    if (!row.element.empty()) types_[own(row.name)].element = own(row.element);
  for (const auto& row : cast_rows())
    casts_.emplace(pair_of(own(row.source), own(row.target)), Cast{row.context, row.method});
  for (const auto& [field, name] :
       std::initializer_list<std::pair<TypeId*, const char*>>{{&any, "any"},
                                                              {&unknown, "unknown"},
                                                              {&text, "text"},
                                                              {&varchar, "varchar"},
                                                              {&bpchar, "bpchar"},
                                                              {&boolean, "bool"},
                                                              {&int4, "int4"},
                                                              {&int8, "int8"},
                                                              {&numeric, "numeric"},
                                                              {&float8, "float8"},
                                                              {&record, "record"},
                                                              {&interval, "interval"},
                                                              {&bit, "bit"},
                                                              {&jsonb, "jsonb"},
                                                              {&xml, "xml"},
                                                              {&anyelement_, "anyelement"},
                                                              {&anyarray_, "anyarray"},
                                                              {&anynonarray_, "anynonarray"},
                                                              {&anyenum_, "anyenum"},
                                                              {&anyrange_, "anyrange"},
                                                              {&anymultirange_, "anymultirange"},
                                                              {&anycompatible_, "anycompatible"},
                                                              {&anycompatiblearray_, "anycompatiblearray"},
                                                              {&anycompatiblenonarray_, "anycompatiblenonarray"},
                                                              {&anycompatiblerange_, "anycompatiblerange"},
                                                              {&anycompatiblemultirange_, "anycompatiblemultirange"}})
    *field = own(name);
}

TypeId TypeTable::add(TypeInfo info) {
  const auto id = static_cast<TypeId>(types_.size());
  by_sql_.emplace(info.sql, id);
  types_.push_back(std::move(info));
  return id;
}

TypeId TypeTable::own(std::string_view name) {
  if (const auto found = by_name_.find(std::string(name)); found != by_name_.end()) return found->second;
  if (name.size() < 2 || name[0] != '_') return 0;
  const auto element = own(name.substr(1));
  return element == 0 ? 0 : array_of(element);
}

TypeId TypeTable::array_of(TypeId element) {
  if (element == 0) return 0;
  if (types_[element].is_array) return element;  // arrays of arrays are arrays of more dimensions
  if (types_[element].array != 0) return types_[element].array;
  const auto id = add({.sql = types_[element].sql + "[]",
                       .object = "_" + types_[element].object,
                       .category = 'A',
                       .element = element,
                       .is_array = true});
  types_[element].array = id;
  return id;
}

TypeId TypeTable::named(const State& state, std::string_view sql) {
  if (sql.empty()) return 0;
  if (const auto found = by_sql_.find(std::string(sql)); found != by_sql_.end()) return found->second;
  if (sql.ends_with("[]")) return array_of(named(state, sql.substr(0, sql.size() - 2)));
  if (sql.starts_with("interval")) return interval;
  if (sql == "bpchar") return bpchar;
  if (sql == "\"bit\"") return bit;
  if (sql == "\"any\"") return any;
  return made(state, sql);
}

TypeId TypeTable::of(const State& state, const Type& type) {
  if (const auto integer = postgresql::serial_integer(type.name); !integer.empty() && !type.user_type)
    return named(state, integer);
  return named(state, bare_type_text(type));
}

// Of what a statement made: an enum, a domain, a range, a composite.
TypeId TypeTable::made(const State& state, std::string_view sql) {
  const auto name = postgresql::qualified_name(sql);
  TypeInfo info{.sql = std::string(sql), .object = name.name, .kind = 'u'};
  if (state.schema.enums.contains(name)) {
    info.category = 'E';
    info.kind = 'e';
  } else if (const auto domain = state.domain_types.find(name); domain != state.domain_types.end()) {
    info.base = of(state, domain->second);
    info.kind = 'd';
    info.category = types_[info.base].category;
  } else if (const auto range = state.range_subtypes.find(name); range != state.range_subtypes.end()) {
    info.element = named(state, range->second);
    info.category = 'R';
    info.kind = 'r';
  } else if (state.is_relation(name) || state.has("composite type", name)) {
    info.category = 'C';
    info.kind = 'c';
  } else {
    return 0;
  }
  return add(std::move(info));
}

void TypeTable::add_extension(const std::string& extension, const std::string& schema) {
  extensions_.emplace_back(extension, schema);
  const auto rows = type_rows(extension);
  for (const auto& row : rows) {
    const auto id = add({.sql = postgresql::quote(QualifiedName{schema, std::string(row.name)}),
                         .object = std::string(row.name),
                         .category = row.category,
                         .preferred = row.preferred,
                         .kind = row.kind});
    by_name_[extension + "." + std::string(row.name)] = id;
  }
  for (const auto& row : cast_rows(extension))
    casts_.emplace(pair_of(in_extension(extension, row.source), in_extension(extension, row.target)),
                   Cast{row.context, row.method});
}

TypeId TypeTable::in_extension(std::string_view extension, std::string_view name) {
  if (extension.empty()) return own(name);
  if (name.starts_with('_')) {
    if (const auto id = own(name); id != 0) return id;
    return array_of(in_extension(extension, name.substr(1)));
  }
  // an extension's functions may take another one's types
  for (const auto& from : {std::string(extension), std::string("cube"), std::string("hstore")})
    if (const auto found = by_name_.find(from + "." + std::string(name)); found != by_name_.end()) return found->second;
  return own(name);
}

TypeId TypeTable::base(TypeId type) const {
  while (types_[type].kind == 'd' && types_[type].base != 0) type = types_[type].base;
  return type;
}

TypeId TypeTable::element(TypeId type) const { return types_[type].is_array ? types_[type].element : 0; }

const TypeTable::Cast* TypeTable::cast(TypeId source, TypeId target) const {
  const auto found = casts_.find(pair_of(source, target));
  return found == casts_.end() ? nullptr : &found->second;
}

Pathway TypeTable::pathway(TypeId source, TypeId target, Context context) const {
  source = base(source);
  target = base(target);
  if (source == target) return Pathway::relabel;
  if (const auto* known = cast(source, target)) {
    const auto needed = known->context == 'i'   ? Context::implicit
                        : known->context == 'a' ? Context::assignment
                                                : Context::explicit_cast;
    if (context < needed) return Pathway::none;
    return known->method == 'b' ? Pathway::relabel : known->method == 'i' ? Pathway::text : Pathway::function;
  }
  if (is_array(source) && is_array(target) && pathway(element(source), element(target), context) != Pathway::none)
    return Pathway::array;
  if (context >= Context::assignment && types_[target].category == 'S') return Pathway::text;
  if (context >= Context::explicit_cast && types_[source].category == 'S') return Pathway::text;
  return Pathway::none;
}

bool TypeTable::converts(TypeId source, TypeId target, Context context) const {
  if (source == target || target == any || source == unknown) return true;
  if (pathway(source, target, context) != Pathway::none) return true;
  const auto& from = types_[source];
  const auto& to = types_[target];
  if (source == record && to.kind == 'c') return true;
  if (target == record && from.kind == 'c') return true;
  return to.sql == "record[]" && to.kind == 'p' && is_array(source) && types_[element(source)].kind == 'c';
}

TypeId TypeTable::common(const std::vector<TypeId>& types) const {
  if (types.empty() || std::ranges::find(types, TypeId{0}) != types.end()) return 0;
  if (types[0] != unknown && std::ranges::all_of(types, [&](TypeId type) { return type == types[0]; })) return types[0];
  auto chosen = base(types[0]);
  for (const auto given : types) {
    const auto type = base(given);
    if (type == unknown || type == chosen) continue;
    if (chosen == unknown) {
      chosen = type;
      continue;
    }
    if (types_[type].category != types_[chosen].category) return 0;
    if (!types_[chosen].preferred && converts(chosen, type) && !converts(type, chosen)) chosen = type;
  }
  return chosen == unknown ? text : chosen;
}

bool TypeTable::settle(const std::vector<TypeId>& actual, std::vector<TypeId>& declared, TypeId& result) {
  TypeId element = 0, array = 0, range = 0, multirange = 0, compatible_range = 0, compatible_multirange = 0;
  std::vector<TypeId> compatible;
  bool generic = is_polymorphic(result), has_compatible = false;
  const auto same = [](TypeId& known, TypeId type) {
    if (known != 0 && known != type) return false;
    known = type;
    return true;
  };
  for (std::size_t at = 0; at < declared.size(); ++at) {
    const auto want = declared[at];
    if (!is_polymorphic(want)) continue;
    generic = true;
    const auto given = actual[at];
    has_compatible = has_compatible || types_[want].sql.starts_with("anycompatible");
    if (given == unknown) continue;
    if (given == 0) return false;
    const auto plain = base(given);
    if (want == anyelement_ || want == anynonarray_ || want == anyenum_) {
      if (want == anynonarray_ && is_array(plain)) return false;
      if (want == anyenum_ && types_[plain].kind != 'e') return false;
      if (!same(element, given)) return false;
    } else if (want == anyarray_) {
      if (!is_array(plain) && plain != anyarray_) return false;
      if (!same(array, plain)) return false;
    } else if (want == anyrange_) {
      if (types_[plain].kind != 'r' || !same(range, plain)) return false;
    } else if (want == anymultirange_) {
      if (types_[plain].kind != 'm' || !same(multirange, plain)) return false;
    } else if (want == anycompatible_ || want == anycompatiblenonarray_) {
      if (want == anycompatiblenonarray_ && is_array(plain)) return false;
      compatible.push_back(given);
    } else if (want == anycompatiblearray_) {
      if (!is_array(plain)) return false;
      compatible.push_back(types_[plain].element);
    } else if (want == anycompatiblerange_) {
      if (types_[plain].kind != 'r' || !same(compatible_range, plain)) return false;
      compatible.push_back(types_[plain].element);
    } else if (want == anycompatiblemultirange_) {
      if (types_[plain].kind != 'm' || !same(compatible_multirange, plain)) return false;
      compatible.push_back(types_[types_[plain].element].element);
    }
  }
  if (!generic) return true;
  if (multirange != 0 && !same(range, types_[multirange].element)) return false;
  if (range != 0 && !same(element, types_[range].element)) return false;
  if (array != 0 && array != anyarray_ && !same(element, types_[array].element)) return false;
  if (element != 0 && array == 0) array = array_of(element);
  if (range != 0 && multirange == 0)
    for (TypeId id = 1; id < types_.size(); ++id)
      if (types_[id].kind == 'm' && types_[id].element == range) multirange = id;
  TypeId shared = 0;
  if (has_compatible) {
    shared = compatible.empty() ? text : common(compatible);
    if (shared == 0) return false;
    for (const auto type : compatible)
      if (!converts(type, shared)) return false;
    if (compatible_range != 0 && types_[compatible_range].element != shared) return false;
  }
  const auto become = [&](TypeId type) -> TypeId {
    if (type == anyelement_ || type == anynonarray_ || type == anyenum_) return element;
    if (type == anyarray_) return array;
    if (type == anyrange_) return range;
    if (type == anymultirange_) return multirange;
    if (type == anycompatible_ || type == anycompatiblenonarray_) return shared;
    if (type == anycompatiblearray_) return array_of(shared);
    if (type == anycompatiblerange_) return compatible_range;
    if (type == anycompatiblemultirange_) return compatible_multirange;
    return type;
  };
  for (auto& type : declared) {
    if (!is_polymorphic(type)) continue;
    type = become(type);
    if (type == 0) return false;
  }
  result = become(result);
  return true;
}

}  // namespace schemac::sql
