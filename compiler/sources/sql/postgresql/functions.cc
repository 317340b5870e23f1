#include "sources/sql/postgresql/functions.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/builtins.h"

namespace schemac::sql {

std::vector<std::string> types_in_signature(std::string_view signature) {
  std::vector<std::string> out;
  std::string type;
  bool quoted = false;
  for (const char c : signature.substr(1, signature.size() - 2)) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) {
      out.push_back(std::exchange(type, {}));
    } else if (c != ' ' || !type.empty()) {
      type += c;
    }
  }
  if (!type.empty()) out.push_back(std::move(type));
  return out;
}

Candidate unresolved_function(State& state, const std::vector<std::string>& names) {
  const auto& name = names.back();
  if (names.size() > 1 && names[names.size() - 2] != "pg_catalog")
    return {.name = postgresql::quote(QualifiedName{names[names.size() - 2], name})};
  if (names.size() > 1 || !function_rows(name).empty()) return {.name = postgresql::quote(name)};
  for (const auto& space : state.search_path) {
    if (state.routines.contains({space, name})) return {.name = postgresql::quote(QualifiedName{space, name})};
    for (const auto& [extension, schema] : state.types().extensions())
      if (schema == space && !function_rows(name, extension).empty())
        return {.name = postgresql::quote(QualifiedName{space, name})};
  }
  return {.name = postgresql::quote(name)};
}

std::string relation_constant(const State& state, const std::string& content) {
  const auto tokens = sql_tokens(content, postgresql::postgresql_lexis());
  std::vector<std::string> names;
  for (const auto& token : tokens)
    if (token.text(content) != ".")
      names.push_back(token.kind == SqlTokenKind::quoted_identifier ? unquoted(token.text(content))
                                                                    : lower(token.text(content)));
  const auto found = names.empty() ? std::nullopt : state.relation(names);
  return string_literal(found ? postgresql::quote(*found) : content) + "::regclass";
}

}  // namespace schemac::sql
