#include "sources/sql/postgresql/operator_classes.h"

#include <algorithm>
#include <array>

#include "base/sql_tokens.h"
#include "sources/sql/postgresql/builtins.h"

namespace schemac::sql {
namespace {

struct Brought {
  std::string_view name;
  std::string_view extension;
};

// Of extensions whose catalogues are not at hand where `builtins.txt` is made.
constexpr auto brought = std::to_array<Brought>({{"vector_l2_ops", "vector"},
                                                 {"vector_ip_ops", "vector"},
                                                 {"vector_cosine_ops", "vector"},
                                                 {"vector_l1_ops", "vector"},
                                                 {"halfvec_l2_ops", "vector"},
                                                 {"halfvec_cosine_ops", "vector"},
                                                 {"gist_geometry_ops_nd", "postgis"},
                                                 {"gist_geometry_ops_2d", "postgis"}});

// The key's own type, one that it is relabelled to, or a polymorphic one that takes it.
bool takes(TypeTable& types, TypeId key, TypeId input) {
  if (types.base(key) == input) return true;
  if (types.is_polymorphic(input)) {
    std::vector<TypeId> declared = {input};
    TypeId result = 0;
    return types.settle({types.base(key)}, declared, result);
  }
  return types.pathway(key, input, Context::implicit) == Pathway::relabel;
}

}  // namespace

bool is_default_operator_class(State& state, std::string_view name, std::string_view method, TypeId type) {
  const auto dot = name.rfind('.');
  const auto bare = dot == std::string_view::npos ? std::string(name) : unquoted(name.substr(dot + 1));
  auto& types = state.types();
  const auto is_default = [&](const ClassRow& row, std::string_view extension) {
    if (row.method != method || row.name != bare || !row.is_default) return false;
    return type == 0 ? extension.empty() : takes(types, type, types.in_extension(extension, row.type));
  };
  if (dot == std::string_view::npos)
    for (const auto& row : class_rows())
      if (is_default(row, {})) return true;
  for (const auto& [extension, schema] : types.extensions())
    for (const auto& row : class_rows(extension))
      if (is_default(row, extension)) return true;
  return false;
}

std::string extension_of_operator_class(std::string_view name) {
  for (const auto& known : brought)
    if (known.name == name) return std::string(known.extension);
  for (const auto extension : known_extensions())
    for (const auto& row : class_rows(extension))
      if (row.name == name) return std::string(extension);
  return {};
}

}  // namespace schemac::sql
