// schemac.toml: what would otherwise be typed again and again, and the environments a project has.
//
//   to  = "shop.schemac"
//   out = "migrations/versions"
//
//   [environments.production]
//   from = "$PRODUCTION_DATABASE_URL"
//
// An environment holds the same keys as the top of the file and wins over it; the command line wins over both. Places
// are relative to the file. `$NAME` in a place is that environment variable, so that no password needs to stand in the
// file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace schemac {

struct Settings {
  std::optional<std::string> from = {};
  std::optional<std::string> to = {};
  std::optional<std::string> dialect = {};
  std::optional<std::string> scratch = {};
  std::optional<std::string> renames = {};
  std::optional<std::string> on_ambiguous = {};
  std::optional<double> sure = {};  // [rename-zones]
  std::optional<double> ask = {};
  std::filesystem::path answers = {};  // renames.toml beside the configuration file
  std::optional<std::vector<std::string>> schemas = {};
  std::optional<std::vector<std::string>> exclude = {};
  std::optional<std::vector<std::string>> include = {};
  std::optional<std::vector<std::string>> manages = {};  // [source]
  std::vector<std::string> backs = {};                   // [back] "users.name" = …, of a column that goes
  std::vector<std::string> backfills = {};  // [backfill] "users.name" = "first || ' ' || last", as --backfill writes it
  std::vector<std::string> conversions = {};  // [using]
  std::optional<std::vector<std::string>> emit = {};
  std::optional<std::string> out = {};
  std::map<std::string, std::string> out_of_emitter = {};  // [emitters.alembic] out = …
};

struct SettingsChoice {
  std::optional<std::string> file = {};  // --config; else schemac.toml of the working directory, when it is there
  std::optional<std::string> environment = {};  // --env; else the file's own `environment`
};

Result<Settings> read_settings(const SettingsChoice& choice);
// For tests: the same from a text; relative places become relative to `folder`.
Result<Settings> parse_settings(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                                const std::optional<std::string>& environment);

// `$NAME` and `${NAME}` replaced; an unset variable is an error.
Result<std::string> expand_variables(const std::string& value);

}  // namespace schemac
