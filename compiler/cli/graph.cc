// schemac graph: a drawing of which step waits for which.
#include "cli/comparison.h"

namespace schemac {
namespace {

struct GraphArguments {
  Comparison comparison;
  std::string format = "dot";
};

constexpr const char* graph_examples =
    "  schemac graph --from=app.db --to=shop.schemac | dot -Tsvg > plan.svg\n"
    "  schemac graph --from=app.db --to=shop.schemac --format=mermaid\n";

int run_graph(const GraphArguments& arguments, const Console& console) {
  const auto planned = plan_comparison(arguments.comparison);
  if (!planned) {
    console.report(planned.error());
    return exit_code_of(planned.error());
  }
  console.report(planned->outcome.remarks);
  console.out << draw_graph(planned->outcome.plan,
                            arguments.format == "mermaid" ? GraphFormat::mermaid : GraphFormat::dot);
  return finish(console, fine);
}

}  // namespace

void add_graph(CLI::App& parser, Invocation& invocation) {
  auto* command = add_command(parser, invocation, "graph", "draw the plan's dependency graph", graph_examples);
  auto arguments = std::make_shared<GraphArguments>();
  add_comparison_options(*command, arguments->comparison);
  command->add_option("--format", arguments->format, "dot (Graphviz), mermaid")
      ->check(one_of({"dot", "mermaid"}))
      ->type_name("FORMAT");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_graph(*arguments, console); };
  });
}

}  // namespace schemac
