// schemac renames: what is known of renames between two sides, whoever said it, and what became of it.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/printable.h"
#include "cli/comparison.h"
#include "cli/emission.h"
#include "emitters/report_words.h"

namespace schemac {
namespace {

struct RenamesArguments {
  Comparison comparison;
  std::string format = "text";
};

constexpr const char* renames_examples =
    "  schemac renames --from=$DATABASE_URL --to=shop.schemac          detected, declared, carried out, stale\n"
    "  schemac renames --from=app.db --to=shop.schemac --format=json\n";

std::string what_to_do(const FoundRename& rename) {
  switch (rename.state) {
    case RenameState::asked: return fmt::format("accept: --rename={0}   reject: --no-rename={0}", shell_flag(rename));
    case RenameState::taken:
      return rename.origin == RenameOrigin::detected ? fmt::format("not a rename? --no-rename={}", shell_flag(rename))
                                                     : "";
    case RenameState::done:
      return rename.origin == RenameOrigin::ordered
                 ? ""
                 : "already applied: the declaration can be removed once every database has it";
    case RenameState::stale: return "matches nothing: the declaration can be removed";
    case RenameState::refused:
      return rename.origin == RenameOrigin::detected
                 ? fmt::format("too unlikely; a rename? --rename={}", shell_flag(rename))
                 : "";
  }
  broken_invariant("a rename has a state");
}

void list(const Plan& plan, const Console& console) {
  if (plan.renames.empty()) {
    console.out << fmt::format("no renames between {} and {}\n", printable(plan.names.from), printable(plan.names.to));
    return;
  }
  std::size_t widest = 0;
  for (const auto& rename : plan.renames) widest = std::max(widest, printable(in_words(rename)).size());
  for (const auto& rename : plan.renames) {
    const auto names = printable(in_words(rename));
    const auto gap = std::string(widest - names.size(), ' ');
    const auto sure = rename.origin == RenameOrigin::detected ? fmt::format("  {:.2f}", rename.likelihood) : "";
    console.out << fmt::format("{:<8}{:<11}{}{}{}{}{}\n", state_word(rename.state), origin_word(rename.origin), names,
                               gap, sure, rename.reasons.empty() ? "" : "  ",
                               printable(fmt::format("{}", fmt::join(rename.reasons, ", "))));
    if (const auto todo = what_to_do(rename); !todo.empty()) console.out << fmt::format("{:<19}{}\n", "", todo);
  }
}

int run_renames(const RenamesArguments& arguments, const Console& console) {
  const auto planned = plan_comparison(arguments.comparison);
  if (!planned) {
    console.report(planned.error());
    return exit_code_of(planned.error());
  }
  const auto& plan = planned->outcome.plan;
  if (arguments.format == "json") return print_report(plan, "json", Detail::full, console);
  list(plan, console);
  return finish(console, fine);
}

}  // namespace

void add_renames(CLI::App& parser, Invocation& invocation) {
  auto* command = add_command(parser, invocation, "renames", "list renames: detected, declared, carried out, stale",
                              renames_examples);
  auto arguments = std::make_shared<RenamesArguments>();
  add_comparison_options(*command, arguments->comparison);
  command->add_option("--format", arguments->format, "text, or json: the plan, whose `renames` they are")
      ->check(one_of({"text", "json"}))
      ->type_name("FORMAT");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_renames(*arguments, console); };
  });
}

}  // namespace schemac
