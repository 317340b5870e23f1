// What `diff`, `plan` and `graph` have in common: two sides, how renames are taken, what may be destroyed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/limits.h"
#include "cli/settings.h"
#include "pipeline.h"

namespace schemac {

// As typed; what was left out comes from the configuration file and the environment.
struct Comparison {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> from_format;
  std::optional<std::string> to_format;
  std::optional<std::string> dialect;
  std::optional<std::string> scratch;
  std::optional<std::vector<std::string>> schemas;
  std::optional<std::vector<std::string>> exclude;
  std::optional<std::vector<std::string>> manage;
  std::optional<std::string> default_schema;
  std::optional<std::vector<std::string>> include;
  std::vector<std::string> backfill;
  std::vector<std::string> back;
  std::vector<std::string> conversion;
  std::vector<std::string> rename;
  std::vector<std::string> no_rename;
  std::optional<std::string> renames;
  std::optional<std::string> on_ambiguous;
  bool no_ask = false;
  bool no_row_checks = false;
  LimitsChoice limits;
  bool allow_destructive = false;
  bool allow_behavior_change = false;
  std::vector<std::string> allow;
  SettingsChoice settings;
};

void add_settings_options(CLI::App& command, SettingsChoice& settings);
void add_comparison_options(CLI::App& command, Comparison& comparison);
void add_row_checks_option(CLI::App& command, Comparison& comparison);  // of commands that count rows
void add_consent_options(CLI::App& command, Comparison& comparison);

// Command line, then environment and top of the configuration file, then (for --from) SCHEMAC_URL and DATABASE_URL.
Result<Request> request_of(const Comparison& comparison, const Settings& settings);

// The two sides alone.
Result<std::string> starting_place(const std::optional<std::string>& typed, const Settings& settings);
Result<std::string> wanted_place(const std::optional<std::string>& typed, const Settings& settings);

struct Planned {
  Settings settings;
  Request request;
  Outcome outcome;
};
Result<Planned> plan_comparison(const Comparison& comparison);
Result<Planned> plan_comparison(const Comparison& comparison, const Settings& settings);

}  // namespace schemac
