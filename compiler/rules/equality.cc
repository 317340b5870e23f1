#include "rules/equality.h"

#include <algorithm>
#include <array>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

constexpr int deepest_domain = 20;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// `public."ci"` → `public.ci`
std::string without_quotes(std::string name) {
  std::erase(name, '"');
  return name;
}

const SqlObject* object_called(const Schema& schema, std::string_view kind, const std::string& name) {
  for (const auto& [key, object] : schema.sql_objects)
    if (key.kind == kind && (key.name.name == name || key.name.schema + "." + key.name.name == name)) return &*object;
  return nullptr;
}

// utf8mb4_general_ci, utf8mb4_0900_bin, latin1_swedish_nopad_ci
Equality by_mysql(const std::string& type, std::string collation) {
  if (!is_one_of(type, {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"}))
    return {.is_of_texts = false};
  collation = lower(collation);
  if (collation == "binary") return {};
  const bool counts_blanks =
      collation.find("nopad") != std::string::npos || collation.find("0900") != std::string::npos;
  Equality out{.rule = collation.substr(std::min(collation.find('_') + 1, collation.size())),
               .pads = !counts_blanks || type == "char"};
  if (const auto at = out.rule.find("nopad_"); at != std::string::npos) out.rule.erase(at, 6);
  if (out.rule.ends_with("bin")) out.rule.clear();
  return out;
}

Equality by_sqlite(const std::string& collation) {
  const auto name = lower(without_quotes(collation));
  if (name == "rtrim") return {.pads = true};
  return {.rule = name == "binary" ? std::string() : name};
}

// Collations that are not the server's own are objects; those that are tell every two strings apart.
std::string rule_of_collation(const Schema& schema, const std::string& collation) {
  const auto name = without_quotes(collation);
  const auto* object = object_called(schema, "collation", name);
  if (!object) return name.find('.') == std::string::npos || name.starts_with("pg_catalog.") ? std::string() : name;
  const auto definition = lower(object->definition);
  auto at = definition.find("deterministic");
  if (at == std::string::npos) return {};
  at = definition.find_first_not_of(" =", at + 13);
  const auto value = std::string_view(definition).substr(std::min(at, definition.size()));
  const bool is_exact = value.starts_with("true") || value.starts_with("on") || value.starts_with("'true");
  return is_exact ? std::string() : definition.substr(std::min(definition.find('('), definition.size()));
}

// What stands behind AS in `CREATE DOMAIN d AS character(5) COLLATE ci`.
struct DomainBase {
  std::string type;
  std::string collation;
};

DomainBase base_of(const SqlObject& domain) {
  const auto& sql = domain.definition;
  const auto tokens = sql_tokens(sql, {.dollar_quotes = true});
  std::size_t at = 0;
  while (at < tokens.size() && !equal_ignoring_case(tokens[at].text(sql), "as")) ++at;
  const auto name_at = [&](std::size_t& place) {
    std::string out(place < tokens.size() ? tokens[place].text(sql) : std::string_view());
    while (place + 2 < tokens.size() && tokens[place + 1].text(sql) == ".") {
      place += 2;
      out += "." + std::string(tokens[place].text(sql));
    }
    return without_quotes(out);
  };
  DomainBase out{.type = name_at(++at), .collation = {}};
  const auto varies = at + 1 < tokens.size() && equal_ignoring_case(tokens[at + 1].text(sql), "varying");
  if (varies) out.type = "character varying";
  for (; at < tokens.size(); ++at)
    if (equal_ignoring_case(tokens[at].text(sql), "collate")) out.collation = name_at(++at);
  return out;
}

Equality by_postgresql(const Schema& schema, std::string type, std::string collation, int depth = 0) {
  if (const auto dot = type.rfind('.'); dot != std::string::npos && type.substr(dot + 1) == "citext") type = "citext";
  if (const auto* domain = depth < deepest_domain ? object_called(schema, "domain", type) : nullptr) {
    const auto base = base_of(*domain);
    return by_postgresql(schema, base.type, collation.empty() ? base.collation : collation, depth + 1);
  }
  if (type == "citext") return {.rule = "citext"};
  const bool pads = is_one_of(type, {"character", "char", "bpchar"});
  if (!pads && !is_one_of(type, {"text", "character varying", "varchar", "name"})) return {.is_of_texts = false};
  return {.rule = collation.empty() ? std::string() : rule_of_collation(schema, collation), .pads = pads};
}

std::string said_by(const Attributes& attributes, const std::string& key) {
  const auto at = attributes.find(key);
  return at == attributes.end() ? std::string() : at->second;
}

}  // namespace

Equality equality_of(const Schema& schema, const Table& table, const Column& column, const std::string& collation) {
  auto effective = collation.empty() ? column.collation.value_or("") : collation;
  if (schema.engine.dialect == "sqlite") return by_sqlite(effective);
  if (schema.engine.dialect == "mysql")
    return by_mysql(lower(column.type.name), effective.empty() ? said_by(table.attributes, "collate") : effective);
  const auto& type = column.type;
  return by_postgresql(schema, type.user_type ? type.user_type->schema + "." + type.user_type->name : type.name,
                       effective);
}

Equality equality_of(const Schema& schema, const SqlObject& domain) {
  return by_postgresql(schema, domain.name.schema + "." + domain.name.name, {});
}

bool may_tell_more_apart(const Equality& now, const Equality& before) {
  if (now == before || !now.is_of_texts || !before.is_of_texts) return false;
  if (before.pads && !now.pads) return true;
  return !before.rule.empty() && now.rule != before.rule;
}

}  // namespace schemac
