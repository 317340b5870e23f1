// The queries that read the catalogue, and small readers of their answers.
//
// Raw columns wherever the client can spell the definition itself; the server's deparse functions run only on rows that
// hold an expression, because they cost far more than everything else together.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connections/connection.h"

namespace schemac::postgresql {

using Oid = std::uint32_t;

// Catalogues by their fixed numbers, as pg_depend and pg_description name them.
enum Catalogue : Oid {
  pg_type = 1247,
  pg_proc = 1255,
  pg_class = 1259,
  pg_constraint = 2606,
  pg_rewrite = 2618,
  pg_namespace = 2615,
  pg_trigger = 2620,
  pg_extension = 3079,
  pg_policy = 3256,
  pg_statistic_ext = 3381,
  pg_collation = 3456,
};

// Access methods that go without saying.
constexpr Oid heap_method = 2;
constexpr Oid btree_method = 403;

enum class Query {
  namespaces,
  extension_members,
  relations,
  columns,
  defaults,
  indexes,
  constraints,
  sequences,
  enums,
  descriptions,
  collations,
  operator_classes,
  access_methods,
  presence,
  objects,
  privileges,
  owners,
  unmanaged,
  dependencies,
};

constexpr std::size_t column_has_rights = 11;  // of the columns' answer

// Up to `presence`, in the order of the enumeration.
std::vector<std::string> catalogue_queries(int major);
// Everything that the model holds as SQL, and what it does not hold (catalogue_objects.cc): what is there at all, and
// then, by that answer, the rest of the enumeration in its order. Of what is not there nothing is asked.
std::string presence_query();
std::vector<std::string> object_queries(int major, const Rows& presence, const Rows& columns, bool owners);

// Separates the items of a list that the server joined.
constexpr char separator = '\x1f';

class Row {
 public:
  Row(const Rows& rows, std::size_t row) : rows_(rows), row_(row) {}

  std::string_view text(std::size_t column) const { return rows_.text(row_, column); }
  std::string string(std::size_t column) const { return std::string(text(column)); }
  bool is_null(std::size_t column) const { return rows_.is_null(row_, column); }
  bool flag(std::size_t column) const { return text(column) == "t"; }
  char letter(std::size_t column) const { return text(column).empty() ? '\0' : text(column)[0]; }
  Oid oid(std::size_t column) const { return number<Oid>(text(column)); }
  std::int64_t integer(std::size_t column) const { return number<std::int64_t>(text(column)); }
  std::vector<std::int64_t> integers(std::size_t column) const;  // `{1,2}` or `1 2`
  std::vector<std::string> list(std::size_t column) const;       // joined by `separator`

 private:
  template <class T>
  static T number(std::string_view text) {
    T value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  const Rows& rows_;
  std::size_t row_;
};

}  // namespace schemac::postgresql
