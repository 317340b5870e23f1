// How long the pure stages take, without a database: reading a text, comparing, ordering, digesting.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "pipeline.h"
#include "schema/fingerprint.h"
#include "tests/support/folder.h"

namespace schemac::test {
namespace {

std::string own_language(std::int64_t count, bool changed) {
  std::string out = "dialect postgresql\n";
  for (std::int64_t at = 0; at < count; ++at) {
    out +=
        fmt::format("\ntable t{} {{\n  id  bigint  identity  primary key\n  name  varchar(80)  not null  default 'x'\n  price  numeric(10, 2)\n", at);
    out += at > 0 ? fmt::format("  parent  bigint  references t{} (id)\n", at - 1) : "";
    out += changed && at % 100 == 0 ? "  added  text\n" : "";
    out += "  index (name)\n  check `price > 0`\n}\n";
  }
  return out;
}

std::string prisma(std::int64_t count) {
  std::string out = "datasource db {\n  provider = \"postgresql\"\n}\n";
  for (std::int64_t at = 0; at < count; ++at)
    out += fmt::format(
        "\nmodel T{} {{\n  id BigInt @id @default(autoincrement())\n  name String @default(\"x\") @db.VarChar(80)\n"
        "  price Decimal? @db.Decimal(10, 2)\n\n  @@index([name])\n}}\n",
        at);
  return out;
}

// Both sides of a comparison, read once.
struct Sides {
  Folder folder;
  Result<Source> from, to;

  explicit Sides(std::int64_t count)
      : from(read_source(folder.write("from.schemac", own_language(count, false)), {})),
        to(read_source(folder.write("to.schemac", own_language(count, true)), {})) {}

  const Dialect& dialect() const { return *find_dialect(from->schema.engine.dialect)->dialect; }
  Result<Difference> compare() const {
    return diff({.schemas = {&from->schema, &to->schema}, .coverage = to->coverage, .intents = to->intents, .declared = to->declared}, dialect(), {});
  }
};

void read(benchmark::State& state, const std::string& place) {
  for ([[maybe_unused]] auto _ : state) {
    const auto source = read_source(place, {});
    if (!source) state.SkipWithError(render(source.error()).c_str());
    benchmark::DoNotOptimize(source);
  }
  state.SetComplexityN(state.range(0));
}

void read_schemac(benchmark::State& state) {
  const Folder folder;
  read(state, folder.write("a.schemac", own_language(state.range(0), false)));
}

void read_prisma(benchmark::State& state) {
  const Folder folder;
  read(state, folder.write("a.prisma", prisma(state.range(0))));
}

void compare_tables(benchmark::State& state) {
  const Sides sides(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    const auto difference = sides.compare();
    if (!difference) state.SkipWithError(render(difference.error()).c_str());
    benchmark::DoNotOptimize(difference);
  }
  state.SetComplexityN(state.range(0));
}

void plan_steps(benchmark::State& state) {
  const Sides sides(state.range(0));
  const auto difference = sides.compare();
  if (!difference) return state.SkipWithError(render(difference.error()).c_str());
  const PlanInput input{
      .difference = *difference, .intents = sides.to->intents, .schemas = {&sides.from->schema, &sides.to->schema}, .names = {"a", "b"}};
  for ([[maybe_unused]] auto _ : state) {
    const auto plan = make_plan(input, sides.dialect(), {});
    if (!plan) state.SkipWithError(render(plan.error()).c_str());
    benchmark::DoNotOptimize(plan);
  }
  state.SetComplexityN(state.range(0));
}

void fingerprint_tables(benchmark::State& state) {
  const Sides sides(state.range(0));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(fingerprint(sides.from->schema));
  state.SetComplexityN(state.range(0));
}

void copy_and_change(benchmark::State& state) {
  const Sides sides(state.range(0));
  for ([[maybe_unused]] auto _ : state) {
    Schema copy = sides.from->schema;
    copy.tables.change({"public", "t7"}, [](Table& table) { table.comment = "changed"; });
    benchmark::DoNotOptimize(copy);
  }
}

BENCHMARK(read_schemac)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(read_prisma)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(compare_tables)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(plan_steps)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(fingerprint_tables)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(copy_and_change)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace schemac::test

BENCHMARK_MAIN();
