// What a server is too old for is refused before anything runs. The versions were found by saying each to PostgreSQL 12
// to 18.
#include <gmock/gmock.h>

#include "dialects/postgresql/newer_syntax.h"
#include "dialects/postgresql/postgresql.h"

namespace schemac {
namespace {

using postgresql::too_new_for;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const QualifiedName users{"public", "users"};

Column column(std::string name) {
  return {.name = std::move(name), .type = *postgresql_dialect().parse_type("integer")};
}

struct Newer {
  Operation operation;
  int since;
  std::string word;
};

std::vector<Newer> newer() {
  Column computed = column("a");
  computed.generated = Generated{.expression = {"1"}, .stored = false};
  Column packed = column("b");
  packed.attributes["compression"] = "lz4";
  Column stored = column("c");
  stored.generated = Generated{.expression = {"1"}};
  const Constraint key{.name = {"k", true}, .body = Key{.columns = {"a"}, .nulls_not_distinct = true}};
  const Constraint foreign{
      .name = {"f", true},
      .body =
          ForeignKey{.columns = {"a"}, .references = users, .referenced_columns = {"a"}, .on_delete_columns = {"a"}}};
  const Constraint idle{.name = {"c", true}, .body = Check{{"a > 0"}}, .attributes = {{"enforced", "false"}}};
  Table table{.name = users, .columns = {packed}};
  return {
      {AddColumn{users, computed}, 18, "VIRTUAL"},
      {AddColumn{users, packed}, 14, "COMPRESSION"},
      {CreateTable{table}, 14, "COMPRESSION"},
      {DropGenerated{users, stored}, 13, "ordinary"},
      {AddConstraint{users, key}, 15, "NULLS NOT DISTINCT"},
      {AddConstraint{users, foreign}, 15, "ON DELETE"},
      {AddConstraint{users, idle}, 18, "NOT ENFORCED"},
      {CreateIndex{users, {.name = {"i", true}, .keys = {{.column = "a"}}, .unique = true, .nulls_not_distinct = true}},
       15, "NULLS NOT DISTINCT"},
      {CreateSequence{{.name = {"public", "s"}, .attributes = {{"unlogged", "true"}}}}, 15, "UNLOGGED"},
      {SetTableAttributes{users, {}, {{"access_method", "other"}}}, 15, "access method"}};
}

TEST(PostgresqlVersions, RefuseWhatCameLater) {
  for (const auto& [operation, since, word] : newer()) {
    const auto refused = too_new_for(since - 1, {operation});
    ASSERT_THAT(refused, SizeIs(1)) << describe(operation);
    EXPECT_EQ(refused.front().code, "needs-newer-server");
    EXPECT_THAT(refused.front().message, HasSubstr(word));
    EXPECT_THAT(refused.front().message, HasSubstr(std::to_string(since)));
    EXPECT_THAT(too_new_for(since, {operation}), SizeIs(0)) << describe(operation);
    EXPECT_THAT(too_new_for(0, {operation}), SizeIs(0)) << "no version is known: " << describe(operation);
  }
}

}  // namespace
}  // namespace schemac
