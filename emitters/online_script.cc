#include "emitters/online_script.h"

#include <algorithm>

#include <fmt/format.h>

#include "emitters/report_words.h"
#include "emitters/script.h"

namespace schemac {
namespace {

constexpr const char* usage =
    R"(# The client and the tools read user and password from ~/.my.cnf, [client]; DBHOST and DBPORT say where the server is.
set -eu
: "${DATABASE:?the name of the database}"
run() {
  %CLIENT% --host="${DBHOST:-127.0.0.1}" --port="${DBPORT:-3306}" --protocol=tcp --default-character-set=utf8mb4 "$DATABASE"
}
)";

std::string here_document(const std::string& sql) {
  std::string end = "END_OF_SQL";
  while (sql.find(end) != std::string::npos) end += '_';
  return fmt::format("run <<'{0}'\n{1}{0}\n", end, sql);
}

// Every line behind `# `, so that no name can end a comment early.
std::string shell_comment(const std::string& text) {
  auto out = sql_comment(text);
  for (std::size_t at = 0; at < out.size(); at = out.find('\n', at) + 1) out.replace(at, 2, "#");
  return out;
}

std::string step_by_sql(const ScriptStep& script) {
  std::string sql;
  for (const auto& statement : script.statements) sql += closed_for_mysql(statement.sql) + "\n";
  return here_document(sql);
}

}  // namespace

std::string online_script(const Plan& plan, const std::string& title, const std::string& file) {
  const auto all = steps(plan);
  if (std::none_of(all.begin(), all.end(), [](const Step* step) { return best_online_copy(*step); })) return {};
  std::string settings = usage;
  settings.replace(settings.find("%CLIENT%"), 8, is_mariadb(plan.engine) ? "mariadb" : "mysql");
  auto out = "#!/bin/sh\n" + shell_comment(fmt::format("schemac {}: {}", SCHEMAC_VERSION, title));
  out += shell_comment("the same changes as the .up.sql file next to this one, without blocking writes");
  out += shell_comment(fmt::format("run it with: DATABASE=… sh {}", file)) + settings;
  for (const auto& unit : script_of(plan, Direction::up))
    for (const auto& script : unit.steps) {
      const auto& step = *script.step;
      const auto* copy = best_online_copy(step);
      out += "\n" + shell_comment(fmt::format("{}. {}", step.number, step.description));
      if (copy && !copy->remark.empty()) out += shell_comment("   " + copy->remark);
      out += copy ? copy->command + "\n" : step_by_sql(script);
    }
  return out;
}

}  // namespace schemac
