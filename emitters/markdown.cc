// The plan for reviewers: what is done, what it costs, and the way back from every place it can stop.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/printable.h"
#include "emitters/emitters.h"
#include "emitters/report_words.h"
#include "emitters/script.h"
#include "plan/rollback.h"

namespace schemac {
namespace {

// Inside a table cell or a list item: no name may become a heading, a link or another column.
std::string escaped(std::string_view text) {
  std::string out;
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  for (const char c : printable(line)) {
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// A fence longer than any run of backticks in what it holds.
std::string fenced(const std::string& sql, std::string_view language = "sql") {
  std::string fence = "```";
  while (sql.find(fence) != std::string::npos) fence += '`';
  return fmt::format("{}{}\n{}\n{}\n", fence, language, printable_lines(sql), fence);
}

std::string undo_of(const Step& step) {
  return fmt::format("{}{}", quality_word(step.undo.quality),
                     step.undo.loss.empty() ? "" : ": " + escaped(step.undo.loss));
}

std::string consent_of(const Step& step) {
  if (!step.refused.empty()) return "refused: " + escaped(step.refused);
  if (!asks_for_consent(step)) return "";
  return fmt::format("{} (`--allow={}`)", step.allowed ? "given" : "**needed**", shell_word(consent_key(step)));
}

std::string summary(const Plan& plan) {
  std::string out = "| step | what | cost | undo | consent | commits with |\n|---|---|---|---|---|---|\n";
  for (const auto& phase : plan.phases)
    for (const auto& unit : phase.units)
      for (const auto& step : unit.steps)
        out +=
            fmt::format("| {} | {} | {} | {} | {} | {} |\n", step.number, escaped(step.description),
                        escaped(cost_of(step)), undo_of(step), consent_of(step), escaped(transaction_of(plan, unit)));
  return out;
}

std::string hazards(const Plan& plan) {
  std::string out;
  for (const Step* step : steps(plan))
    for (const auto& hazard : step->hazards)
      if (hazard.rule != "found-rename")  // above, with its reasons
        out +=
            fmt::format("- **step {}, {}** ({}): {}{}\n", step->number, escaped(hazard.rule), class_name(hazard.kind),
                        escaped(hazard.message), hazard.safe_way.empty() ? "" : "; " + escaped(hazard.safe_way));
  return out.empty() ? "" : "\n## Hazards\n\n" + out;
}

std::string online_copies(const Plan& plan) {
  std::string out;
  for (const Step* step : steps(plan))
    for (const auto& copy : step->online_copies) {
      out += fmt::format("- **step {}, {}**: {}\n", step->number, escaped(copy.tool),
                         copy.command.empty() ? "will not do, " + escaped(copy.remark)
                                              : escaped(copy.remark.empty() ? "instead of a copy" : copy.remark));
      if (!copy.command.empty()) out += "\n" + fenced(copy.command, "sh") + "\n";
    }
  return out.empty() ? "" : "\n## Online alternatives\n\n" + out;
}

std::string renames(const Plan& plan) {
  std::string out;
  for (const auto& rename : plan.renames) {
    const bool open = rename.state == RenameState::asked;
    if (rename.origin != RenameOrigin::detected || (!open && rename.state != RenameState::taken)) continue;
    out += fmt::format("- {}{} ({:.2f}): {}; {}not a rename? `--no-rename={}`\n", open ? "**to decide** " : "",
                       escaped(in_words(rename)), rename.likelihood,
                       escaped(fmt::format("{}", fmt::join(rename.reasons, ", "))),
                       open ? fmt::format("`--rename={}` if it is one, ", shell_flag(rename)) : "", shell_flag(rename));
  }
  return out.empty() ? "" : "\n## Renames found\n\n" + out;
}

std::string script(const Plan& plan, Direction direction) {
  std::string out;
  for (const auto& unit : script_of(plan, direction)) {
    if (!unit.gate.empty()) out += fmt::format("**{}**: only when {}\n\n", escaped(unit.phase), escaped(unit.gate));
    std::string sql;
    const auto add = [&](const std::vector<Statement>& statements) {
      for (const auto& statement : statements) sql += closed(statement.sql) + "\n";
    };
    add(unit.before);
    if (unit.transactional) sql += closed(unit.begin) + "\n";
    for (const auto& step : unit.steps) add(step.statements);
    add(unit.last);
    if (unit.transactional) sql += "COMMIT;\n";
    add(unit.after);
    if (!sql.empty()) sql.pop_back();
    out += fenced(sql) + "\n";
  }
  return out;
}

std::string rollback(const Plan& plan) {
  std::string out =
      "\n## Rollback matrix\n\n| if the plan stops | undo | quality | what is lost |\n|---|---|---|---|\n";
  std::vector<std::string> losses;
  const auto stops = stops_of(plan);
  for (const auto& row : plan.rollback) {
    if (!row.loss.empty()) losses.push_back(escaped(row.loss));
    if (!stops.contains(row.after_step)) continue;
    out +=
        fmt::format("| {} | {} | {} | {} |\n",
                    row.after_step == 0 ? std::string("before step 1") : fmt::format("after step {}", row.after_step),
                    row.after_step == 0 ? std::string("nothing") : undone_steps(row), quality_word(row.worst),
                    lost_in_words(losses));
  }
  return out;
}

std::string remarks(const Plan& plan) {
  std::string out;
  for (const auto& note : plan.notes) out += fmt::format("- {}\n", escaped(note));
  for (const auto& object : plan.unmanaged) out += fmt::format("- left as it is: {}\n", escaped(object));
  return out.empty() ? "" : "\n## Notes\n\n" + out;
}

std::string report(const Plan& plan, const EmitOptions& options) {
  auto out = fmt::format("# {}\n\nFrom {} to {} on {}, by schemac {}.\n",
                         escaped(plan.empty() ? "Nothing to do" : title_of(plan, options.message)),
                         escaped(plan.names.from), escaped(plan.names.to), engine_title(plan.engine), SCHEMAC_VERSION);
  if (plan.empty()) return out + "\nBoth sides are equal.\n" + remarks(plan);
  out += "\n## Steps\n\n" + summary(plan) + renames(plan) + hazards(plan) + online_copies(plan) + rollback(plan) +
         remarks(plan);
  out += "\n## Up\n\n" + script(plan, Direction::up);
  const auto stuck = steps_without_way_back(plan);
  out += "## Down\n\n" + (stuck.empty() ? script(plan, Direction::down) : escaped(no_way_back(plan).message) + "\n");
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace

Result<std::vector<OutputFile>> emit_markdown(const Plan& plan, const EmitOptions& options) {
  return std::vector{OutputFile{"plan.md", report(plan, options)}};
}

}  // namespace schemac
