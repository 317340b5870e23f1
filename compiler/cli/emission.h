// Running emitters and putting what they wrote where it belongs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/settings.h"
#include "emitters/emitter.h"
#include "sources/source.h"

namespace schemac {

struct Emission {
  std::vector<std::string> emitters;
  std::optional<std::string> out;  // a folder, or `-`
  std::string message;
  bool down = false;
  bool force = false;
  bool no_history_check = false;
  const Source* from = nullptr;     // read: a database may say which migrations ran there
  std::string default_schema = {};  // where the tools' connections look, if it is not the engine's own
};

// Everything that can be refused before a database is asked: unknown emitters, no place to write to.
Result<void> validate(const Emission& emission, const Settings& settings);

// For help: `sql, alembic, …`.
std::string emitter_list();

// Returns an exit code; everything that went wrong has been said.
int emit_plan(const Plan& plan, const Emission& emission, const Settings& settings, const Console& console);

// A preview shows what is to be decided; the full form has the rollback matrix and the statements as well.
enum class Detail { preview, full };

// Prints a report (`text`, `json`, `md`) to standard output.
int print_report(const Plan& plan, std::string_view emitter, Detail detail, const Console& console);

// `20261121134500` in UTC: SOURCE_DATE_EPOCH, else the clock.
Result<std::string> timestamp();

}  // namespace schemac
