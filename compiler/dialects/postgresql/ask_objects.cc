#include "dialects/postgresql/ask_objects.h"

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/old_servers.h"

namespace schemac::postgresql {
namespace {

// A view's statement, or its query alone, in its parts.
struct ViewParts {
  std::string columns;  // `(a, b)`
  std::string options;  // what stands between the name, or those, and AS
  std::string query;    // empty where the parts cannot be told
};

ViewParts parts_of(const SqlObject& view) {
  const auto& sql = view.definition;
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  const auto is = [&](std::size_t place, std::string_view word) {
    return place < tokens.size() && equal_ignoring_case(tokens[place].text(sql), word);
  };
  const auto between = [&](std::size_t begin, std::size_t end) {
    return begin < end && end <= tokens.size() ? sql.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin) : std::string();
  };
  const auto closing = [&](std::size_t place) {
    for (int depth = 0; place < tokens.size(); ++place) {
      if (is(place, "(")) ++depth;
      if (is(place, ")") && --depth == 0) return place + 1;
    }
    return place;
  };
  ViewParts out;
  std::size_t at = is(0, "as") ? 1 : 0;
  if (is(0, "create")) {
    for (at = 1; is(at, "or") || is(at, "replace") || is(at, "materialized") || is(at, "view");) ++at;
    for (++at; at + 1 < tokens.size() && is(at, ".");) at += 2;
    auto begin = at;
    if (is(at, "(")) at = closing(at);
    out.columns = between(begin, at);
    for (begin = at; at < tokens.size() && !is(at, "as");) at = is(at, "(") ? closing(at) : at + 1;
    out.options = between(begin, at);
    ++at;
  }
  const auto end = !tokens.empty() && is(tokens.size() - 1, ";") ? tokens.size() - 1 : tokens.size();
  out.query = between(at, end);
  return out;
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
  std::vector<std::pair<SqlObjectKey, ViewParts>> asked;
  std::vector<std::string> script = {"BEGIN READ WRITE", "SET LOCAL search_path = pg_catalog, public"};
  for (const auto& [key, object] : wanted.sql_objects) {
    if (object->read_back || (key.kind != "view" && key.kind != "materialized view")) continue;
    auto parts = parts_of(*object);
    if (parts.query.empty()) continue;
    script.push_back(attempt(fmt::format("CREATE TEMPORARY VIEW schemac_ask_v_{}{} AS {}", 10 + asked.size(), parts.columns, parts.query)));
    asked.emplace_back(key, std::move(parts));
  }
  if (asked.empty()) return {};
  script.insert(script.end(), {"SET LOCAL search_path = ''", for_server(std::string(answers), connection.engine().major), "ROLLBACK"});
  auto rows = connection.query(script, "asking about views on");
  if (!rows) return std::unexpected(rows.error());
  const auto& found = *(*rows)[script.size() - 2];
  for (std::size_t at = 0; at < found.size(); ++at) {
    const Row row(found, at);
    const auto& [key, parts] = asked.at(static_cast<std::size_t>(row.integer(0)) - 10);
    const auto kind = key.kind == "view" ? "VIEW" : "MATERIALIZED VIEW";
    wanted.sql_objects.change(key, [&](SqlObject& object) {
      const auto options = parts.options.empty() ? std::string() : " " + parts.options;
      object.definition = fmt::format("CREATE {} {}{} AS\n{}", kind, quote(object.name), options, row.text(1));
      if (object.kind == "view") object.shape = row.list(2);
    });
  }
  return {};
}

}  // namespace schemac::postgresql
