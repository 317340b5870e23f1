// schemac plan: the plan with everything that belongs to it, the way back from every place it can stop among it.
#include "cli/comparison.h"
#include "cli/emission.h"
#include "cli/rehearsal.h"

namespace schemac {
namespace {

struct PlanArguments {
  Comparison comparison;
  bool verify = false;
  bool exit_code = false;
  std::string format = "text";
};

constexpr const char* plan_examples =
    "  schemac plan --from=app.db --to=shop.schemac                steps, hazards, rollback matrix\n"
    "  schemac plan --from=$DATABASE_URL --to=shop.schemac --format=json > plan.json\n"
    "  schemac plan --from=$DATABASE_URL --to=shop.schemac --format=md  for a review\n";

int run_plan(const PlanArguments& arguments, const Console& console) {
  const auto planned = plan_comparison(arguments.comparison);
  if (!planned) {
    console.report(planned.error());
    return exit_code_of(planned.error());
  }
  console.report(planned->outcome.remarks);
  console.report(rows_in_the_way(*planned));
  const auto& plan = planned->outcome.plan;
  if (const int code = print_report(plan, arguments.format, Detail::full, console); code != fine) return code;
  if (const int code = rehearse_aside(arguments.verify, *planned, console); code != fine) return code;
  return arguments.exit_code && !plan.empty() ? differences : fine;
}

}  // namespace

void add_plan(CLI::App& parser, Invocation& invocation) {
  auto* command =
      add_command(parser, invocation, "plan",
                  "show the whole plan: steps, statements, hazards and the rollback from every stop", plan_examples);
  auto arguments = std::make_shared<PlanArguments>();
  add_comparison_options(*command, arguments->comparison);
  add_row_checks_option(*command, arguments->comparison);
  add_consent_options(*command, arguments->comparison);
  add_verify_option(*command, arguments->verify);
  command->add_flag("--exit-code", arguments->exit_code, "exit with status 2 if there are differences");
  command->add_option("--format", arguments->format, "text, json, md")
      ->check(one_of({"text", "json", "md"}))
      ->type_name("FORMAT");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_plan(*arguments, console); };
  });
}

}  // namespace schemac
