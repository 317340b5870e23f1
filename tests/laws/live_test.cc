// Every folder of tests/cases/live: two databases made by SQL, one led to the other.
//
//   from.sql  to.sql   make the two sides; rows of `from` are among its statements
//   plan               the steps in words; written anew with --update; `plan.mysql` and `plan.mariadb` where the two go
//   different ways options            `--rename=logs:entries`, `--include=owners`, one a line since              the
//   first PostgreSQL that has what it is about, where that is not 12; of a case for MySQL and MariaDB a line for each
//   of
//                      the two that has it: `mysql 8.0.16`, `mariadb 10.5`
//   options            one command-line option a line; without --renames=auto whatever has another name is dropped and
//   made expected           `? SELECT …` and the lines of its answer, after the plan ran
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "dialects/mysql/names.h"
#include "dialects/registry.h"
#include "diff/resolve_renamed.h"
#include "pipeline.h"
#include "schema/print.h"
#include "sources/schemac/schemac.h"
#include "tests/laws/case_options.h"
#include "tests/laws/laws.h"
#include "tests/laws/rows.h"
#include "tests/laws/settings.h"
#include "tests/support/folder.h"
#include "tests/support/scratch.h"
#include "verify/contents.h"
#include "verify/run_plan.h"

namespace schemac::test {
namespace {

const std::filesystem::path cases_folder = std::filesystem::path(SCHEMAC_SOURCE_DIR) / "tests/cases/live";

std::vector<std::string> live_cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(cases_folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string in_words(const Plan& plan) {
  std::string out;
  for (const auto* step : steps(plan)) {
    out += fmt::format("  {}. {}\n", step->number, step->description);
    for (const auto& statement : step->statements) out += fmt::format("       {}\n", statement.sql);
    for (const auto& statement : step->undo.statements) out += fmt::format("       undo: {}\n", statement.sql);
  }
  return out;
}

std::string quality_of(const Step& step) {
  switch (step.undo.quality) {
    case UndoQuality::exact: return "";
    case UndoQuality::loses_data: return " (undo loses data)";
    case UndoQuality::impossible: return " (no undo)";
  }
  return {};
}

class Live : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (const auto since = text_of("since"); !since.empty() && !is_new_enough(since)) GTEST_SKIP() << "needs " << since;
    for (const auto& [database, file] :
         {std::pair(from_.get(), "from.sql"), {work_.get(), "from.sql"}, {to_.get(), "to.sql"}}) {
      const auto ran = database->run(text_of(file));
      ASSERT_TRUE(ran) << file << "\n" << render(ran.error());
    }
  }

  static std::string text_of(const std::string& file) { return read_text(cases_folder / GetParam() / file); }

  // A case for another engine says so at the beginning of its name.
  static std::string dialect_name() { return GetParam().starts_with("mysql_") ? "mysql" : "postgresql"; }

  bool is_new_enough(const std::string& since) const {
    const auto& engine = work_->connection().engine();
    if (dialect_name() == "postgresql") return engine.major >= std::stoi(since);
    std::istringstream lines(since);
    int major = 0, minor = 0, patch = 0;
    char point = '.';
    for (std::string name, line; std::getline(lines, line); major = minor = patch = 0) {
      std::istringstream words(line);
      words >> name >> major >> point >> minor >> point >> patch;
      if ((name == "mariadb") == mysql::is_mariadb(engine)) return mysql::is_at_least(engine, major, minor, patch);
    }
    return false;
  }

  // `--include=owners`: what both sides are read with, whatever is compared.
  static std::vector<std::string> included() {
    std::vector<std::string> kinds;
    std::istringstream options(text_of("options"));
    for (std::string option; std::getline(options, option);)
      if (option.starts_with("--include=")) kinds.push_back(option.substr(10));
    return kinds;
  }

  static Result<Outcome> plan_between(const std::string& from, const std::string& to,
                                      const DiffOptions& options = {.renames = RenameMode::off}) {
    Request request{.places = {from, to}};
    request.sources.to.dialect = dialect_name();
    request.diff = options;
    request.plan.allow_destructive = true;
    for (const auto& kind : included())
      for (auto* side : {&request.sources.from, &request.sources.to}) side->introspect.include.push_back(kind);
    return schemac::plan_between(request);
  }

  // The working database compared with another place: nothing may be left to do.
  void expect_same(const std::string& place, const std::string& when) const {
    const auto rest = plan_between(work_->place(), place);
    ASSERT_TRUE(rest) << when << "\n" << render(rest.error());
    EXPECT_TRUE(rest->plan.empty()) << when << ", what is left to do:\n" << in_words(rest->plan);
  }

  void there_and_back(const Outcome& planned, int stop) {
    const auto& dialect = *find_dialect(dialect_name())->dialect;
    const auto& present = planned.sources.from.schema;
    const auto cut = stopped_after(planned.plan, stop, present, dialect);
    const auto before = contents_of(present, dialect, work_->connection());
    const auto there = run_up(cut, work_->connection());
    ASSERT_TRUE(there) << "up to step " << stop << "\n" << render(there.error()) << in_words(cut);
    const auto back = run_down(cut, work_->connection());
    ASSERT_TRUE(back) << "back from step " << stop << "\n" << render(back.error()) << in_words(cut);
    expect_same(from_->place(), fmt::format("back from step {}", stop));
    if (planned.plan.rollback.at(static_cast<std::size_t>(stop)).worst != UndoQuality::exact) return;
    const auto after = contents_of(present, dialect, work_->connection());
    ASSERT_TRUE(before && after);
    EXPECT_EQ(*before, *after) << "rows, back from step " << stop << "\n" << in_words(cut);
  }

  void start_again() {
    work_ = make_scratch(dialect_name());
    ASSERT_TRUE(work_->run(text_of("from.sql")));
  }

  void expect_printed_is_read_back(const Outcome& planned) {
    const auto printed = print_schemac(planned.sources.to.schema, *find_dialect(dialect_name())->dialect);
    const auto file = folder_.write("printed.schemac", printed);
    expect_same(file, "printed and read back:\n" + printed);
    const auto anew = plan_between("empty", file);
    ASSERT_TRUE(anew) << render(anew.error()) << printed;
    work_ = make_scratch(dialect_name());
    const auto ran = run_up(anew->plan, work_->connection());
    ASSERT_TRUE(ran) << "made from the printed schema\n" << render(ran.error()) << in_words(anew->plan);
    expect_same(to_->place(), "made from the printed schema");
  }

  void expect_answers() {
    for (const auto& [query, wanted] : read_expectations(text_of("expected"))) {
      const auto found = answer(query, 1, *work_);
      ASSERT_TRUE(found) << render(found.error());
      EXPECT_EQ(*found, wanted) << query;
    }
  }

  // `plan`, or one for each of MySQL and MariaDB where they go different ways.
  std::filesystem::path plan_file() const {
    const auto folder = cases_folder / GetParam();
    if (!std::filesystem::exists(folder / "plan.mysql")) return folder / "plan";
    return folder / (mysql::is_mariadb(work_->connection().engine()) ? "plan.mariadb" : "plan.mysql");
  }

  void compare_plan(const Plan& plan) const {
    const auto path = plan_file();
    std::string found;
    for (const auto* step : steps(plan)) found += step->description + quality_of(*step) + "\n";
    if (settings().update) std::ofstream(path) << found;
    EXPECT_EQ(read_text(path), found) << "the plan changed; if that is right, run the test with --update\n"
                                      << in_words(plan);
  }

  std::unique_ptr<Scratch> from_ = make_scratch(dialect_name());
  std::unique_ptr<Scratch> work_ = make_scratch(dialect_name());
  std::unique_ptr<Scratch> to_ = make_scratch(dialect_name());
  Folder folder_;
};

TEST_P(Live, HoldsTheLaws) {
  const auto planned = plan_between(work_->place(), to_->place(), options_from(text_of("options"), RenameMode::off));
  ASSERT_TRUE(planned) << render(planned.error());
  compare_plan(planned->plan);
  if (dialect_name() == "postgresql") {
    EXPECT_EQ(torn_apart(planned->plan), std::vector<std::string>());
  }
  Schema applied = planned->sources.from.schema;
  for (const auto* step : steps(planned->plan)) {
    resolve_for_rename(step->operation, applied, *find_dialect(dialect_name())->dialect);
    apply(step->operation, applied);
  }
  EXPECT_EQ(canonical_print(applied), canonical_print(planned->sources.to.schema)) << "applied in memory";
  for (const auto* step : steps(planned->plan)) {
    there_and_back(*planned, step->number);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
    if (planned->plan.rollback.at(static_cast<std::size_t>(step->number)).worst != UndoQuality::exact) start_again();
  }
  const auto ran = run_up(planned->plan, work_->connection());
  ASSERT_TRUE(ran) << render(ran.error()) << in_words(planned->plan);
  expect_same(to_->place(), "the plan ran");
  expect_answers();
  expect_printed_is_read_back(*planned);
}

INSTANTIATE_TEST_SUITE_P(Cases, Live, testing::ValuesIn(live_cases()), [](const auto& entry) { return entry.param; });

}  // namespace
}  // namespace schemac::test
