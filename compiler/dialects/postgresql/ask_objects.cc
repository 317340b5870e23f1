#include "dialects/postgresql/ask_objects.h"

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/catalogue.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/old_servers.h"
#include "dialects/postgresql/proof.h"

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
    return begin < end && end <= tokens.size()
               ? sql.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin)
               : std::string();
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

constexpr std::string_view answer = R"(
SELECT rtrim(pg_get_viewdef(c.oid), ';'), array_to_string(ARRAY(SELECT format('%I %s %s', attname, format_type(atttypid, atttypmod),
  nullif(attcollation, 0)::regcollation) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 ORDER BY attnum), E'\x1f')
FROM pg_class c WHERE c.oid = 'pg_temp.schemac_ask_view'::regclass)";

}  // namespace

Result<bool> ask_about_views(Connection& connection, Schema& wanted, bool texts_may_run) {
  bool held_back = false;
  std::vector<std::pair<SqlObjectKey, ViewParts>> asked;
  AttemptGroup group;
  const auto question = for_server(std::string(answer), connection.engine().major);
  for (const auto& [key, object] : wanted.sql_objects) {
    if (object->read_back || (key.kind != "view" && key.kind != "materialized view")) continue;
    auto parts = parts_of(*object);
    const auto statement =
        fmt::format("CREATE TEMPORARY VIEW pg_temp.schemac_ask_view{} AS {}", parts.columns, parts.query);
    if (!is_question(statement, Question::view)) continue;
    if (texts_may_run && holds_text(statement)) {
      held_back = true;
      continue;
    }
    group.attempts.push_back({statement, "SET LOCAL search_path = ''", question});
    asked.emplace_back(key, std::move(parts));
  }
  if (asked.empty()) return held_back;
  const std::vector<std::string> settings = {"SET LOCAL search_path = pg_catalog, public"};
  const auto answers = connection.attempt(settings, std::span(&group, 1), "asking about views on");
  if (!answers) return std::unexpected(answers.error());
  for (std::size_t at = 0; at < asked.size(); ++at) {
    const auto* rows = (*answers)[at].rows.get();
    if (!rows || rows->size() != 1) continue;
    const Row row(*rows, 0);
    const auto& [key, parts] = asked[at];
    const auto kind = key.kind == "view" ? "VIEW" : "MATERIALIZED VIEW";
    wanted.sql_objects.change(key, [&](SqlObject& object) {
      const auto options = parts.options.empty() ? std::string() : " " + parts.options;
      object.definition = fmt::format("CREATE {} {}{} AS\n{}", kind, quote(object.name), options, row.text(0));
      if (object.kind == "view") object.shape = row.list(1);
    });
  }
  return held_back;
}

}  // namespace schemac::postgresql
