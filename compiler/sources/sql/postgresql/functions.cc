#include "sources/sql/postgresql/functions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"

namespace schemac::sql {
namespace {

// What the server's own functions take, where an operand may need a cast: those that expressions of a schema use. `*` is whatever is given.
struct Builtin {
  std::string_view name;
  std::string_view arguments;  // separated by `,`
  std::string_view result;
};

constexpr auto builtins = std::to_array<Builtin>({{"lower", "text", "text"},
                                                  {"upper", "text", "text"},
                                                  {"initcap", "text", "text"},
                                                  {"length", "text", "integer"},
                                                  {"char_length", "text", "integer"},
                                                  {"character_length", "text", "integer"},
                                                  {"octet_length", "text", "integer"},
                                                  {"btrim", "text,text", "text"},
                                                  {"ltrim", "text,text", "text"},
                                                  {"rtrim", "text,text", "text"},
                                                  {"left", "text,integer", "text"},
                                                  {"right", "text,integer", "text"},
                                                  {"substr", "text,integer,integer", "text"},
                                                  {"substring", "text,*,*", "text"},
                                                  {"replace", "text,text,text", "text"},
                                                  {"regexp_replace", "text,text,text,text", "text"},
                                                  {"regexp_match", "text,text", "text[]"},
                                                  {"split_part", "text,text,integer", "text"},
                                                  {"strpos", "text,text", "integer"},
                                                  {"position", "text,text", "integer"},
                                                  {"md5", "text", "text"},
                                                  {"reverse", "text", "text"},
                                                  {"translate", "text,text,text", "text"},
                                                  {"starts_with", "text,text", "boolean"},
                                                  {"string_to_array", "text,text", "text[]"},
                                                  {"array_to_string", "*,text", "text"},
                                                  {"to_tsvector", "regconfig,text", "tsvector"},
                                                  {"to_tsquery", "regconfig,text", "tsquery"},
                                                  {"plainto_tsquery", "regconfig,text", "tsquery"},
                                                  {"setweight", "tsvector,\"char\"", "tsvector"},
                                                  {"current_setting", "text,boolean", "text"},
                                                  {"set_config", "text,text,boolean", "text"},
                                                  {"date_trunc", "text,*", ""},
                                                  {"date_part", "text,*", "double precision"},
                                                  {"to_char", "*,text", "text"},
                                                  {"to_date", "text,text", "date"},
                                                  {"to_timestamp", "*,text", "timestamp with time zone"},
                                                  {"now", "", "timestamp with time zone"},
                                                  {"clock_timestamp", "", "timestamp with time zone"},
                                                  {"statement_timestamp", "", "timestamp with time zone"},
                                                  {"transaction_timestamp", "", "timestamp with time zone"},
                                                  {"gen_random_uuid", "", "uuid"},
                                                  {"random", "", "double precision"},
                                                  {"nextval", "regclass", "bigint"},
                                                  {"currval", "regclass", "bigint"},
                                                  {"jsonb_typeof", "jsonb", "text"},
                                                  {"json_typeof", "json", "text"},
                                                  {"jsonb_array_length", "jsonb", "integer"},
                                                  {"jsonb_build_object", "", "jsonb"},
                                                  {"jsonb_build_array", "", "jsonb"},
                                                  {"json_build_object", "", "json"},
                                                  {"array_length", "*,integer", "integer"},
                                                  {"cardinality", "*", "integer"},
                                                  {"num_nonnulls", "", "integer"},
                                                  {"num_nulls", "", "integer"},
                                                  {"count", "*", "bigint"},
                                                  {"concat", "", "text"},
                                                  {"format", "text", "text"},
                                                  {"encode", "bytea,text", "text"},
                                                  {"decode", "text,text", "bytea"},
                                                  {"has_table_privilege", "", "boolean"},
                                                  {"pg_has_role", "", "boolean"},
                                                  {"version", "", "text"},
                                                  {"make_interval", "", "interval"},
                                                  {"isempty", "*", "boolean"},
                                                  {"pg_trigger_depth", "", "integer"}});

struct Brought {
  std::string_view function;
  std::string_view extension;
};

constexpr auto brought = std::to_array<Brought>({{"uuid_generate_v1", "uuid-ossp"},
                                                 {"uuid_generate_v1mc", "uuid-ossp"},
                                                 {"uuid_generate_v3", "uuid-ossp"},
                                                 {"uuid_generate_v4", "uuid-ossp"},
                                                 {"uuid_generate_v5", "uuid-ossp"},
                                                 {"uuid_nil", "uuid-ossp"},
                                                 {"uuid_ns_dns", "uuid-ossp"},
                                                 {"uuid_ns_url", "uuid-ossp"},
                                                 {"uuid_ns_oid", "uuid-ossp"},
                                                 {"uuid_ns_x500", "uuid-ossp"},
                                                 {"crypt", "pgcrypto"},
                                                 {"gen_salt", "pgcrypto"},
                                                 {"gen_random_bytes", "pgcrypto"},
                                                 {"digest", "pgcrypto"},
                                                 {"hmac", "pgcrypto"},
                                                 {"encrypt", "pgcrypto"},
                                                 {"decrypt", "pgcrypto"},
                                                 {"pgp_sym_encrypt", "pgcrypto"},
                                                 {"pgp_sym_decrypt", "pgcrypto"},
                                                 {"pgp_pub_encrypt", "pgcrypto"},
                                                 {"similarity", "pg_trgm"},
                                                 {"word_similarity", "pg_trgm"},
                                                 {"show_trgm", "pg_trgm"},
                                                 {"unaccent", "unaccent"},
                                                 {"hstore", "hstore"},
                                                 {"hstore_to_json", "hstore"},
                                                 {"hstore_to_jsonb", "hstore"},
                                                 {"akeys", "hstore"},
                                                 {"avals", "hstore"},
                                                 {"levenshtein", "fuzzystrmatch"},
                                                 {"soundex", "fuzzystrmatch"},
                                                 {"metaphone", "fuzzystrmatch"},
                                                 {"dmetaphone", "fuzzystrmatch"},
                                                 {"nlevel", "ltree"},
                                                 {"subpath", "ltree"},
                                                 {"subltree", "ltree"},
                                                 {"text2ltree", "ltree"},
                                                 {"ltree2text", "ltree"},
                                                 {"lca", "ltree"}});

std::vector<std::string> separated(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto item = list.substr(0, comma);
    out.emplace_back(item == "*" ? "" : item);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

// Of a function that a statement made: its types as its name holds them, and what it returns.
std::optional<FoundFunction> made(const State& state, const std::string& space, const std::string& name, std::size_t count) {
  const auto start = name + "(";
  for (const char* kind : {"function", "window function", "aggregate", "procedure"})
    for (const auto& [key, object] : state.schema.sql_objects) {
      if (key.kind != kind || key.name.schema != space || !key.name.name.starts_with(start)) continue;
      auto arguments = separated(std::string_view(key.name.name).substr(start.size(), key.name.name.size() - start.size() - 1));
      for (auto& argument : arguments) argument.erase(0, std::min(argument.find_first_not_of(' '), argument.size()));
      const auto defaults = object->shape.size() > 2 ? object->shape.size() - 2 : 0;
      if (count > arguments.size() || count + defaults < arguments.size()) continue;
      auto result = object->shape.empty() ? std::string() : object->shape[0].substr(std::min<std::size_t>(8, object->shape[0].size()));
      if (result.starts_with("SETOF ") || result.starts_with("TABLE(")) result.clear();
      return FoundFunction{postgresql::quote(QualifiedName{space, name}), std::move(arguments), std::move(result)};
    }
  return std::nullopt;
}

std::optional<FoundFunction> of_extension(const State& state, const std::string& name) {
  for (const auto& [function, extension] : brought) {
    if (function != name) continue;
    const auto* found = state.schema.sql_objects.find({"extension", {{}, std::string(extension)}});
    if (found && !found->shape.empty())
      return FoundFunction{postgresql::quote(QualifiedName{found->shape[0], name}), {}, name.starts_with("uuid") ? "uuid" : ""};
  }
  return std::nullopt;
}

// The text search functions take their configuration, or go without.
std::vector<std::string> taken(const Builtin& builtin, std::size_t count) {
  auto types = separated(builtin.arguments);
  if (!types.empty() && types[0] == "regconfig" && count == 1) types.erase(types.begin());
  return types;
}

}  // namespace

std::string result_of(const std::string& name, const std::vector<Typed>& arguments) {
  if (name == "extract") return "numeric";
  if (name == "timezone" && arguments.size() == 2) {
    if (arguments[1].type == "timestamp with time zone") return "timestamp without time zone";
    if (arguments[1].type == "timestamp without time zone") return "timestamp with time zone";
    return {};
  }
  if (name == "date_trunc" && arguments.size() > 1) return arguments[1].type == "date" ? "timestamp with time zone" : arguments[1].type;
  for (const auto& builtin : builtins)
    if (builtin.name == name) return std::string(builtin.result);
  if ((name == "abs" || name == "max" || name == "min") && !arguments.empty()) return arguments[0].type;
  return {};
}

FoundFunction find_function(const State& state, const std::vector<std::string>& names, const std::vector<Typed>& arguments) {
  const auto& name = names.back();
  if (names.size() > 1 && names[names.size() - 2] != "pg_catalog") {
    const auto& space = names[names.size() - 2];
    if (auto found = made(state, space, name, arguments.size())) return *found;
    return {postgresql::quote(QualifiedName{space, name})};
  }
  const auto* builtin = std::ranges::find(builtins, name, &Builtin::name);
  const bool known = builtin != builtins.end();
  if (!known && names.size() == 1) {
    for (const auto& space : state.search_path)
      if (auto found = made(state, space, name, arguments.size())) return *found;
    if (auto found = of_extension(state, name)) return *found;
  }
  if (!known) return {postgresql::quote(name), {}, result_of(name, arguments)};
  auto wanted = taken(*builtin, arguments.size());
  // octet_length and its kin exist for character(n) as well
  if (!wanted.empty() && !arguments.empty() && wanted[0] == "text" && arguments[0].type == "character" &&
      (name == "length" || name == "char_length" || name == "octet_length"))
    wanted[0].clear();
  if (!wanted.empty() && !arguments.empty() && (arguments[0].type == "bytea" || arguments[0].type == "jsonb")) wanted.clear();
  return {postgresql::quote(name), std::move(wanted), result_of(name, arguments)};
}

std::string relation_constant(const State& state, const std::string& content) {
  const auto tokens = sql_tokens(content, postgresql::postgresql_lexis());
  std::vector<std::string> names;
  for (const auto& token : tokens)
    if (token.text(content) != ".")
      names.push_back(token.kind == SqlTokenKind::quoted_identifier ? unquoted(token.text(content)) : lower(token.text(content)));
  const auto found = names.empty() ? std::nullopt : state.relation(names);
  return string_literal(found ? postgresql::quote(*found) : content) + "::regclass";
}

std::optional<std::string> sequence_argument(const State& state, const std::string& function, std::size_t place, const Typed& argument) {
  if (place != 0 || !argument.literal || (function != "nextval" && function != "currval" && function != "setval")) return std::nullopt;
  return relation_constant(state, argument.content);
}

}  // namespace schemac::sql
