// The laws on schema pairs that others have written: every folder with a from.sql and a to.sql (and a setup.sql, run
// before both) below
// `--corpus=DIR`, below a folder that is called after the engine. A pair that does not load is skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "emitters/emitter.h"
#include "pipeline.h"
#include "schema/print.h"
#include "sources/schemac/schemac.h"
#include "tests/laws/laws.h"
#include "tests/laws/rows.h"
#include "tests/laws/settings.h"
#include "tests/support/folder.h"
#include "tests/support/postgresql.h"
#include "tests/support/scratch.h"
#include "verify/rehearse.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

struct CorpusPair {
  fs::path folder;
  std::string dialect;
  std::string name;
};

void PrintTo(const CorpusPair& pair, std::ostream* out) { *out << pair.folder.string(); }

std::string dialect_of(const fs::path& folder) {
  for (const auto& part : folder)
    for (const auto& entry : dialects())
      if (part == entry.dialect->traits().name) return part;
  return {};
}

std::vector<CorpusPair> corpus_pairs() {
  std::vector<CorpusPair> pairs;
  if (settings().corpus.empty()) return pairs;
  for (const auto& entry : fs::recursive_directory_iterator(settings().corpus)) {
    if (entry.path().filename() != "from.sql" || !fs::exists(entry.path().parent_path() / "to.sql")) continue;
    const auto folder = fs::absolute(entry.path().parent_path());
    auto name = fs::relative(folder, settings().corpus).string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    if (const auto dialect = dialect_of(folder); !dialect.empty()) pairs.push_back({folder, dialect, name});
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.folder < b.folder; });
  std::vector<CorpusPair> taken;
  for (std::size_t at = 0; at < pairs.size(); at += static_cast<std::size_t>(settings().every))
    taken.push_back(pairs[at]);
  return taken;
}

std::string in_words(const Plan& plan) {
  std::string out;
  for (const auto* step : steps(plan)) {
    out += fmt::format("  {}. {}\n", step->number, step->description);
    for (const auto& statement : step->statements) out += fmt::format("       {}\n", statement.sql);
  }
  return out;
}

// Roles belong to the server: those that a pair names are made for it and go with it.
class Roles {
 public:
  ~Roles() {
    for (const auto& role : made_) {
      const auto admin = connect(postgresql_server(), Access::write);
      if (admin) (void)(*admin)->execute(fmt::format("DROP ROLE IF EXISTS \"{}\"", role), "removing a role of");
    }
  }

  // Runs the script; where it misses a role, once more with it.
  Result<void> load(std::unique_ptr<Scratch>& database, const std::string& script) {
    for (int attempt = 0;; ++attempt) {
      auto ran = database->run(script);
      if (ran || attempt == 8) return ran;
      std::smatch found;
      const auto message = ran.error().front().message;
      if (!std::regex_search(message, found, std::regex("role \"([^\"]+)\" does not exist"))) return ran;
      const auto admin = connect(postgresql_server(), Access::write);
      if (!admin || !(*admin)->execute(fmt::format("CREATE ROLE \"{}\"", found[1].str()), "making a role of"))
        return ran;
      made_.push_back(found[1]);
      database = make_scratch("postgresql");
    }
  }

 private:
  std::vector<std::string> made_;
};

class Corpus : public ::testing::TestWithParam<CorpusPair> {
 protected:
  std::string text_of(const char* file) const { return read_text(GetParam().folder / file); }

  bool loads(std::unique_ptr<Scratch>& database, const char* file) {
    const auto ran = roles_.load(database, text_of("setup.sql") + "\n" + text_of(file));
    database->close();
    return ran.has_value();
  }

  Request request(const std::string& from, const std::string& to) const {
    Request out{.places = {from, to}};
    out.sources.from.dialect = out.sources.to.dialect = GetParam().dialect;
    out.diff.renames = RenameMode::off;
    out.plan.allow_destructive = true;
    return out;
  }

  // Nothing may be left to do.
  void expect_same(const std::string& from, const std::string& to, const std::string& law) const {
    const auto rest = plan_between(request(from, to));
    ASSERT_TRUE(rest) << "law " << law << "\n" << render(rest.error());
    EXPECT_TRUE(rest->plan.empty()) << "law " << law << ", what is left to do:\n" << in_words(rest->plan);
  }

  std::string emitted(const std::string& from, const std::string& to) const {
    const auto planned = plan_between(request(from, to));
    if (!planned) return render(planned.error());
    std::string out;
    for (const bool down : {false, true}) {
      const auto files = find_emitter("sql")->emit(planned->plan, {.down = down, .timestamp = "20260101000000"});
      if (!files) return render(files.error());
      for (const auto& written : *files) out += written.content;
    }
    return out;
  }

  // What reading could have changed.
  std::string state_of(Scratch& database) const {
    if (GetParam().dialect == "sqlite") return read_text(database.place().substr(std::string("sqlite:").size()));
    const auto found = answer(
        "SELECT concat_ws(' ', (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute), (SELECT count(*) "
        "FROM pg_depend), "
        "(SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_type), (SELECT max(xmin::text::bigint) FROM "
        "pg_class))",
        1, database);
    database.close();
    return found.value_or("unreadable");
  }

  void applied_in_memory(const Outcome& planned) const {
    const Intents none;
    const auto& dialect = *find_dialect(GetParam().dialect)->dialect;
    const auto difference_from = [&](const Schema& from) {
      return diff({.schemas = {&from, &planned.sources.to.schema},
                   .coverage = planned.sources.to.coverage,
                   .intents = none,
                   .declared = {}},
                  dialect, {.renames = RenameMode::off});
    };
    // where the two sides say a serial differently, the plan sees both spelled out
    const auto difference = difference_from(planned.sources.from.schema);
    ASSERT_TRUE(difference) << render(difference.error());
    Schema schema = difference->sides.from;
    for (const auto* step : steps(planned.plan)) apply(step->operation, schema);
    const auto left = difference_from(schema);
    ASSERT_TRUE(left) << render(left.error());
    std::string words;
    for (const auto& operation : left->operations) words += "  " + describe(operation) + "\n";
    EXPECT_TRUE(words.empty()) << "law 1: applied in memory, what is left to do:\n" << words;
  }

  void rehearsed(const Outcome& planned) const {
    if (planned.plan.empty()) return;
    const auto held = rehearse(request(from_->place(), to_->place()), planned, {.beside = from_->place()});
    ASSERT_TRUE(held) << "law 1: `from` is built from nothing\n" << render(held.error());
    for (const auto& misfit : held->misfits)
      ADD_FAILURE() << "laws 1 and 2: " << misfit.when << "\n"
                    << (misfit.refused ? render(*misfit.refused) : "")
                    << fmt::format("{}\n{}\n", fmt::join(misfit.rest, "\n"), fmt::join(misfit.lost, "\n"))
                    << "the plan:\n"
                    << in_words(planned.plan);
  }

  void printed_and_read_back(const Outcome& planned) {
    const auto printed = print_schemac(planned.sources.to.schema, *find_dialect(GetParam().dialect)->dialect);
    const auto file = folder_.write("printed.schemac", printed);
    expect_same(to_->place(), file, "5: printed and read back");
    if (HasFailure()) std::fputs(printed.c_str(), stdout);
    const auto in_order = emitted(from_->place(), file);
    folder_.write("printed.schemac", shuffled_declarations(printed, 7));
    EXPECT_EQ(in_order, emitted(from_->place(), file)) << "law 4: the order of declaration never changes the plan";
  }

  std::unique_ptr<Scratch> from_ = make_scratch(GetParam().dialect);
  std::unique_ptr<Scratch> to_ = make_scratch(GetParam().dialect);
  Folder folder_;
  Roles roles_;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Corpus);

TEST_P(Corpus, HoldsTheLaws) {
  if (!loads(from_, "from.sql") || !loads(to_, "to.sql")) GTEST_SKIP() << "does not load here";
  const auto before = state_of(*from_) + "\n" + state_of(*to_);
  const auto planned = plan_between(request(from_->place(), to_->place()));
  ASSERT_TRUE(planned) << render(planned.error());
  expect_same(from_->place(), from_->place(), "3: against itself");
  expect_same(to_->place(), to_->place(), "3: against itself");
  EXPECT_EQ(emitted(from_->place(), to_->place()), emitted(from_->place(), to_->place()))
      << "law 4: the same input gives the same bytes";
  applied_in_memory(*planned);
  EXPECT_EQ(before, state_of(*from_) + "\n" + state_of(*to_)) << "law 7: reading never writes";
  rehearsed(*planned);
  printed_and_read_back(*planned);
}

INSTANTIATE_TEST_SUITE_P(Pairs, Corpus, ::testing::ValuesIn(corpus_pairs()),
                         [](const auto& pair) { return pair.param.name; });

}  // namespace
}  // namespace schemac::test
