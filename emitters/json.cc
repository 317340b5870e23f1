// The plan for machines: everything that is in it, versioned; schemas/plan.schema.json describes it.
#include <fmt/format.h>

#include "emitters/emitters.h"
#include "emitters/json_model.h"
#include "emitters/report_words.h"
#include "schema/engine_version.h"

namespace schemac {
namespace {

Json json_of_statement(const Statement& statement) {
  Json locks = Json::array();
  for (const auto& lock : statement.locks) locks.push_back({{"object", json_of(lock.object)}, {"mode", lock.mode}});
  return {{"sql", statement.sql},     {"transactional", statement.transactional}, {"locks", std::move(locks)},
          {"scans", statement.scans}, {"rewrites", statement.rewrites},           {"check", statement.check}};
}

Json json_of_statements(const std::vector<Statement>& statements) {
  Json out = Json::array();
  for (const auto& statement : statements) out.push_back(json_of_statement(statement));
  return out;
}

std::string quality_key(UndoQuality quality) {
  std::string word(quality_word(quality));
  for (char& c : word)
    if (c == ' ') c = '_';
  return word;
}

Json json_of_undo(const StepUndo& undo) {
  Json operations = Json::array();
  for (const auto& operation : undo.operations) operations.push_back(json_of(operation));
  return {{"quality", quality_key(undo.quality)},
          {"loss", undo.loss},
          {"operations", std::move(operations)},
          {"statements", json_of_statements(undo.statements)}};
}

Json json_of_step(const Step& step) {
  Json hazards = Json::array();
  for (const auto& hazard : step.hazards)
    hazards.push_back({{"rule", hazard.rule},
                       {"class", class_name(hazard.kind)},
                       {"severity", severity_name(hazard.severity)},
                       {"message", hazard.message},
                       {"safe_way", hazard.safe_way}});
  Json copies = Json::array();
  for (const auto& copy : step.online_copies)
    copies.push_back({{"tool", copy.tool},
                      {"command", copy.command.empty() ? Json() : Json(copy.command)},
                      {"remark", copy.remark}});
  return {{"number", step.number},
          {"description", step.description},
          {"operation", json_of(step.operation)},
          {"statements", json_of_statements(step.statements)},
          {"undo", json_of_undo(step.undo)},
          {"hazards", std::move(hazards)},
          {"online_copies", std::move(copies)},
          {"destructive", step.destructive},
          {"allowed", step.allowed},
          {"consent", asks_for_consent(step) ? Json(consent_key(step)) : Json()},
          {"refused", step.refused.empty() ? Json() : Json(step.refused)}};
}

Json json_of_unit(const Unit& unit) {
  Json all = Json::array();
  for (const auto& step : unit.steps) all.push_back(json_of_step(step));
  return {{"transactional", unit.transactional},
          {"before", json_of_statements(unit.before)},
          {"begin", unit.begin},
          {"steps", std::move(all)},
          {"last", json_of_statements(unit.last)},
          {"after", json_of_statements(unit.after)},
          {"undo_before", json_of_statements(unit.undo_before)},
          {"undo_last", json_of_statements(unit.undo_last)},
          {"undo_after", json_of_statements(unit.undo_after)}};
}

Json json_of_phase(const Phase& phase) {
  Json units = Json::array();
  for (const auto& unit : phase.units) units.push_back(json_of_unit(unit));
  return {{"name", phase.name}, {"gate", phase.gate}, {"units", std::move(units)}};
}

Json json_of_row(const RollbackRow& row) {
  return {{"after_step", row.after_step}, {"worst", quality_key(row.worst)}, {"loss", row.loss}};
}

Json json_of_rename(const FoundRename& rename) {
  const bool open = rename.state == RenameState::asked;
  return {{"kind", kind_name(rename.from.kind)},
          {"from", json_of(rename.from)},
          {"to", json_of(rename.to)},
          {"origin", origin_word(rename.origin)},
          {"state", state_word(rename.state)},
          {"likelihood", rename.likelihood},
          {"reasons", rename.reasons},
          {"accept", open ? Json("--rename=" + rename.flag) : Json()},
          {"refuse", open || rename.state == RenameState::taken ? Json("--no-rename=" + rename.flag) : Json()}};
}

Json json_of(const Engine& engine) {
  Json out{{"dialect", engine.dialect}, {"major", engine.major}, {"minor", minor_of(engine)}};
  if (flavour_of(engine) != Flavour::mysql) out["flavour"] = name_of(engine);
  return out;
}

Json json_of_plan(const Plan& plan) {
  Json phases = Json::array(), rollback = Json::array();
  for (const auto& phase : plan.phases) phases.push_back(json_of_phase(phase));
  for (const auto& row : plan.rollback) rollback.push_back(json_of_row(row));
  Json renames = Json::array();
  for (const auto& rename : plan.renames) renames.push_back(json_of_rename(rename));
  return {{"version", Plan::version},
          {"schemac", SCHEMAC_VERSION},
          {"engine", json_of(plan.engine)},
          {"from", {{"name", plan.names.from}, {"fingerprint", plan.fingerprints.from}}},
          {"to", {{"name", plan.names.to}, {"fingerprint", plan.fingerprints.to}}},
          {"title", plan.title},
          {"phases", std::move(phases)},
          {"rollback", std::move(rollback)},
          {"renames", std::move(renames)},
          {"notes", plan.notes},
          {"unmanaged", plan.unmanaged}};
}

}  // namespace

Result<std::vector<OutputFile>> emit_json(const Plan& plan, const EmitOptions&) {
  // A name that is no valid UTF-8 must not make the whole plan unprintable.
  return std::vector{
      OutputFile{"plan.json", json_of_plan(plan).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"}};
}

}  // namespace schemac
