#include "cli/comparison.h"

#include "cli/rename_answers.h"
#include "connections/connection.h"

namespace schemac {
namespace {

// The first of command line and configuration file that says anything, with the file's variables filled in.
template <class T>
std::optional<T> first_of(const std::optional<T>& typed, const std::optional<T>& configured) {
  return typed ? typed : configured;
}

Result<std::string> place_of(const std::optional<std::string>& typed, const std::optional<std::string>& configured) {
  if (typed) return *typed;
  if (configured) return expand_variables(*configured);
  return std::string();
}

RenameMode rename_mode(const std::optional<std::string>& word) {
  if (word == "off") return RenameMode::off;
  return word == "declared" ? RenameMode::declared : RenameMode::automatic;
}

// What was typed comes last, and wins.
std::vector<std::string> stated(std::vector<std::string> configured, const std::vector<std::string>& typed) {
  configured.insert(configured.end(), typed.begin(), typed.end());
  return configured;
}

}  // namespace

Result<std::string> starting_place(const std::optional<std::string>& typed, const Settings& settings) {
  auto place = place_of(typed, settings.from);
  if (!place || !place->empty()) return place;
  for (const char* name : {"SCHEMAC_URL", "DATABASE_URL"})
    if (const auto url = environment_variable(name)) return *url;
  return failure("usage", "no --from given", {},
                 "add `--from=DATABASE_URL`, or `from` to schemac.toml, or set SCHEMAC_URL or DATABASE_URL; "
                 "`--from=empty` starts from nothing");
}

Result<std::string> wanted_place(const std::optional<std::string>& typed, const Settings& settings) {
  auto place = place_of(typed, settings.to);
  if (!place || !place->empty()) return place;
  return failure("usage", "no --to given", {},
                 "add `--to=FILE` (.schemac, .sql, .prisma, a database), or `to` to schemac.toml");
}

void add_settings_options(CLI::App& command, SettingsChoice& settings) {
  command.add_option("--config", settings.file, "configuration file (default: ./schemac.toml, if it exists)")
      ->type_name("FILE")
      ->group("Configuration");
  command.add_option("--env", settings.environment, "environment of the configuration file to use")
      ->type_name("NAME")
      ->group("Configuration");
}

void add_comparison_options(CLI::App& command, Comparison& comparison) {
  command
      .add_option("--from", comparison.from,
                  "present schema: postgresql://…, mysql://…, sqlite:FILE, a file (.schemac, .sql, .prisma) or "
                  "directory, git:REV:path, "
                  "exec:COMMAND, scratch:COMMAND, `-` (standard input), `empty`")
      ->type_name("PLACE");
  command.add_option("--to", comparison.to, "wanted schema: the same forms")->type_name("PLACE");
  command.add_option("--from-format", comparison.from_format, "format of --from, if it cannot be inferred")
      ->type_name("FORMAT")
      ->group("Reading");
  command.add_option("--to-format", comparison.to_format, "format of --to, if it cannot be inferred")
      ->type_name("FORMAT")
      ->group("Reading");
  command
      .add_option("--dialect", comparison.dialect,
                  "dialect of files that do not declare one (default: the other side's): postgresql, mysql, sqlite")
      ->type_name("NAME")
      ->group("Reading");
  command
      .add_option("--scratch", comparison.scratch,
                  "server where schemac may create and drop scratch databases, to load .sql files and rehearse plans "
                  "(postgresql://me@localhost)")
      ->type_name("URL")
      ->group("Reading");
  command.add_option("--schemas", comparison.schemas, "only these schemas, on both sides")
      ->delimiter(',')
      ->type_name("NAME,…")
      ->group("Reading");
  command
      .add_option(
          "--default-schema", comparison.default_schema,
          "schema of unqualified names in files (default: `?schema=` or the search path of the other side's URL)")
      ->type_name("NAME")
      ->group("Reading");
  command
      .add_option("--exclude", comparison.exclude,
                  "ignore these on both sides: `audit.*`, `*_old`; by kind: `grants`, `views`, `functions`, …")
      ->delimiter(',')
      ->type_name("PATTERN,…")
      ->group("Reading");
  command
      .add_option("--manage", comparison.manage,
                  "kinds of objects that --to describes; others are left alone: `tables,enums`, `everything,no-grants`")
      ->delimiter(',')
      ->type_name("KIND,…")
      ->group("Reading");
  command
      .add_option("--include", comparison.include,
                  "also compare what is ignored by default: `owners` of PostgreSQL objects")
      ->delimiter(',')
      ->check(one_of({"owners"}))
      ->type_name("WHAT,…")
      ->group("Reading");
  command
      .add_flag("--no-ask", comparison.no_ask,
                "do not ask the server how it would store expressions of the wanted side")
      ->group("Reading");
  add_limits_options(command, comparison.limits);
  command
      .add_option("--backfill", comparison.backfill,
                  "values of a new or newly required column (repeatable): \"users.name=first || ' ' || last\"")
      ->type_name("TABLE.COLUMN=SQL")
      ->group("Values");
  command
      .add_option(
          "--back", comparison.back,
          "values of a dropped column when the plan is undone (repeatable): \"users.name=first || ' ' || last\"")
      ->type_name("TABLE.COLUMN=SQL")
      ->group("Values");
  command
      .add_option("--using", comparison.conversion,
                  "how values become the new type (repeatable): \"orders.total=total::integer\"; of an enum, which "
                  "label takes the "
                  "place of one that goes: \"state.cancelled=refunded\"")
      ->type_name("TABLE.COLUMN=SQL")
      ->group("Values");
  command
      .add_option("--rename", comparison.rename,
                  "treat this pair as a rename (repeatable): users.name:full_name, old_table:new_table")
      ->type_name("OLD:NEW")
      ->group("Renames");
  command.add_option("--no-rename", comparison.no_rename, "never treat this pair as a rename (repeatable)")
      ->type_name("OLD:NEW")
      ->group("Renames");
  command.add_option("--renames", comparison.renames, "auto, declared (`was` and --rename alone), off (drop and add)")
      ->check(one_of({"auto", "declared", "off"}))
      ->type_name("WHICH")
      ->group("Renames");
  command
      .add_option("--on-ambiguous", comparison.on_ambiguous,
                  "what to do with a possible rename: fail (default without a terminal) or prompt")
      ->check(one_of({"fail", "prompt"}))
      ->type_name("WHAT")
      ->group("Renames");
  add_settings_options(command, comparison.settings);
}

void add_row_checks_option(CLI::App& command, Comparison& comparison) {
  command.add_flag("--no-row-checks", comparison.no_row_checks, "do not count live rows that would make a step fail")
      ->group("Reading");
}

void add_consent_options(CLI::App& command, Comparison& comparison) {
  command
      .add_flag("--allow-destructive", comparison.allow_destructive,
                "allow all steps that need consent, including data loss")
      ->group("Consent");
  command
      .add_flag(
          "--allow-behavior-change", comparison.allow_behavior_change,
          "allow steps that lose security or behavior (policies, privileges, triggers, views, checks, …) but no data")
      ->group("Consent");
  command
      .add_option("--allow", comparison.allow,
                  "allow one loss (repeatable): drop-column:users.legacy_code, or users.legacy_code")
      ->type_name("STEP")
      ->group("Consent");
}

Result<Request> request_of(const Comparison& comparison, const Settings& settings) {
  auto from = starting_place(comparison.from, settings);
  auto to = wanted_place(comparison.to, settings);
  Diagnostics errors;
  for (const auto* place : {&from, &to})
    if (!*place) errors.insert(errors.end(), place->error().begin(), place->error().end());
  if (!errors.empty()) return std::unexpected(std::move(errors));

  const IntrospectOptions introspect{
      .only_schemas = first_of(comparison.schemas, settings.schemas).value_or(std::vector<std::string>()),
      .exclude = first_of(comparison.exclude, settings.exclude).value_or(std::vector<std::string>()),
      .include = first_of(comparison.include, settings.include).value_or(std::vector<std::string>())};
  Request request{.places = {*from, *to}};
  const auto dialect = first_of(comparison.dialect, settings.dialect).value_or("");
  const auto scratch = place_of(comparison.scratch, settings.scratch);
  if (!scratch) return std::unexpected(scratch.error());
  request.sources.from = {
      .format = comparison.from_format.value_or(""), .dialect = dialect, .scratch = *scratch, .introspect = introspect};
  request.sources.to = {.format = comparison.to_format.value_or(""),
                        .dialect = dialect,
                        .scratch = *scratch,
                        .introspect = introspect,
                        .backfills = stated(settings.backfills, comparison.backfill),
                        .conversions = stated(settings.conversions, comparison.conversion),
                        .backs = stated(settings.backs, comparison.back),
                        .manage = first_of(comparison.manage, settings.manages).value_or(std::vector<std::string>())};
  const auto default_schema = comparison.default_schema.value_or("");
  if (default_schema.find("://") != std::string::npos || without_password(default_schema) != default_schema)
    return failure("usage",
                   fmt::format("`{}` is a database, expected the name of a schema", without_password(default_schema)));
  for (auto* side : {&request.sources.from, &request.sources.to}) side->default_schema = default_schema;
  for (auto* side : {&request.sources.from, &request.sources.to}) set_limits(*side, comparison.limits);
  request.diff = {.renames = rename_mode(first_of(comparison.renames, settings.renames)),
                  .rename = comparison.rename,
                  .no_rename = comparison.no_rename};
  if (!settings.answers.empty()) {
    auto answers = read_answers(settings.answers);
    if (!answers) return std::unexpected(std::move(answers.error()));
    request.diff.remembered = std::move(answers->yes);
    request.diff.remembered_no = std::move(answers->no);
  }
  if (settings.sure) request.diff.thresholds.sure = *settings.sure;
  if (settings.ask) request.diff.thresholds.ask = *settings.ask;
  request.plan = {.allow_destructive = comparison.allow_destructive,
                  .allow_behavior_change = comparison.allow_behavior_change,
                  .allow = comparison.allow};
  request.ask_engine = !comparison.no_ask;
  request.check_rows = !comparison.no_row_checks;
  return request;
}

Result<Planned> plan_comparison(const Comparison& comparison, const Settings& settings) {
  auto request = request_of(comparison, settings);
  if (!request) return std::unexpected(std::move(request.error()));
  auto outcome = plan_between(*request);
  if (!outcome) return std::unexpected(std::move(outcome.error()));
  return Planned{.settings = settings, .request = std::move(*request), .outcome = std::move(*outcome)};
}

Result<Planned> plan_comparison(const Comparison& comparison) {
  auto settings = read_settings(comparison.settings);
  if (!settings) return std::unexpected(std::move(settings.error()));
  return plan_comparison(comparison, *settings);
}

}  // namespace schemac
