// Tables that are alike on both sides become one value; whatever differs, if only for a reader, keeps them apart.
#include "diff/shared_tables.h"

#include <gtest/gtest.h>

namespace schemac {
namespace {

const QualifiedName name{"public", "users"};

Table users(bool stated) {
  Table table{.name = name,
              .columns = {{.name = "id", .type = {.name = "bigint"}}, {.name = "email", .type = {.name = "text"}}}};
  table.columns[0].identity = Identity{.sequence = {"users_id_seq", stated}};
  table.constraints.push_back({.name = {"users_pkey", stated}, .body = Key{.primary = true, .columns = {"id"}}});
  table.indexes.push_back({.name = {"users_email_idx", stated}, .keys = {IndexKey{.column = "email"}}});
  return table;
}

Schema schema_of(const Table& table) {
  Schema schema;
  schema.tables.set(table.name, table);
  return schema;
}

bool share(const Table& present, const Table& wanted) {
  const auto from = schema_of(present);
  auto to = schema_of(wanted);
  share_equal_tables(from, to);
  return from.tables.find(name) == to.tables.find(name);
}

TEST(SharedTables, EqualOnesAreOne) { EXPECT_TRUE(share(users(true), users(true))); }

TEST(SharedTables, WhetherANameWasStatedIsNoDifferenceWhereBothBearIt) {
  EXPECT_TRUE(share(users(true), users(false)));
}

TEST(SharedTables, AnotherNameIs) {
  auto wanted = users(false);
  wanted.indexes[0].name = {"by_email", true};
  EXPECT_FALSE(share(users(true), wanted));
}

TEST(SharedTables, TheOrderOfColumnsIsKept) {
  auto wanted = users(true);
  std::swap(wanted.columns[0], wanted.columns[1]);
  EXPECT_EQ(users(true), wanted);
  EXPECT_FALSE(share(users(true), wanted));
}

TEST(SharedTables, OthersStayAsTheyAre) {
  auto wanted = users(true);
  wanted.columns[1].not_null = true;
  EXPECT_FALSE(share(users(true), wanted));
}

}  // namespace
}  // namespace schemac
