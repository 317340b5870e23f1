#include <fstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "emitters/emitter.h"
#include "emitters/json_model.h"
#include "tests/support/json_schema.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

nlohmann::json plan_schema() {
  std::ifstream in(SCHEMAC_SOURCE_DIR "/schemas/plan.schema.json");
  return nlohmann::json::parse(in);
}

nlohmann::json printed(const Plan& plan) {
  const auto files = find_emitter("json")->emit(plan, {});
  EXPECT_TRUE(files);
  return nlohmann::json::parse(files->front().content);
}

const QualifiedName orders{"billing", "orders"};

Column full_column() {
  return {.name = "id",
          .type = {.name = "status",
                   .arguments = {"3"},
                   .array = true,
                   .user_type = QualifiedName{"public", "status"},
                   .portable = {TypeFamily::integer, 64, true}},
          .not_null = true,
          .default_value = Expression{"nextval('x')", {"id"}, {{ObjectKind::sequence, {"public", "x"}, {}}}},
          .identity = Identity{},
          .generated = Generated{{"1"}, false},
          .collation = "C",
          .comment = "why",
          .attributes = {{"storage", "PLAIN"}}};
}

std::vector<Constraint> all_constraints() {
  return {
      {.name = {"key", true},
       .body = Key{true, {"a"}, {"b"}, true},
       .deferrable = true,
       .initially_deferred = true,
       .comment = "c",
       .attributes = {{"k", "v"}}},
      {.name = {}, .body = Check{{"a > 0"}, true}},
      {.name = {"fk", false},
       .body = ForeignKey{{"a"}, orders, {"id"}, ReferentialAction::cascade, ReferentialAction::set_null, {"a"}, true},
       .validated = false},
      {.name = {"ex", true}, .body = Exclusion{{"USING gist (a WITH =)"}}}};
}

Index full_index() {
  return {
      .name = {"i", true},
      .keys =
          {{.column = "a", .descending = true, .nulls_first = false, .collation = "C", .operator_class = "text_ops"},
           {.expression = Expression{"lower(b)"}}},
      .unique = true,
      .method = "gin",
      .include = {"c"},
      .where = Expression{"a > 0"},
      .nulls_not_distinct = true,
      .comment = "c",
      .attributes = {{"fillfactor", "70"}}};
}

Table full_table() {
  return {.name = orders,
          .columns = {full_column()},
          .constraints = all_constraints(),
          .indexes = {full_index()},
          .comment = "t",
          .attributes = {{"a", "b"}}};
}

// One of each kind, with every field said.
std::vector<Operation> every_operation() {
  const Column column = full_column();
  const EnumType labels{{"public", "status"}, {"a", "b"}, "c"};
  const Sequence sequence{
      .name = orders, .owned_by = ColumnName{orders, "id"}, .comment = "c", .attributes = {{"unlogged", "true"}}};
  const SqlObject view{"view", orders, "SELECT 1", {{ObjectKind::table, orders, {}}}};
  const Constraint key = all_constraints().front();
  const Partition partition{{"partition", orders, "CREATE TABLE o PARTITION OF p DEFAULT"}, full_table(), orders};
  return {CreateSchema{{"audit", "c"}},
          DropSchema{{"audit", {}}},
          RenameSchema{"audit", "log"},
          CreateTable{full_table()},
          DropTable{full_table()},
          RenameTable{orders, {"billing", "o"}},
          SetTableAttributes{orders, {}, {{"fillfactor", "70"}}},
          RebuildTable{full_table(), full_table(), {{"a", "b"}}, {"why"}, true, {partition.object}, {partition.object}},
          AttachPartition{partition, {}},
          DetachPartition{partition, {}},
          AddColumn{orders, column, 2, {orders}, {orders}},
          DropColumn{orders, column, 2, {orders}, {orders}},
          RenameColumn{orders, "a", "b"},
          AlterColumnType{orders, column, column, "a::int", "a::text"},
          SetNullability{orders, column, false},
          SetDefault{orders, column, Expression{"1"}},
          SetIdentity{orders, column, Identity{}, Expression{"1"}},
          DropGenerated{orders, column},
          SetColumnAttributes{orders, column, {{"storage", "MAIN"}}},
          AddConstraint{orders, key},
          DropConstraint{orders, all_constraints()[2]},
          RenameConstraint{orders, key, {"b", true}},
          AlterConstraint{orders, key, key},
          CreateIndex{orders, full_index()},
          DropIndex{orders, full_index()},
          RenameIndex{orders, "a", {"b", true}},
          SetIndexAttributes{orders, full_index(), {}},
          CreateEnum{labels},
          DropEnum{labels},
          RenameEnum{orders, orders},
          RenameEnumLabel{orders, "a", "b"},
          AlterEnum{labels, labels},
          CreateSequence{sequence},
          DropSequence{sequence},
          RenameSequence{orders, orders},
          AlterSequence{sequence, sequence},
          SetComment{{ObjectKind::column, orders, "id"}, "a", "b"},
          Backfill{orders, "a", "b", true, true, {"b"}, {"c"}},
          CreateSqlObject{view},
          DropSqlObject{view},
          ReplaceSqlObject{view, view},
          RenameSqlObject{"view", orders, orders}};
}

TEST(PlanJson, isWhatTheSchemaSays) {
  for (const auto& plan : {postgresql_plan(), sqlite_rebuild_plan(), destructive_plan(), one_way_plan(), empty_plan()})
    EXPECT_THAT(schema_violations(plan_schema(), printed(plan)), IsEmpty());
}

TEST(PlanJson, hasEveryOperationWithEveryField) {
  const auto all = every_operation();
  ASSERT_EQ(all.size(), std::variant_size_v<OperationVariant>) << "one of each kind";
  for (std::size_t at = 0; at < all.size(); ++at) {
    ASSERT_EQ(all[at].variant().index(), at) << "one of each kind, in the vocabulary's order";
    auto plan = destructive_plan();
    plan.phases[0].units[0].steps[0].operation = all[at];
    EXPECT_THAT(schema_violations(plan_schema(), printed(plan)), IsEmpty()) << kind_name(all[at]);
  }
}

TEST(PlanJson, refusesWhatTheSchemaDoesNotKnow) {
  auto json = printed(destructive_plan());
  json["phases"][0]["units"][0]["steps"][0]["operation"]["surprise"] = 1;
  EXPECT_FALSE(schema_violations(plan_schema(), json).empty());
  json = printed(destructive_plan());
  json.erase("rollback");
  EXPECT_FALSE(schema_violations(plan_schema(), json).empty());
}

TEST(PlanJson, carriesWhatTheTextShows) {
  const auto json = printed(destructive_plan());
  EXPECT_EQ(json["version"], Plan::version);
  const auto& step = json["phases"][0]["units"][0]["steps"][0];
  EXPECT_EQ(step["consent"], "drop-column:users.legacy_code");
  EXPECT_EQ(step["allowed"], false);
  EXPECT_EQ(step["hazards"][0]["rule"], "drop-column");
  EXPECT_EQ(step["undo"]["loss"], "the values of users.legacy_code");
  EXPECT_EQ(json["rollback"][1]["worst"], "loses_data");
}

TEST(PlanJson, survivesNamesThatAreNoText) {
  auto plan = destructive_plan();
  plan.notes = {"\xff\xfe"};
  EXPECT_EQ(printed(plan)["notes"].size(), 1U);
}

}  // namespace
}  // namespace schemac::testing
