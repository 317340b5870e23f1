// Law 7: reading never writes. Asking the engine about an expression is the one exception, and leaves nothing behind.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "pipeline.h"
#include "tests/laws/rows.h"
#include "tests/support/folder.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

constexpr const char* tables =
    "CREATE TABLE users (id integer PRIMARY KEY, mail varchar(40) DEFAULT 'x', age integer CHECK (age > 0));"
    "CREATE INDEX users_mail ON users (lower(mail));"
    "INSERT INTO users (id, age) VALUES (1, 20);";

// Differs from the tables above in the spelling of every expression, and in nothing else.
constexpr const char* respelled =
    "table users {\n  id    integer      primary key\n  mail  varchar(40)  default `('x')`\n  age   integer      check "
    "`((age>0))`\n"
    "  index users_mail (`LOWER( mail )`)\n}\n";

void compare(const Scratch& database, const std::string& wanted, const std::string& dialect, bool ask) {
  Request request{.places = {database.place(), wanted}};
  request.sources.to.dialect = dialect;
  request.ask_engine = ask;
  const auto outcome = plan_between(request);
  ASSERT_TRUE(outcome) << render(outcome.error());
  EXPECT_TRUE(!ask || outcome->plan.empty());
}

TEST(Reading, LeavesEveryByteOfASqliteFile) {
  const Folder folder;
  auto database = make_scratch("sqlite");
  ASSERT_TRUE(database->run(tables));
  database->close();
  const auto path = database->place().substr(std::string("sqlite:").size());
  const auto before = read_text(path);
  const auto when = std::filesystem::last_write_time(path);
  compare(*database, folder.write("wanted.schemac", respelled), "sqlite", true);
  EXPECT_EQ(read_text(path), before);
  EXPECT_EQ(std::filesystem::last_write_time(path), when);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(path).parent_path()))
    ++files;
  EXPECT_EQ(files, 1U) << "reading left a file beside the database";
}

std::string state_of_postgresql(Scratch& database, bool transactions) {
  const std::string catalogue =
      "SELECT concat_ws(' ', (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute), (SELECT count(*) "
      "FROM pg_type), "
      "(SELECT count(*) FROM pg_namespace), (SELECT count(*) FROM pg_depend)";
  const auto found =
      answer(catalogue + (transactions ? ", pg_snapshot_xmax(pg_current_snapshot()))" : ")"), 1, database);
  EXPECT_TRUE(found) << render(found.error());
  return found.value_or("");
}

TEST(Reading, StartsNoTransactionThatWritesOnPostgresql) {
  const Folder folder;
  auto database = make_scratch("postgresql");
  ASSERT_TRUE(database->run(tables));
  const auto before = state_of_postgresql(*database, true);
  compare(*database, folder.write("wanted.schemac", respelled), "postgresql", false);
  EXPECT_EQ(state_of_postgresql(*database, true), before);
}

TEST(Asking, SaysWhereItMayNot) {
  const Folder folder;
  auto database = make_scratch("postgresql");
  ASSERT_TRUE(database->run(tables));
  ASSERT_TRUE(
      database->run("DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); "
                    "EXECUTE format('ALTER DATABASE %I SET role = pg_monitor', current_database()); END $$"));
  Request request{.places = {database->place(), folder.write("wanted.schemac", respelled)}};
  request.sources.to.dialect = "postgresql";
  const auto outcome = plan_between(request);
  ASSERT_TRUE(outcome) << render(outcome.error());
  EXPECT_NE(render(outcome->remarks).find("warning[not-asked]"), std::string::npos) << render(outcome->remarks);
}

TEST(Asking, LeavesNothingBehindOnPostgresql) {
  const Folder folder;
  auto database = make_scratch("postgresql");
  ASSERT_TRUE(database->run(tables));
  // the first temporary object of a session makes its pg_temp schema, which stays for the next one
  ASSERT_TRUE(database->run("CREATE TEMP TABLE warm (); DROP TABLE warm"));
  database->close();
  const auto before = state_of_postgresql(*database, false);
  compare(*database, folder.write("wanted.schemac", respelled), "postgresql", true);
  EXPECT_EQ(state_of_postgresql(*database, false), before);
}

}  // namespace
}  // namespace schemac::test
