// schemac diff: the plan for a reader, or migration files for a tool.
#include <fmt/format.h>

#include "cli/comparison.h"
#include "cli/consent.h"
#include "cli/decisions.h"
#include "cli/emission.h"
#include "cli/rehearsal.h"
#include "connections/connection.h"

namespace schemac {
namespace {

struct DiffArguments {
  Comparison comparison;
  Emission emission;
  bool verify = false;
  std::vector<std::string> emit;
  bool exit_code = false;
  std::string format = "text";
};

constexpr const char* diff_examples =
    "  schemac diff --from=app.db --to=shop.schemac                    the plan, for reading\n"
    "  schemac diff --from=app.db --to=shop.schemac --emit=sql --out=- | sqlite3 -bail app.db\n"
    "  schemac diff --from=$DATABASE_URL --to=shop.schemac --emit=alembic --out=migrations/versions\n"
    "  schemac diff --from=git:main:shop.schemac --to=shop.schemac --emit=sql --out=- --down\n"
    "  schemac diff --from=app.db --to=shop.schemac --verify --emit=sql --out=migrations   only what has been "
    "rehearsed\n"
    "  schemac diff --exit-code --from=$DATABASE_URL --to=shop.schemac  2 when they differ\n";

int show(const DiffArguments& arguments, const Planned& planned, const Console& console) {
  const auto& plan = planned.outcome.plan;
  if (const int code = print_report(plan, arguments.format, Detail::preview, console); code != fine) return code;
  if (const int code = rehearse_aside(arguments.verify, planned, console); code != fine) return code;
  return arguments.exit_code && !plan.empty() ? differences : fine;
}

// A role or a database may set another search path than PostgreSQL's own; then names are written whole.
bool looks_in_public(const Source& from) {
  if (!from.connection || from.schema.engine.dialect != "postgresql") return true;
  const std::vector<std::string> question{
      "SELECT setting FROM (SELECT unnest(setconfig) AS setting FROM pg_catalog.pg_db_role_setting s"
      " WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))"
      " AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))) AS set"
      " WHERE setting LIKE 'search_path=%'"};
  const auto rows = from.connection->query(question, "looking for search paths");
  return rows && rows->front()->size() == 0;
}

int emit(const DiffArguments& arguments, const Emission& emission, const Planned& planned, const Console& console) {
  const auto& plan = planned.outcome.plan;
  if (plan.empty()) {
    // nothing on standard output: a program that reads it must find nothing
    if (emission.out != "-") console.error << "no differences: nothing to write\n";
    return fine;
  }
  if (const auto refusal = consent_refusal(plan)) {
    console.report(*refusal);
    return refused;
  }
  if (const int code = rehearse_aside(arguments.verify, planned, console); code != fine) return code;
  auto files = emission;
  const auto& sources = planned.outcome.sources;
  files.default_schema = sources.to.default_schema.empty() ? sources.from.default_schema : sources.to.default_schema;
  if (files.default_schema.empty() && looks_in_public(sources.from)) files.default_schema = "public";
  files.from = &sources.from;
  if (const int code = emit_plan(plan, files, planned.settings, console); code != fine) return code;
  return arguments.exit_code ? differences : fine;
}

int run_diff(const DiffArguments& arguments, const Console& console) {
  const auto settings = read_settings(arguments.comparison.settings);
  if (!settings) {
    console.report(settings.error());
    return exit_code_of(settings.error());
  }
  auto emission = arguments.emission;
  emission.emitters = arguments.emit;
  // the file's emitters are for those who ask for files; without --emit and --out the plan is shown
  if (emission.emitters.empty() && emission.out && settings->emit) emission.emitters = *settings->emit;
  if (emission.emitters.empty() && (emission.out || emission.down)) {
    console.report(error_at("usage", fmt::format("`{}` needs `--emit`", emission.out ? "--out" : "--down"), {},
                            "add `--emit=sql`"));
    return usage;
  }
  if (auto valid = validate(emission, *settings); !valid) {
    console.report(valid.error());
    return usage;
  }
  const bool writes = !emission.emitters.empty();
  const auto planned = writes ? plan_decided(arguments.comparison, *settings, console)
                              : plan_comparison(arguments.comparison, *settings);
  if (!planned) {
    console.report(planned.error());
    return exit_code_of(planned.error());
  }
  console.report(planned->outcome.remarks);
  console.report(rows_in_the_way(*planned));
  return writes ? emit(arguments, emission, *planned, console) : show(arguments, *planned, console);
}

}  // namespace

void add_diff(CLI::App& parser, Invocation& invocation) {
  auto* command =
      add_command(parser, invocation, "diff",
                  "show the changes from one schema to another, or write them as migrations", diff_examples);
  auto arguments = std::make_shared<DiffArguments>();
  add_comparison_options(*command, arguments->comparison);
  add_row_checks_option(*command, arguments->comparison);
  command->add_option("--emit", arguments->emit, "write migrations: " + emitter_list())
      ->delimiter(',')
      ->type_name("TOOL,…")
      ->group("Writing");
  command->add_option("--out", arguments->emission.out, "directory to write to; `-` is standard output")
      ->type_name("FOLDER|-")
      ->group("Writing");
  command->add_flag("--down", arguments->emission.down, "print the rollback (needs --out=-)")->group("Writing");
  command->add_option("--message", arguments->emission.message, "migration title (default: derived from the steps)")
      ->type_name("TEXT")
      ->group("Writing");
  command->add_flag("--force", arguments->emission.force, "overwrite existing files")->group("Writing");
  command
      ->add_flag("--no-history-check", arguments->emission.no_history_check,
                 "write even if the database has not run all migrations of the folder")
      ->group("Writing");
  add_consent_options(*command, arguments->comparison);
  add_verify_option(*command, arguments->verify);
  command->add_flag("--exit-code", arguments->exit_code, "exit with status 2 if there are differences");
  command->add_option("--format", arguments->format, "format of the plan: text, json, md")
      ->check(one_of({"text", "json", "md"}))
      ->type_name("FORMAT");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_diff(*arguments, console); };
  });
}

}  // namespace schemac
