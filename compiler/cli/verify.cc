// schemac verify: the plan rehearsed on a real engine, in a database that is made for it and removed.
#include <fmt/format.h>

#include "base/printable.h"
#include "cli/decisions.h"
#include "cli/rehearsal.h"
#include "cli/rehearsal_report.h"

namespace schemac {
namespace {

struct VerifyArguments {
  Comparison comparison;
  std::string format = "text";
};

constexpr const char* verify_examples =
    "  schemac verify --from=app.db --to=shop.schemac\n"
    "  schemac verify --from=$DATABASE_URL --to=shop.schemac           on a scratch database beside the live one, "
    "which is only read\n"
    "  schemac verify --from=$DATABASE_URL --to=shop.schemac --scratch=postgresql://postgres@localhost/postgres\n"
    "  schemac verify --from=git:main:shop.schemac --to=shop.schemac --scratch=$TEST_SERVER --format=json\n"
    "\n"
    "What it does:\n"
    "  builds what --from describes in a new database called schemac_scratch_…, with a few rows in every table; runs "
    "the plan there and reads\n"
    "  back: it must be what --to describes, and no row may be lost; undoes it from the end and from every place where "
    "it can stop, each\n"
    "  of which must give --from again; and runs it once more. The database is removed afterwards, also after a "
    "failure or Ctrl-C.\n"
    "  Exits with 5 when the plan did not do what it says.\n";

int run_verify(const VerifyArguments& arguments, const Console& console) {
  const auto settings = read_settings(arguments.comparison.settings);
  if (!settings) {
    console.report(settings.error());
    return exit_code_of(settings.error());
  }
  const auto planned = plan_decided(arguments.comparison, *settings, console);
  if (!planned) {
    console.report(planned.error());
    return exit_code_of(planned.error());
  }
  console.report(planned->outcome.remarks);
  const auto& plan = planned->outcome.plan;
  if (plan.empty() && arguments.format == "text") {
    console.out << fmt::format("{} and {} are equal: nothing to rehearse\n", printable(plan.names.to),
                               printable(plan.names.from));
    return finish(console, fine);
  }
  int code = fine;
  std::optional<Rehearsal> held;
  if (plan.empty()) {
    held.emplace().engine = plan.engine;
    held->up = true;
  } else {
    held = rehearse_planned(*planned, console, code);
  }
  if (!held) return code;
  console.out << (arguments.format == "json" ? rehearsal_json(plan, *held)
                                             : rehearsal_text(plan, *held, console.colour_out));
  return finish(console, code);
}

}  // namespace

void add_verify(CLI::App& parser, Invocation& invocation) {
  auto* command =
      add_command(parser, invocation, "verify",
                  "run the plan on a scratch database: forward, back from every stop, forward again", verify_examples);
  auto arguments = std::make_shared<VerifyArguments>();
  add_comparison_options(*command, arguments->comparison);
  add_consent_options(*command, arguments->comparison);
  command->add_option("--format", arguments->format, "text, json")
      ->check(one_of({"text", "json"}))
      ->type_name("FORMAT");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_verify(*arguments, console); };
  });
}

}  // namespace schemac
