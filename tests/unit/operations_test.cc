// Every operation of the vocabulary, on one small schema: undoing what was done gives the schema back, and what an
// operation says it makes and drops is what differs.
#include "operations/operation.h"

#include <set>

#include <gtest/gtest.h>

#include "operations/object_ids.h"

#include "schema/print.h"

namespace schemac {
namespace {

Type integer() { return {.name = "integer", .portable = {.family = TypeFamily::integer, .bits = 32}}; }
Type bigint() { return {.name = "bigint", .portable = {.family = TypeFamily::integer, .bits = 64}}; }
Type text() { return {.name = "text", .portable = {.family = TypeFamily::text}}; }
QualifiedName users() { return {"public", "users"}; }
QualifiedName orders() { return {"public", "orders"}; }
QualifiedName status() { return {"public", "status"}; }

Constraint key(std::string name, std::vector<std::string> columns, bool primary = false) {
  return {.name = {std::move(name), true}, .body = Key{.primary = primary, .columns = std::move(columns)}};
}

Constraint foreign_key() {
  return {.name = {"orders_user_fkey", true},
          .body = ForeignKey{.columns = {"user_id"},
                             .references = users(),
                             .referenced_columns = {"id"},
                             .on_delete = ReferentialAction::cascade}};
}

Constraint adults() {
  return {.name = {"adults", true}, .body = Check{.expression = {.sql = "age >= 18", .columns = {"age"}}}};
}

Index by_age() {
  return {.name = {"users_age_idx", true},
          .keys = {{.column = "age", .descending = true}},
          .where = Expression{.sql = "age > 0", .columns = {"age"}}};
}

Column column(std::string name, Type type) { return {.name = std::move(name), .type = std::move(type)}; }

Schema shop() {
  Schema schema{.engine = {"postgresql", 15, 0}};
  schema.namespaces.set("public", {.name = "public"});
  schema.namespaces.set("billing", {.name = "billing"});
  schema.enums.set(status(), {.name = status(), .labels = {"open", "paid"}});
  schema.sequences.set({"public", "numbers"}, {.name = {"public", "numbers"}, .owned_by = ColumnName{users(), "age"}});
  Table u{.name = users()};
  u.columns = {{.name = "id", .type = bigint(), .not_null = true}, column("age", integer()), column("name", text())};
  u.columns.add({.name = "double_age",
                 .type = integer(),
                 .generated = Generated{.expression = {.sql = "age * 2", .columns = {"age"}}}});
  u.constraints = {key("users_pkey", {"id"}, true), adults()};
  u.indexes = {by_age()};
  schema.tables.set(users(), u);
  Table o{.name = orders()};
  o.columns = {column("user_id", bigint()),
               {.name = "state",
                .type = {.name = "status", .user_type = status()},
                .default_value = Expression{.sql = "'open'"}}};
  o.constraints = {foreign_key()};
  schema.tables.set(orders(), o);
  schema.sql_objects.set({"view", {"public", "adults"}},
                         {.kind = "view", .name = {"public", "adults"}, .definition = "select 1"});
  schema.sql_objects.set({"partition", {"public", "old_users"}},
                         {.kind = "partition",
                          .name = {"public", "old_users"},
                          .definition = "CREATE TABLE public.old_users PARTITION OF public.users DEFAULT"});
  return schema;
}

const Column& column_of(const Schema& schema, const QualifiedName& table, const std::string& name) {
  return *schema.tables.find(table)->columns.find(name);
}

std::vector<Operation> one_of_each() {
  const Schema s = shop();
  const Column& age = column_of(s, users(), "age");
  const Column& id = column_of(s, users(), "id");
  Column wide = age;
  wide.type = bigint();
  Table rebuilt = *s.tables.find(users());
  rebuilt.columns.add(column("email", text()));
  Table tags{.name = {"public", "tags"}};
  tags.columns = {column("id", integer())};
  Constraint deferred = foreign_key();
  deferred.deferrable = true;
  Index unique_name{.name = {"users_name_idx", true}, .keys = {{.column = "name"}}, .unique = true};
  Sequence by_two = *s.sequences.find({"public", "numbers"});
  by_two.options.increment = 2;
  return {
      CreateSchema{{.name = "archive"}},
      DropSchema{{.name = "billing"}},
      RenameSchema{"billing", "invoices"},
      CreateTable{tags},
      DropTable{*s.tables.find(orders())},
      RenameTable{users(), {"public", "people"}},
      SetTableAttributes{users(), {}, {{"fillfactor", "70"}}},
      RebuildTable{*s.tables.find(users()), rebuilt, {}, {}},
      AttachPartition{
          {{.kind = "partition", .name = orders(), .definition = "CREATE TABLE orders PARTITION OF users DEFAULT"},
           *s.tables.find(orders()),
           users()}},
      DetachPartition{{*s.sql_objects.find({"partition", {"public", "old_users"}}),
                       Table{.name = {"public", "old_users"}, .columns = {column("id", bigint())}}, users()}},
      AddColumn{users(), column("email", text()), 3},
      DropColumn{users(), column_of(s, users(), "name"), 2},
      RenameColumn{users(), "age", "years"},
      AlterColumnType{users(), age, wide},
      SetNullability{users(), age, true},
      SetDefault{users(), age, Expression{.sql = "1"}},
      SetIdentity{users(), id, Identity{.kind = IdentityKind::always, .sequence = {"users_id_seq", true}}},
      DropGenerated{users(), column_of(s, users(), "double_age")},
      SetColumnAttributes{users(), age, {{"storage", "plain"}}},
      AddConstraint{users(), key("users_name_key", {"name"})},
      DropConstraint{users(), adults()},
      RenameConstraint{users(), adults(), {"grown_up", true}},
      AlterConstraint{orders(), foreign_key(), deferred},
      CreateIndex{users(), unique_name},
      DropIndex{users(), by_age()},
      RenameIndex{users(), "users_age_idx", {"by_age", true}},
      SetIndexAttributes{users(), by_age(), {{"fillfactor", "70"}}},
      CreateEnum{{.name = {"public", "colour"}, .labels = {"red"}}},
      DropEnum{*s.enums.find(status())},
      RenameEnum{status(), {"public", "state"}},
      RenameEnumLabel{status(), "open", "new"},
      AlterEnum{*s.enums.find(status()), {.name = status(), .labels = {"open", "paid", "sent"}}},
      CreateSequence{{.name = {"public", "tickets"}}},
      DropSequence{*s.sequences.find({"public", "numbers"})},
      RenameSequence{{"public", "numbers"}, {"public", "counts"}},
      AlterSequence{*s.sequences.find({"public", "numbers"}), by_two},
      SetComment{{ObjectKind::column, users(), "age"}, std::nullopt, "in years"},
      Backfill{.table = users(), .column = "name", .expression = "'x'", .new_column = true},
      CreateSqlObject{{.kind = "view", .name = {"public", "everyone"}, .definition = "select 2"}},
      DropSqlObject{*s.sql_objects.find({"view", {"public", "adults"}})},
      RenameSqlObject{"view", {"public", "adults"}, {"public", "grown_ups"}},
      ReplaceSqlObject{*s.sql_objects.find({"view", {"public", "adults"}}),
                       {.kind = "view", .name = {"public", "adults"}, .definition = "select 3"}},
  };
}

TEST(Operations, TheSampleHoldsEveryAlternative) {
  std::set<std::size_t> kinds;
  for (const auto& op : one_of_each()) kinds.insert(op.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<OperationVariant>);
}

TEST(Operations, UndoGivesTheSchemaBack) {
  for (const auto& op : one_of_each()) {
    const Schema before = shop();
    Schema schema = before;
    schemac::apply(op, schema);
    const auto undo = invert(op);
    ASSERT_NE(undo.quality, UndoQuality::impossible) << describe(op);
    for (const auto& back : undo.operations) schemac::apply(back, schema);
    EXPECT_EQ(canonical_print(schema), canonical_print(before)) << describe(op);
  }
}

TEST(Operations, ApplyingChangesTheSchema) {
  for (const auto& op : one_of_each()) {
    Schema schema = shop();
    schemac::apply(op, schema);
    EXPECT_EQ(schema == shop(), std::holds_alternative<Backfill>(op.variant())) << describe(op);
  }
}

TEST(Operations, EveryOneHasItsOwnKindName) {
  std::set<std::string_view> names;
  for (const auto& op : one_of_each()) names.insert(kind_name(op));
  EXPECT_EQ(names.size(), std::variant_size_v<OperationVariant>);
}

TEST(Operations, ARenameReachesEverythingThatMentionsTheName) {
  Schema schema = shop();
  schemac::apply(Operation{RenameColumn{users(), "age", "years"}}, schema);
  schemac::apply(Operation{RenameColumn{users(), "id", "Key"}}, schema);
  schemac::apply(Operation{RenameTable{users(), {"billing", "people"}}}, schema);
  schemac::apply(Operation{RenameEnum{status(), {"public", "state"}}}, schema);
  const Table& people = *schema.tables.find({"billing", "people"});
  EXPECT_EQ(people.columns.find("double_age")->generated->expression.sql, "years * 2");
  EXPECT_EQ(std::get<Check>(people.constraints[1].body).expression.sql, "years >= 18");
  EXPECT_EQ(people.indexes[0].where->sql, "years > 0");
  const Table& o = *schema.tables.find(orders());
  EXPECT_EQ(std::get<ForeignKey>(o.constraints[0].body).references, (QualifiedName{"billing", "people"}));
  EXPECT_EQ(std::get<ForeignKey>(o.constraints[0].body).referenced_columns, std::vector<std::string>{"Key"});
  EXPECT_EQ(o.columns.find("state")->type.user_type, (QualifiedName{"public", "state"}));
}

SqlObject read_back(std::string kind, QualifiedName name, std::string definition, std::vector<ObjectId> needs = {}) {
  return {.kind = std::move(kind),
          .name = std::move(name),
          .definition = std::move(definition),
          .depends_on = std::move(needs),
          .read_back = true};
}

void add(Schema& schema, const SqlObject& object) { schema.sql_objects.set({object.kind, object.name}, object); }

std::string definition_of(const Schema& schema, const std::string& kind, const QualifiedName& name) {
  const auto* object = schema.sql_objects.find({kind, name});
  return object ? object->definition : "there is none";
}

TEST(Operations, ARenamedFunctionIsFollowedByWhatTheEngineHasParsed) {
  Schema schema = shop();
  const ObjectId tidy{ObjectKind::sql_object, {"public", "tidy(text)"}, "function"};
  add(schema,
      read_back("function", tidy.name, "CREATE FUNCTION public.tidy(what text) AS $$ SELECT public.tidy(1) $$"));
  add(schema, read_back("comment on function", tidy.name, "COMMENT ON FUNCTION public.tidy(text) IS 'tidy'", {tidy}));
  add(schema, read_back("view", {"public", "tidy_ones"},
                        "CREATE VIEW public.tidy_ones AS SELECT public.tidy(a) AS tidy FROM public.tidy_one", {tidy}));
  schema.tables.change(users(), [](Table& table) {
    table.columns.find("name")->default_value =
        Expression{.sql = "tidy('x')", .objects = {routine_id({"public", "tidy"})}};
  });
  const Operation rename = RenameSqlObject{"function", tidy.name, {"tools", "Clean(text)"}};
  schemac::apply(rename, schema);
  EXPECT_EQ(definition_of(schema, "function", {"tools", "Clean(text)"}),
            "CREATE FUNCTION tools.\"Clean\"(what text) AS $$ SELECT public.tidy(1) $$");
  EXPECT_EQ(definition_of(schema, "comment on function", {"tools", "Clean(text)"}),
            "COMMENT ON FUNCTION tools.\"Clean\"(text) IS 'tidy'");
  EXPECT_EQ(definition_of(schema, "view", {"public", "tidy_ones"}),
            "CREATE VIEW public.tidy_ones AS SELECT tools.\"Clean\"(a) AS tidy FROM public.tidy_one");
  EXPECT_EQ(schema.tables.find(users())->columns.find("name")->default_value->sql, "tools.\"Clean\"('x')");
}

TEST(Operations, ARenamedSchemaTakesEverythingAlong) {
  Schema schema = shop();
  schemac::apply(Operation{RenameTable{users(), {"billing", "users"}}}, schema);
  add(schema,
      read_back("view", {"billing", "all_users"}, "CREATE VIEW billing.all_users AS SELECT id FROM billing.users",
                {table_id({"billing", "users"})}));
  add(schema, read_back("grant on schema", {"", "billing to staff"}, "GRANT USAGE ON SCHEMA billing TO staff",
                        {schema_id("billing")}));
  schemac::apply(Operation{RenameSchema{"billing", "money"}}, schema);
  EXPECT_EQ(definition_of(schema, "view", {"money", "all_users"}),
            "CREATE VIEW money.all_users AS SELECT id FROM money.users");
  EXPECT_EQ(definition_of(schema, "grant on schema", {"", "money to staff"}), "GRANT USAGE ON SCHEMA money TO staff");
  EXPECT_EQ(std::get<ForeignKey>(schema.tables.find(orders())->constraints[0].body).references,
            (QualifiedName{"money", "users"}));
  EXPECT_FALSE(schema.namespaces.contains("billing"));
}

}  // namespace
}  // namespace schemac
