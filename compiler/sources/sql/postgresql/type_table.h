// The types that expressions have, as numbers with what PostgreSQL's rules of type conversion ask of them: the server's
// own, those of the extensions that were created, and those that statements made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/types.h"

namespace schemac::sql {

class State;

using TypeId = std::uint32_t;  // 0: not known

struct TypeInfo {
  std::string sql = {};     // as the server prints it: `character varying`, `public.mood`
  std::string object = {};  // the bare name, which a call may convert by
  char category = 'U';
  bool preferred = false;
  char kind =
      'b';  // 'b'ase, 'd'omain, 'e'num, 'c'omposite, 'r'ange, 'm'ultirange, 'p'seudo; 'u': nothing is known of it
  TypeId element = 0;  // of an array its element, of a range its subtype, of a multirange its range
  TypeId array = 0;    // the array of it, once somebody asked
  TypeId base = 0;     // of a domain
  bool is_array = false;
};

enum class Context : std::uint8_t { implicit, assignment, explicit_cast };

// How a value of one type becomes one of another (find_coercion_pathway).
enum class Pathway : std::uint8_t { none, relabel, function, array, text };

class TypeTable {
 public:
  TypeTable();

  // By what statements and the catalogue print: `integer[]`, `public.mood`. What is not known is a type of its own
  // without properties.
  TypeId named(const State& state, std::string_view sql);
  TypeId of(const State& state, const Type& type);
  TypeId own(std::string_view name);  // by pg_type's name: `int4`, `_text`
  TypeId array_of(TypeId element);

  const TypeInfo& operator[](TypeId type) const { return types_[type]; }
  // The base of a domain, through all its levels; every other type itself.
  TypeId base(TypeId type) const;
  TypeId element(TypeId type) const;  // of an array
  bool is_array(TypeId type) const { return types_[type].is_array; }
  bool is_polymorphic(TypeId type) const {
    return types_[type].kind == 'p' && types_[type].sql.starts_with("any") && type != any;
  }

  Pathway pathway(TypeId source, TypeId target, Context context) const;
  bool converts(TypeId source, TypeId target, Context context = Context::implicit) const;  // can_coerce_type of one

  // The type that a CASE, an ARRAY[…], a UNION gives (select_common_type); 0 where there is none, or one of them is not
  // known.
  TypeId common(const std::vector<TypeId>& types) const;
  // What the polymorphic ones among `declared` become; false when these arguments do not agree
  // (enforce_generic_type_consistency).
  bool settle(const std::vector<TypeId>& actual, std::vector<TypeId>& declared, TypeId& result);

  // An extension was created in a schema.
  void add_extension(const std::string& name, const std::string& schema);
  // Extensions in the order of their creation, with the schema of each.
  const std::vector<std::pair<std::string, std::string>>& extensions() const { return extensions_; }
  TypeId in_extension(std::string_view extension, std::string_view name);

  TypeId any = 0, unknown = 0, text = 0, varchar = 0, bpchar = 0, boolean = 0, int4 = 0, int8 = 0, numeric = 0,
         float8 = 0, record = 0, interval = 0, bit = 0, jsonb = 0, xml = 0;

 private:
  struct Cast {
    char context;
    char method;
  };
  struct Generic;

  TypeId add(TypeInfo info);
  TypeId made(const State& state, std::string_view sql);
  const Cast* cast(TypeId source, TypeId target) const;

  std::vector<TypeInfo> types_;
  std::unordered_map<std::string, TypeId> by_sql_;
  std::unordered_map<std::string, TypeId> by_name_;
  std::unordered_map<std::uint64_t, Cast> casts_;
  std::vector<std::pair<std::string, std::string>> extensions_;
  TypeId anyelement_ = 0, anyarray_ = 0, anynonarray_ = 0, anyenum_ = 0, anyrange_ = 0, anymultirange_ = 0,
         anycompatible_ = 0, anycompatiblearray_ = 0, anycompatiblenonarray_ = 0, anycompatiblerange_ = 0,
         anycompatiblemultirange_ = 0;
};

}  // namespace schemac::sql
