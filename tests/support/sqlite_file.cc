#include "tests/support/sqlite_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "connections/sqlite.h"
#include "dialects/sqlite/sqlite.h"

namespace schemac::testing {
namespace {

std::string fresh_path() {
  static int number = 0;
  return (std::filesystem::temp_directory_path() /
          ("schemac_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number) + ".db"))
      .string();
}

std::unique_ptr<Connection> opened(const std::string& path, Access access) {
  auto connection = connect_sqlite(path, access);
  if (!connection) {
    ADD_FAILURE() << render(connection.error());
    return nullptr;
  }
  return std::move(*connection);
}

void append_all(std::string& out, const std::vector<Statement>& statements) {
  for (const auto& statement : statements) out += statement.sql + ";\n";
}

}  // namespace

SqliteFile::SqliteFile(std::string_view script) : path_(fresh_path()) {
  std::ofstream(path_).close();
  if (const auto error = run(script); !error.empty()) ADD_FAILURE() << error;
}

SqliteFile::~SqliteFile() { std::filesystem::remove(path_); }

Schema SqliteFile::read() const {
  const auto connection = opened(path_, Access::read);
  if (!connection) return {};
  auto schema = introspect_sqlite(*connection, {});
  if (schema) return std::move(*schema);
  ADD_FAILURE() << render(schema.error());
  return {};
}

std::string SqliteFile::run(std::string_view script) const {
  const auto connection = opened(path_, Access::write);
  if (!connection) return "not opened";
  const auto done = connection->execute("PRAGMA foreign_keys = ON;\n" + std::string(script), "running a test's script");
  return done ? std::string() : render(done.error());
}

std::vector<std::string> SqliteFile::rows(const std::string& query) const {
  const auto connection = opened(path_, Access::read);
  if (!connection) return {};
  const std::vector<std::string> queries = {query};
  const auto answer = connection->query(queries, "reading rows");
  if (!answer) {
    ADD_FAILURE() << render(answer.error());
    return {};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < answer->front()->size(); ++i) out.emplace_back(answer->front()->text(i, 0));
  return out;
}

Plan plan_between(const Schema& from, const Schema& to, const Intents& intents) {
  const Coverage coverage;
  const std::map<ObjectId, Span> declared;
  const auto difference = diff(
      {.schemas = {&from, &to}, .coverage = coverage, .intents = intents, .declared = declared}, sqlite_dialect(), {});
  if (!difference) {
    ADD_FAILURE() << render(difference.error());
    return {};
  }
  auto plan =
      make_plan({.difference = *difference, .intents = intents, .schemas = {&from, &to}, .names = {"from", "to"}},
                sqlite_dialect(), {.allow_destructive = true});
  if (plan) return std::move(*plan);
  ADD_FAILURE() << render(plan.error());
  return {};
}

std::string up_script(const Plan& plan) {
  std::string out;
  for (const auto& phase : plan.phases)
    for (const auto& unit : phase.units) {
      append_all(out, unit.before);
      out += unit.begin + ";\n";
      for (const auto& step : unit.steps) append_all(out, step.statements);
      append_all(out, unit.last);
      out += "COMMIT;\n";
      append_all(out, unit.after);
    }
  return out;
}

std::string down_script(const Plan& plan) {
  std::string out;
  for (auto phase = plan.phases.rbegin(); phase != plan.phases.rend(); ++phase)
    for (auto unit = phase->units.rbegin(); unit != phase->units.rend(); ++unit) {
      append_all(out, unit->undo_before);
      out += unit->begin + ";\n";
      for (auto step = unit->steps.rbegin(); step != unit->steps.rend(); ++step) append_all(out, step->undo.statements);
      append_all(out, unit->undo_last);
      out += "COMMIT;\n";
      append_all(out, unit->undo_after);
    }
  return out;
}

}  // namespace schemac::testing
