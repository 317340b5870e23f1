#include "dialects/postgresql/current_role.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"

namespace schemac::postgresql {
namespace {

bool is_default(const SqlObjectKey& key) { return key.kind.ends_with("default privileges on"); }

// Behind FOR ROLE.
std::string with_role(std::string sql, const std::string& role) {
  const auto placeholder = fmt::format("FOR ROLE {}", whoever_is_connected);
  const auto named = "FOR ROLE " + quote(role);
  for (auto at = sql.find(placeholder); at != std::string::npos; at = sql.find(placeholder, at + named.size()))
    sql.replace(at, placeholder.size(), named);
  return sql;
}

// The roles of a policy, sorted as the catalogue has them.
std::string with_role_in_policy(std::string sql, const std::string& role) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  std::size_t first = 0;
  int depth = 0;
  for (std::size_t at = 0; at < tokens.size() && first == 0; ++at) {
    if (tokens[at].text(sql) == "(") ++depth;
    if (tokens[at].text(sql) == ")") --depth;
    if (depth == 0 && tokens[at].text(sql) == "TO") first = at + 1;
  }
  auto last = first;
  std::vector<std::string> roles;
  for (; first != 0 && last < tokens.size() && tokens[last].text(sql) != "USING" && tokens[last].text(sql) != "WITH";
       ++last)
    if (const auto name = tokens[last].text(sql); name != ",")
      roles.push_back(name == whoever_is_connected ? role : unquoted(name));
  if (std::ranges::find(roles, role) == roles.end()) return sql;
  std::ranges::sort(roles);
  const auto begin = tokens[first].begin;
  return sql.replace(begin, tokens[last - 1].end - begin, quote_list(roles));
}

}  // namespace

void settle_current_role(Schema& wanted, const std::string& role) {
  const auto to_owner = " to " + quote(role);
  std::vector<SqlObjectKey> owners, defaults, policies;
  for (const auto& [key, object] : wanted.sql_objects) {
    if (object->read_back) continue;
    // the schema public is pg_database_owner's, whoever runs the file (PostgreSQL 15 and later)
    const bool is_of_another = key.kind == "grant on schema" && key.name.name.starts_with("public to ");
    if (key.kind.starts_with("grant on ") && key.name.name.ends_with(to_owner) && !is_of_another) owners.push_back(key);
    if (is_default(key) && object->definition.find(whoever_is_connected) != std::string::npos) defaults.push_back(key);
    if (key.kind == "policy" && object->definition.find(whoever_is_connected) != std::string::npos)
      policies.push_back(key);
  }
  for (const auto& key : owners) wanted.sql_objects.erase(key);
  for (const auto& key : policies)
    wanted.sql_objects.change(
        key, [&](SqlObject& object) { object.definition = with_role_in_policy(object.definition, role); });
  for (const auto& key : defaults) {
    auto object = *wanted.sql_objects.find(key);
    wanted.sql_objects.erase(key);
    const auto place = object.name.name.find(whoever_is_connected);
    if (place != std::string::npos) object.name.name.replace(place, whoever_is_connected.size(), role);
    object.definition = with_role(object.definition, role);
    wanted.sql_objects.set({object.kind, object.name}, object);
  }
}

// GRANT … MAINTAIN came with PostgreSQL 17 (release notes of 17, "Privileges").
void settle_all_rights(Schema& wanted, int major) {
  if (major < 17) return;
  std::vector<SqlObjectKey> all;
  for (const auto& [key, object] : wanted.sql_objects)
    if (!object->read_back && object->shape == std::vector{std::string(maintains_too)}) all.push_back(key);
  for (const auto& key : all)
    wanted.sql_objects.change(key, [](SqlObject& object) {
      constexpr std::string_view next = "REFERENCES";
      const auto place = object.definition.find(next);
      if (place != std::string::npos) object.definition.insert(place, fmt::format("{}, ", maintains_too));
    });
}

}  // namespace schemac::postgresql
