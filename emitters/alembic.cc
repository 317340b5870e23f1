// One Alembic revision: typed calls where Alembic has a word that renders exactly the plan's, the plan's SQL elsewhere.
#include <filesystem>

#include <fmt/format.h>
#include <templates.h>
#include <kainjow/mustache.hpp>

#include "emitters/alembic_calls.h"
#include "emitters/alembic_history.h"
#include "emitters/alembic_naming.h"
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
  return fmt::format("    raise RuntimeError({})\n", python::literal(reasons));
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

kainjow::mustache::data frame_data(const Plan& plan, const EmitOptions& options, const std::string& digest,
                                   const std::string& down) {
  const auto up = Body(plan, Direction::up).run();
  const auto back = downgrade_of(plan);
  kainjow::mustache::data data;
  data.set("message", python::docstring(title_of(plan, options.message)));
  data.set("revision", revision_id(digest, down));
  data.set("revises", down);
  data.set("down_revision", down.empty() ? "None" : python::literal(down));
  data.set("date", date_of(options.timestamp));
  data.set("version", SCHEMAC_VERSION);
  data.set("from", python::docstring(plan.names.from));
  data.set("to", python::docstring(plan.names.to));
  data.set("digest", digest);
  data.set("imports", imports_of(up + back));
  data.set("upgrade", up);
  data.set("downgrade", back);
  data.set("transaction", says(up + back, opens_transaction));
  data.set("framed", says(up + back, runs_framed));
  return data;
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
  const auto place = alembic::place_behind(*revisions, digest);
  if (!place) return std::unexpected(place.error());
  const auto revision = revision_id(digest, place->down);
  // A name may hold the moment: what is written again keeps the one it has.
  const auto file = place->file.empty()
                        ? alembic::revision_file(*naming, revision, title_of(plan, options.message), options.timestamp)
                        : Result<std::string>(place->file);
  if (!file) return std::unexpected(file.error());
  kainjow::mustache::mustache frame{std::string(templates::alembic_revision)};
  auto content = frame.render(frame_data(plan, options, digest, place->down));
  return std::vector{OutputFile{(fs::path(below) / *file).string(), std::move(content)}};
}

}  // namespace schemac
