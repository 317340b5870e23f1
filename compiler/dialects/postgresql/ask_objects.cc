#include "dialects/postgresql/ask_objects.h"

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/old_servers.h"

namespace schemac::postgresql {
namespace {

// The query of a view: what stands behind the first AS of a whole statement that says nothing else, or the definition itself.
std::string query_of(const SqlObject& view) {
  const auto& sql = view.definition;
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  std::size_t at = 0;
  const auto is = [&](std::size_t place, std::string_view word) {
    return place < tokens.size() && equal_ignoring_case(tokens[place].text(sql), word);
  };
  if (is(0, "as")) at = 1;
  if (is(0, "create")) {
    for (at = 1; is(at, "or") || is(at, "replace") || is(at, "materialized") || is(at, "view");) ++at;
    for (++at; at + 1 < tokens.size() && tokens[at].text(sql) == ".";) at += 2;
    if (!is(at, "as")) return {};  // columns, options: only the real one could tell
    ++at;
  }
  if (at >= tokens.size()) return {};
  auto end = tokens.back().end;
  if (tokens.back().text(sql) == ";") end = tokens.back().begin;
  return sql.substr(tokens[at].begin, end - tokens[at].begin);
}

std::string attempt(const std::string& sql) {
  std::string tag = "$ask$";
  while (sql.find(tag) != std::string::npos) tag.insert(tag.size() - 1, "_");
  return fmt::format("DO {0}BEGIN {1}; EXCEPTION WHEN OTHERS THEN NULL; END{0}", tag, sql);
}

constexpr std::string_view answers = R"(
SELECT substr(c.relname, 15)::int, rtrim(pg_get_viewdef(c.oid), ';'), array_to_string(ARRAY(SELECT format('%I %s %s', attname, format_type(atttypid, atttypmod),
  nullif(attcollation, 0)::regcollation) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 ORDER BY attnum), E'\x1f')
FROM pg_class c WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'v' AND c.relname LIKE 'schemac\_ask\_v\_%')";

}  // namespace

Result<void> ask_about_views(Connection& connection, Schema& wanted) {
  std::vector<SqlObjectKey> asked;
  std::vector<std::string> script = {"BEGIN READ WRITE", "SET LOCAL search_path = pg_catalog, public"};
  for (const auto& [key, object] : wanted.sql_objects) {
    if (object->read_back || (key.kind != "view" && key.kind != "materialized view")) continue;
    const auto query = query_of(*object);
    if (query.empty()) continue;
    script.push_back(attempt(fmt::format("CREATE TEMPORARY VIEW schemac_ask_v_{} AS {}", 10 + asked.size(), query)));
    asked.push_back(key);
  }
  if (asked.empty()) return {};
  script.insert(script.end(), {"SET LOCAL search_path = ''", for_server(std::string(answers), connection.engine().major), "ROLLBACK"});
  auto rows = connection.query(script, "asking about views on");
  if (!rows) return std::unexpected(rows.error());
  const auto& found = *(*rows)[script.size() - 2];
  for (std::size_t at = 0; at < found.size(); ++at) {
    const Row row(found, at);
    const auto& key = asked.at(static_cast<std::size_t>(row.integer(0)) - 10);
    const auto kind = key.kind == "view" ? "VIEW" : "MATERIALIZED VIEW";
    wanted.sql_objects.change(key, [&](SqlObject& object) {
      object.definition = fmt::format("CREATE {} {} AS\n{}", kind, quote(key.name), row.text(1));
      if (key.kind == "view") object.shape = row.list(2);
    });
  }
  return {};
}

}  // namespace schemac::postgresql
