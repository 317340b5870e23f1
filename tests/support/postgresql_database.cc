#include "tests/support/postgresql_database.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "connections/connection.h"
#include "dialects/postgresql/postgresql.h"
#include "diff/diff.h"

namespace schemac::testing {
namespace {

std::unique_ptr<Connection> connected(const std::string& url, Access access) {
  auto connection = connect(url, access);
  if (!connection) throw std::runtime_error(render(connection.error()));
  return std::move(*connection);
}

void append(std::string& out, const std::vector<Statement>& statements) {
  for (const auto& statement : statements) out += statement.sql + ";\n";
}

}  // namespace

LiveDatabase::LiveDatabase(std::string_view script) {
  const auto error = script.empty() ? std::string() : run(script);
  EXPECT_EQ(error, "");
}

Schema LiveDatabase::read() const {
  auto schema = introspect_postgresql(*connected(url(), Access::read), {});
  if (!schema) throw std::runtime_error(render(schema.error()));
  return std::move(*schema);
}

std::string LiveDatabase::run(std::string_view script) const {
  const auto done = connected(url(), Access::write)
                        ->execute("SET search_path = public; " + std::string(script), "running a test's script on");
  return done ? std::string() : render(done.error());
}

std::vector<std::string> LiveDatabase::rows(const std::string& query) const {
  const std::vector<std::string> queries = {
      "SELECT array_to_string(ARRAY(SELECT value FROM json_each_text(row_to_json(r))), '|', 'NULL') FROM (" + query +
      ") r"};
  auto answer = connected(url(), Access::read)->query(queries, "reading a test's rows from");
  if (!answer) throw std::runtime_error(render(answer.error()));
  std::vector<std::string> out;
  for (std::size_t at = 0; at < answer->front()->size(); ++at) out.emplace_back(answer->front()->text(at, 0));
  return out;
}

Plan postgresql_plan(const Schema& from, const Schema& to) {
  const Coverage coverage;
  const Intents intents;
  const std::map<ObjectId, Span> declared;
  DiffOptions options;
  options.renames = RenameMode::off;
  auto difference = diff({.schemas = {&from, &to}, .coverage = coverage, .intents = intents, .declared = declared},
                         postgresql_dialect(), options);
  if (!difference) throw std::runtime_error(render(difference.error()));
  PlanOptions consent;
  consent.allow_destructive = true;
  auto plan =
      make_plan({.difference = *difference, .intents = intents, .schemas = {&from, &to}, .names = {"from", "to"}},
                postgresql_dialect(), consent);
  if (!plan) throw std::runtime_error(render(plan.error()));
  return std::move(*plan);
}

std::string script_of(const Plan& plan) {
  std::string out;
  for (const auto& phase : plan.phases)
    for (const auto& unit : phase.units) {
      out += "BEGIN;\n";
      for (const auto& step : unit.steps) append(out, step.statements);
      out += "COMMIT;\n";
    }
  return out;
}

std::string undo_script_of(const Plan& plan) {
  std::string out;
  for (auto phase = plan.phases.rbegin(); phase != plan.phases.rend(); ++phase)
    for (auto unit = phase->units.rbegin(); unit != phase->units.rend(); ++unit) {
      out += "BEGIN;\n";
      for (auto step = unit->steps.rbegin(); step != unit->steps.rend(); ++step) append(out, step->undo.statements);
      out += "COMMIT;\n";
    }
  return out;
}

}  // namespace schemac::testing
