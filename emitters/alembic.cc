// One Alembic revision: typed calls where Alembic has a word that renders exactly the plan's, the plan's SQL elsewhere.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <templates.h>
#include <kainjow/mustache.hpp>

#include "emitters/alembic_calls.h"
#include "emitters/alembic_history.h"
#include "emitters/alembic_naming.h"
#include "emitters/alembic_template.h"
#include "emitters/digest.h"
#include "emitters/emitters.h"
#include "emitters/migration_files.h"
#include "emitters/python.h"
#include "emitters/report_words.h"
#include "emitters/script.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

std::string announcement(const ScriptStep& script, std::size_t indent) {
  const auto& step = *script.step;
  if (script.direction == Direction::up) {
    auto out = python::comment(fmt::format("{}. {}", step.number, step.description), indent);
    for (const auto& hazard : step.hazards)
      out += python::comment(fmt::format("   {}: {}", hazard.rule, hazard.message), indent);
    return out;
  }
  auto out = python::comment(fmt::format("undo {}. {}", step.number, step.description), indent);
  return step.undo.loss.empty()
             ? out
             : out + python::comment(fmt::format("   {}: {}", quality_word(step.undo.quality), step.undo.loss), indent);
}

// The body of upgrade() or downgrade().
class Body {
 public:
  Body(const Plan& plan, Direction direction) : plan_(plan), direction_(direction) {}

  std::string run() {
    const auto units = script_of(plan_, direction_);
    for (const auto& unit : units) add(unit, &unit == &units.back());
    if (out_.empty()) out_ = "    pass\n";
    return std::move(out_);
  }

 private:
  void add(const ScriptUnit& unit, bool is_last) {
    if (!unit.gate.empty()) out_ += python::comment(fmt::format("{}: only when {}", unit.phase, unit.gate), 4);
    if (unit.framed())
      framed(unit);
    else if (!unit.transactional || ((open_ || !is_last) && commits_by_itself(unit)))
      block("with op.get_context().autocommit_block():", unit);
    else
      transactional(unit);
  }

  // One statement is a transaction without a BEGIN: `ALTER TYPE … ADD VALUE` before what uses the value.
  bool commits_by_itself(const ScriptUnit& unit) const {
    std::size_t count = 0;
    for (const auto& step : unit.steps) count += step.statements.size();
    return plan_.engine.dialect != "sqlite" && count == 1;
  }

  void transactional(const ScriptUnit& unit) {
    // Alembic's own transaction spans the whole revision: where the plan commits, it has to commit.
    if (open_)
      out_ += "    # commits the statements above\n    with op.get_context().autocommit_block():\n        pass\n";
    open_ = true;
    if (plan_.engine.dialect == "sqlite") return block("with _transaction():", unit);
    for (const auto& step : unit.steps) add(step, 4);
  }

  void block(std::string_view head, const ScriptUnit& unit) {
    open_ = plan_.engine.dialect == "sqlite" && unit.transactional;
    out_ += fmt::format("    {}\n", head);
    for (const auto& step : unit.steps) add(step, 8);
  }

  void add(const ScriptStep& script, std::size_t indent) {
    out_ += announcement(script, indent);
    std::vector<Operation> operations;
    for (const auto* operation : whole_operations(script)) operations.push_back(*operation);
    for (const auto& call : alembic::calls_for(operations, script.statements, plan_.engine.dialect))
      out_ += std::string(indent, ' ') + python::print(call, indent) + "\n";
  }

  static std::string literals(const std::vector<Statement>& statements) {
    std::string out;
    for (const auto& statement : statements) out += "            " + python::literal(statement.sql) + ",\n";
    return out;
  }

  void framed(const ScriptUnit& unit) {
    open_ = false;
    out_ += "    _run(\n        before=[\n" + literals(unit.before) +
            fmt::format("        ],\n        begin={},\n", python::literal(unit.begin));
    out_ += "        statements=[\n";
    for (const auto& step : unit.steps) out_ += announcement(step, 12) + literals(step.statements);
    out_ += literals(unit.last) + "        ],\n        after=[\n" + literals(unit.after) + "        ],\n    )\n";
  }

  const Plan& plan_;
  Direction direction_;
  std::string out_;
  bool open_ = false;  // Alembic's transaction holds statements of this revision
};

std::string downgrade_of(const Plan& plan) {
  const auto stuck = steps_without_way_back(plan);
  if (stuck.empty()) return Body(plan, Direction::down).run();
  // At once, before anything is undone.
  std::string reasons;
  for (const auto* step : stuck)
    reasons +=
        fmt::format("{}step {} cannot be undone: {}", reasons.empty() ? "" : "; ", step->number, step->undo.loss);
  return "    " + python::print(python::call("raise RuntimeError", {python::text(reasons)}), 4) + "\n";
}

std::string digest_of(const Plan& plan) {
  std::string content = plan.engine.dialect;
  for (const auto direction : {Direction::up, Direction::down})
    for (const auto& unit : script_of(plan, direction)) {
      content += unit.transactional ? "\n\ntransaction" : "\n\nalone";
      for (const auto* list : {&unit.before, &unit.last, &unit.after})
        for (const auto& statement : *list) content += "\n" + statement.sql;
      for (const auto& step : unit.steps)
        for (const auto& statement : step.statements) content += "\n" + statement.sql;
    }
  return sha256_of(content);
}

std::string revision_id(const std::string& digest, const std::string& down) {
  return sha256_of(digest + "\n" + down).substr(0, 12);
}

// `20261121134500` → `2026-11-21 13:45:00`.
std::string date_of(const std::string& stamp) {
  if (stamp.size() != 14) return stamp;
  const auto part = [&](std::size_t at, std::size_t length) { return stamp.substr(at, length); };
  return fmt::format("{}-{}-{} {}:{}:{}", part(0, 4), part(4, 2), part(6, 2), part(8, 2), part(10, 2), part(12, 2));
}

// Alembic's script location holds env.py and a folder `versions`; either may be named.
std::string versions_below(const std::string& folder) {
  std::error_code error;
  const bool location =
      fs::exists(fs::path(folder) / "env.py", error) && fs::is_directory(fs::path(folder) / "versions", error);
  return location ? "versions" : "";
}

bool says(std::string_view body, std::string_view word) { return body.find(word) != std::string_view::npos; }

constexpr std::string_view opens_transaction = "    with _transaction():\n";
constexpr std::string_view runs_framed = "    _run(\n";

std::string imports_of(std::string_view body) {
  std::string out;
  if (says(body, opens_transaction)) out += "from contextlib import contextmanager\n\n";
  if (says(body, "sa.") || says(body, runs_framed)) out += "import sqlalchemy as sa\n";
  out += "from alembic import op\n";
  if (says(body, "postgresql.")) out += "from sqlalchemy.dialects import postgresql\n";
  return out;
}

// What stands at the end, for bodies that need it.
std::string helpers_for(std::string_view bodies) {
  kainjow::mustache::mustache frame{std::string(templates::alembic_helpers)};
  kainjow::mustache::data data;
  data.set("transaction", says(bodies, opens_transaction));
  data.set("framed", says(bodies, runs_framed));
  return frame.render(data);
}

struct Revised {
  std::string message, revision, down, date, upgrade, downgrade;
};

std::string in_own_frame(const Revised& values) {
  kainjow::mustache::mustache frame{std::string(templates::alembic_revision)};
  kainjow::mustache::data data;
  data.set("message", values.message);
  data.set("revision", values.revision);
  if (!values.down.empty()) data.set("down", values.down);
  data.set("down_revision", values.down.empty() ? "None" : python::literal(values.down));
  data.set("date", values.date);
  data.set("imports", imports_of(values.upgrade + values.downgrade));
  data.set("upgrade", values.upgrade);
  data.set("downgrade", values.downgrade);
  return frame.render(data);
}

// Alembic indents all lines but the first, which stands where the template has it.
std::string without_first_margin(std::string body) {
  body.erase(0, std::min(body.find_first_not_of(' '), body.size()));
  while (body.ends_with('\n')) body.pop_back();
  return body;
}

// The imports that the template does not have itself.
std::string imports_beside(std::string_view text, const Revised& values) {
  std::string out;
  std::istringstream lines(imports_of(values.upgrade + values.downgrade));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && !says(text, line)) out += (out.empty() ? "" : "\n") + line;
  return out;
}

std::optional<std::string> in_frame_of_project(const fs::path& file, const Revised& values) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto revision = python::literal(values.revision);
  const auto down = values.down.empty() ? std::string("None") : python::literal(values.down);
  const auto imports = imports_beside(text, values);
  const auto upgrade = without_first_margin(values.upgrade), downgrade = without_first_margin(values.downgrade);
  return alembic::fill_template(text, {{"message", values.message},
                                       {"up_revision", values.revision},
                                       {"repr(up_revision)", revision},
                                       {"down_revision", values.down.empty() ? "None" : values.down},
                                       {"down_revision|comma,n", values.down},
                                       {"repr(down_revision)", down},
                                       {"create_date", values.date},
                                       {"branch_labels|comma,n", ""},
                                       {"repr(branch_labels)", "None"},
                                       {"depends_on|comma,n", ""},
                                       {"repr(depends_on)", "None"},
                                       {"imports", imports},
                                       {"importsifimportselse\"\"", imports},
                                       {"upgrades", upgrade},
                                       {"upgradesifupgradeselse\"pass\"", upgrade},
                                       {"downgrades", downgrade},
                                       {"downgradesifdowngradeselse\"pass\"", downgrade}});
}

// By this line the file is known again when the same plan is written once more.
std::string with_digest(std::string content, const std::string& digest) {
  const auto line = fmt::format("# plan {}\n", digest);
  while (content.ends_with("\n\n")) content.pop_back();
  if (!content.ends_with('\n')) content += "\n";
  const auto last = content.find("\ndepends_on");
  if (last > content.find("\ndef ")) return content + "\n" + line;  // behind the first function stands SQL
  return content.insert(content.find('\n', last + 1) + 1, line);
}

fs::path template_of(const alembic::Naming& naming, const fs::path& versions) {
  std::error_code error;
  for (const auto& folder : {fs::path(naming.script_folder), versions / "..", versions})
    if (!folder.empty() && fs::exists(folder / "script.py.mako", error)) return folder / "script.py.mako";
  return {};
}

std::string content_of(const Plan& plan, const EmitOptions& options, const fs::path& project_template,
                       const std::string& digest, const std::string& down) {
  const Revised values{.message = python::docstring(title_of(plan, options.message)),
                       .revision = revision_id(digest, down),
                       .down = down,
                       .date = date_of(options.timestamp),
                       .upgrade = Body(plan, Direction::up).run(),
                       .downgrade = downgrade_of(plan)};
  auto frame = in_frame_of_project(project_template, values);
  auto content = frame ? std::move(*frame) : in_own_frame(values);
  content = with_digest(std::move(content), digest) + helpers_for(values.upgrade + values.downgrade);
  while (content.ends_with("\n\n")) content.pop_back();
  return content;
}

}  // namespace

Result<std::vector<OutputFile>> emit_alembic(const Plan& plan, const EmitOptions& options) {
  if (plan.empty()) return std::vector<OutputFile>{};
  const auto below = versions_below(options.out_directory);
  const auto folder = (fs::path(options.out_directory) / below).string();
  const auto naming = alembic::naming_of(folder);
  if (!naming) return std::unexpected(naming.error());
  const auto revisions = alembic::read_revisions(folder, naming->recursive);
  if (!revisions) return std::unexpected(revisions.error());
  const auto digest = digest_of(plan);
  const auto place = alembic::place_behind(*revisions, digest, options.applied);
  if (!place) return std::unexpected(place.error());
  const auto history = alembic::history_of(*revisions, folder);
  std::vector<FolderMigration> own;
  std::ranges::copy_if(history.migrations, std::back_inserter(own),
                       [&](const FolderMigration& each) { return each.file == place->file; });
  if (auto problems = problems_of(history, alembic::with_ancestors(options, *revisions), own); !problems.empty())
    return std::unexpected(std::move(problems));
  const auto revision = revision_id(digest, place->down);
  // A name may hold the moment: what is written again keeps the one it has.
  const auto file = place->file.empty()
                        ? alembic::revision_file(*naming, revision, title_of(plan, options.message), options.timestamp)
                        : Result<std::string>(place->file);
  if (!file) return std::unexpected(file.error());
  auto content = content_of(plan, options, template_of(*naming, folder), digest, place->down);
  return std::vector{OutputFile{(fs::path(below) / *file).string(), std::move(content), !place->file.empty()}};
}

Diagnostics remarks_for_alembic(const EmitOptions& options) {
  const auto folder = fs::path(options.out_directory) / versions_below(options.out_directory);
  const auto naming = alembic::naming_of(folder.string());
  if (!naming) return {};  // emit says so
  Diagnostics remarks;
  std::error_code error;
  if (naming->stated_in.empty() && !fs::exists(folder / ".." / "env.py", error) &&
      !fs::exists(folder / "env.py", error))
    remarks.push_back(warning_at(
        "no-env",
        fmt::format("no `env.py` beside `{}`, and no alembic.ini names it: Alembic will not find the revision",
                    folder_name(options)),
        {}, "check `--out`, or run `alembic init` first"));
  if (const auto file = template_of(*naming, folder); !file.empty() && !in_frame_of_project(file, {}))
    remarks.push_back(
        note_at(fmt::format("`{}` holds more than the values of a revision, so the revision is written without it",
                            file.lexically_normal().string())));
  for (const auto& command : naming->hooks)
    remarks.push_back(
        note_at(fmt::format("schemac runs no post_write_hooks; `{}` has this one: {}", naming->stated_in, command)));
  const auto revisions = alembic::read_revisions(folder.string(), naming->recursive);
  if (!revisions) return remarks;
  std::ranges::move(
      remarks_on(alembic::history_of(*revisions, folder.string()), alembic::with_ancestors(options, *revisions)),
      std::back_inserter(remarks));
  return remarks;
}

}  // namespace schemac
