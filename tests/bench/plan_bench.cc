// How long the pure stages take, without a database: reading a text, comparing, ordering, digesting.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "pipeline.h"
#include "schema/fingerprint.h"
#include "tests/support/folder.h"

namespace schemac::test {
namespace {

// With `renamed`, every hundredth table has another name, and nobody says so.
std::string own_language(std::int64_t count, bool changed, bool renamed = false) {
  const auto name = [&](std::int64_t at) { return fmt::format("{}{}", renamed && at % 100 == 0 ? "table_" : "t", at); };
  std::string out = "dialect postgresql\n";
  for (std::int64_t at = 0; at < count; ++at) {
    out += fmt::format(
        "\ntable {} {{\n  id  bigint  identity  primary key\n  name  varchar(80)  not null  default 'x'\n  price  "
        "numeric(10, 2)\n",
        name(at));
    out += at > 0 ? fmt::format("  parent  bigint  references {} (id)\n  note_{}  text\n", name(at - 1), at) : "";
    out += changed && at % 100 == 0 ? "  added  text\n" : "";
    out += "  index (name)\n  check `price > 0`\n}\n";
  }
  return out;
}

// One table of so many columns, all of which have other names on the two sides.
std::string wide_table(std::int64_t count, std::string_view side) {
  static constexpr const char* words[] = {"name",  "mail",  "total", "state", "place",
                                          "owner", "price", "level", "score"};
  static constexpr const char* types[] = {"text", "integer", "bigint", "date", "varchar(80)", "numeric(10, 2)"};
  std::string out = "dialect postgresql\n\ntable wide {\n  id  bigint  primary key\n";
  for (std::int64_t at = 0; at < count; ++at)
    out += fmt::format("  {}_{}_{}  {}\n", words[at % 9], side, at, types[at % 6]);
  return out + "}\n";
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

  explicit Sides(std::int64_t count) : Sides(own_language(count, false), own_language(count, true)) {}
  Sides(const std::string& before, const std::string& after)
      : from(read_source(folder.write("from.schemac", before), {})),
        to(read_source(folder.write("to.schemac", after), {})) {}

  const Dialect& dialect() const { return *find_dialect(from->schema.engine.dialect)->dialect; }
  Result<Difference> compare() const {
    return diff({.schemas = {&from->schema, &to->schema},
                 .coverage = to->coverage,
                 .intents = to->intents,
                 .declared = to->declared},
                dialect(), {});
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

void compare(benchmark::State& state, const Sides& sides) {
  for ([[maybe_unused]] auto _ : state) {
    const auto difference = sides.compare();
    if (!difference) state.SkipWithError(render(difference.error()).c_str());
    benchmark::DoNotOptimize(difference);
  }
  state.SetComplexityN(state.range(0));
}

void compare_tables(benchmark::State& state) { compare(state, Sides(state.range(0))); }

void find_renamed_tables(benchmark::State& state) {
  compare(state, Sides(own_language(state.range(0), false), own_language(state.range(0), false, true)));
}

void pair_columns_of_one_table(benchmark::State& state) {
  compare(state, Sides(wide_table(state.range(0), "old"), wide_table(state.range(0), "new")));
}

void plan_steps(benchmark::State& state) {
  const Sides sides(state.range(0));
  const auto difference = sides.compare();
  if (!difference) return state.SkipWithError(render(difference.error()).c_str());
  const PlanInput input{.difference = *difference,
                        .intents = sides.to->intents,
                        .schemas = {&sides.from->schema, &sides.to->schema},
                        .names = {"a", "b"}};
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
BENCHMARK(find_renamed_tables)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(pair_columns_of_one_table)->RangeMultiplier(2)->Range(100, 800)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(plan_steps)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(fingerprint_tables)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(copy_and_change)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace schemac::test

BENCHMARK_MAIN();
