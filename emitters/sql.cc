// Raw SQL for psql and sqlite3: what a database administrator reads, runs and keeps.
#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "emitters/emitters.h"
#include "emitters/history.h"
#include "emitters/numbering.h"
#include "emitters/online_script.h"
#include "emitters/report_words.h"
#include "emitters/script.h"

namespace schemac {
namespace {

std::string how_to_run(const Plan& plan, std::string_view file) {
  // Without these options both programs go on after an error: a copy that failed would be followed by the drop and the
  // commit.
  if (plan.engine.dialect == "sqlite") return fmt::format("run it with: sqlite3 -bail DATABASE < {}", file);
  if (plan.engine.dialect == "postgresql")
    return fmt::format("run it with: psql -v ON_ERROR_STOP=1 -f {} DATABASE", file);
  // binary mode: no `\!` reaches a shell, no line end is changed; without --comments a client takes them out of bodies
  if (plan.engine.dialect == "mysql")
    return fmt::format("run it with: {} --binary-mode --comments DATABASE < {}",
                       is_mariadb(plan.engine) ? "mariadb" : "mysql", file);
  return "run it with a client that stops on the first error";
}

std::string header(const Plan& plan, const EmitOptions& options, Direction direction, std::string_view file) {
  const bool up = direction == Direction::up;
  std::string out = sql_comment(
      fmt::format("schemac {}: {}{}", SCHEMAC_VERSION, up ? "" : "rollback of: ", title_of(plan, options.message)));
  out += sql_comment(fmt::format("from {}", up ? plan.names.from : plan.names.to));
  out += sql_comment(fmt::format("to   {}", up ? plan.names.to : plan.names.from));
  out += sql_comment(how_to_run(plan, file));
  for (const auto* step : steps_without_way_back(plan))
    out += sql_comment(fmt::format("step {} cannot be rolled back: {}", step->number, step->undo.loss));
  return out;
}

std::string announced(const ScriptStep& script) {
  const auto& step = *script.step;
  if (script.direction == Direction::up) {
    std::string out = sql_comment(fmt::format("{}. {}", step.number, step.description));
    for (const auto& hazard : step.hazards) out += sql_comment(fmt::format("   {}: {}", hazard.rule, hazard.message));
    if (const auto* copy = best_online_copy(step))
      out += sql_comment("   blocks writes while the table is copied; online alternative: " + copy->command);
    return out;
  }
  std::string out = sql_comment(fmt::format("undo {}. {}", step.number, step.description));
  if (!step.undo.loss.empty())
    out += sql_comment(fmt::format("   {}: {}", quality_word(step.undo.quality), step.undo.loss));
  return out;
}

std::string lines(const std::vector<Statement>& statements, bool mysql) {
  std::string out;
  for (const auto& statement : statements)
    out += (mysql ? closed_for_mysql(statement.sql) : closed(statement.sql)) + "\n";
  return out;
}

std::string render_unit(const ScriptUnit& unit, bool mysql) {
  std::string out = "\n";
  if (!unit.gate.empty()) out += sql_comment(fmt::format("{}: only when {}", unit.phase, unit.gate));
  out += lines(unit.before, mysql);
  if (unit.transactional) out += closed(unit.begin) + "\n";
  for (const auto& step : unit.steps) out += "\n" + announced(step) + lines(step.statements, mysql);
  if (!unit.last.empty()) out += "\n" + lines(unit.last, mysql);
  if (unit.transactional) out += "\nCOMMIT;\n";
  return out + lines(unit.after, mysql);
}

std::string render_script(const Plan& plan, const EmitOptions& options, Direction direction, std::string_view file) {
  std::string out = header(plan, options, direction, file);
  const bool mysql = plan.engine.dialect == "mysql";
  if (mysql)
    out += "\nSET NAMES utf8mb4;\n";  // what the client thinks its terminal speaks says nothing about this file
  for (const auto& unit : script_of(plan, direction)) out += render_unit(unit, mysql);
  return out;
}

// The shells sqlite3 and mariadb read line by line and turn CR LF into LF, inside of quotes too.
bool is_changed_by_its_shell(const std::string& sql, bool mysql) {
  if (sql.find("\r\n") == std::string::npos) return false;
  const SqlLexis lexis = {
      .backtick_identifiers = true, .bracket_identifiers = !mysql, .backslash_escapes = mysql, .hash_comments = mysql};
  const auto tokens = sql_tokens(sql, lexis);
  return std::any_of(tokens.begin(), tokens.end(), [&](const SqlToken& token) {
    const bool is_quoted = token.kind == SqlTokenKind::string || token.kind == SqlTokenKind::quoted_identifier;
    return is_quoted && token.text(sql).find("\r\n") != std::string_view::npos;
  });
}

Diagnostics texts_that_a_shell_would_change(const Plan& plan) {
  Diagnostics found;
  const bool mysql = plan.engine.dialect == "mysql";
  if (!mysql && plan.engine.dialect != "sqlite") return found;
  for (const auto* step : steps(plan))
    for (const auto* statements : {&step->statements, &step->undo.statements})
      if (std::any_of(statements->begin(), statements->end(),
                      [&](const Statement& one) { return is_changed_by_its_shell(one.sql, mysql); })) {
        found.push_back(error_at(
            "line-ends-in-text",
            fmt::format("step {}, {}: a quoted string or name contains CR LF, which the {} shell would turn into LF",
                        step->number, step->description, mysql ? "mariadb" : "sqlite3"),
            {}, "emit it for a tool that does not go through this shell: --emit=alembic, knex or flyway"));
        break;
      }
  return found;
}

History scripts_in(const std::string& folder) {
  History history{.folder = folder, .migrations = {}, .words = {}};
  for (const auto& name : names_in(folder))
    if (const auto numbers = leading_numbers({name}); name.ends_with(".up.sql") && !numbers.empty())
      history.migrations.push_back({name, numbers.front(), name});
  return history;
}

}  // namespace

Result<std::vector<OutputFile>> emit_sql(const Plan& plan, const EmitOptions& options) {
  if (plan.empty()) return std::vector<OutputFile>{};
  if (auto changed = texts_that_a_shell_would_change(plan); !changed.empty())
    return std::unexpected(std::move(changed));
  const bool stuck = !steps_without_way_back(plan).empty();
  if (options.out_directory.empty()) {
    if (options.down && stuck) return std::unexpected(Diagnostics{no_way_back(plan)});
    return std::vector{
        OutputFile{"", render_script(plan, options, options.down ? Direction::down : Direction::up, "FILE")}};
  }
  const auto files_at = [&](const std::string& moment) {
    const auto stem = fmt::format("{}_{}", moment, slug_of(title_of(plan, options.message), 60));
    const auto file = [&](Direction direction, std::string path) {
      return OutputFile{path, render_script(plan, options, direction, path)};
    };
    std::vector files{file(Direction::up, stem + ".up.sql")};
    // A down script that stops half way would be taken for one that works; the up script says why there is none.
    if (!stuck) files.push_back(file(Direction::down, stem + ".down.sql"));
    if (auto script = online_script(plan, title_of(plan, options.message), stem + ".online.sh"); !script.empty())
      files.push_back({stem + ".online.sh", std::move(script)});
    return files;
  };
  return next_files(
      scripts_in(options.out_directory), options, 1, [&] { return std::vector{options.timestamp}; },
      [&](const std::vector<std::string>& moments) { return files_at(moments.front()); });
}

}  // namespace schemac
