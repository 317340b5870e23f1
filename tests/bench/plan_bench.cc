// How long the way from two schemas to a plan takes, without a database: reading, comparing, ordering.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "pipeline.h"
#include "tests/support/folder.h"

namespace schemac::test {
namespace {

std::string tables(int count, bool changed) {
  std::string out = "dialect postgresql\n";
  for (int at = 0; at < count; ++at) {
    out +=
        fmt::format("\ntable t{} {{\n  id  bigint  identity  primary key\n  name  varchar(80)  not null  default 'x'\n  price  numeric(10, 2)\n", at);
    out += at > 0 ? fmt::format("  parent  bigint  references t{} (id)\n", at - 1) : "";
    out += changed && at % 100 == 0 ? "  added  text\n" : "";
    out += "  index (name)\n  check `price > 0`\n}\n";
  }
  return out;
}

void compare_tables(benchmark::State& state) {
  const Folder folder;
  const auto count = static_cast<int>(state.range(0));
  const Request request{.places = {folder.write("from.schemac", tables(count, false)), folder.write("to.schemac", tables(count, true))}};
  for ([[maybe_unused]] auto _ : state) {
    const auto outcome = plan_between(request);
    if (!outcome) state.SkipWithError(render(outcome.error()).c_str());
    benchmark::DoNotOptimize(outcome);
  }
}
BENCHMARK(compare_tables)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace schemac::test

BENCHMARK_MAIN();
