#include "sources/sql/postgresql/operator_classes.h"

#include <algorithm>
#include <array>

namespace schemac::sql {
namespace {

struct Class {
  std::string_view method;  // empty: any
  std::string_view name;
};

// Of the server's own, those that are nobody's default.
constexpr auto chosen = std::to_array<Class>({{"btree", "bpchar_pattern_ops"},
                                              {"btree", "cidr_ops"},
                                              {"btree", "text_pattern_ops"},
                                              {"btree", "varchar_ops"},
                                              {"btree", "varchar_pattern_ops"},
                                              {"btree", "record_image_ops"},
                                              {"gin", "jsonb_path_ops"},
                                              {"gist", "inet_ops"},
                                              {"hash", "aclitem_ops"},
                                              {"hash", "bpchar_pattern_ops"},
                                              {"hash", "cidr_ops"},
                                              {"hash", "text_pattern_ops"},
                                              {"hash", "varchar_ops"},
                                              {"hash", "varchar_pattern_ops"},
                                              {"spgist", "kd_point_ops"},
                                              {"brin", "inet_minmax_ops"}});

struct Brought {
  std::string_view name;
  std::string_view extension;
};

constexpr auto brought = std::to_array<Brought>({{"gin_trgm_ops", "pg_trgm"},
                                                 {"gist_trgm_ops", "pg_trgm"},
                                                 {"gin_hstore_ops", "hstore"},
                                                 {"gist_hstore_ops", "hstore"},
                                                 {"gist_ltree_ops", "ltree"},
                                                 {"gist__ltree_ops", "ltree"},
                                                 {"gin__int_ops", "intarray"},
                                                 {"gist__int_ops", "intarray"},
                                                 {"gist__intbig_ops", "intarray"},
                                                 {"vector_l2_ops", "vector"},
                                                 {"vector_ip_ops", "vector"},
                                                 {"vector_cosine_ops", "vector"},
                                                 {"vector_l1_ops", "vector"},
                                                 {"halfvec_l2_ops", "vector"},
                                                 {"halfvec_cosine_ops", "vector"},
                                                 {"gist_geometry_ops_nd", "postgis"},
                                                 {"gist_geometry_ops_2d", "postgis"}});

}  // namespace

bool is_default_operator_class(std::string_view name, std::string_view method, std::string_view) {
  if (name.find('.') != std::string_view::npos) return false;
  if (name.find("bloom") != std::string_view::npos || name.find("minmax_multi") != std::string_view::npos) return false;
  return std::ranges::none_of(chosen, [&](const Class& known) { return known.method == method && known.name == name; }) &&
         extension_of_operator_class(name).empty();
}

std::string extension_of_operator_class(std::string_view name) {
  for (const auto& known : brought)
    if (known.name == name) return std::string(known.extension);
  return {};
}

}  // namespace schemac::sql
