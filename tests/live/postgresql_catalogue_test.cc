// Nothing in the catalogue goes by unseen: every system catalogue is read, listed, part of another, or no schema's
// affair; and an object of every listed kind is listed.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sources/source.h"
#include "tests/support/postgresql_database.h"

namespace schemac::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A catalogue that a newer server has and that stands nowhere here fails the test: somebody must decide what it is.
const std::map<std::string, std::set<std::string>> catalogues = {
    {"modelled",
     {"pg_aggregate",   "pg_attrdef",           "pg_attribute", "pg_class",     "pg_collation", "pg_constraint",
      "pg_default_acl", "pg_description",       "pg_enum",      "pg_extension", "pg_index",     "pg_inherits",
      "pg_namespace",   "pg_partitioned_table", "pg_policy",    "pg_proc",      "pg_range",     "pg_rewrite",
      "pg_sequence",    "pg_statistic_ext",     "pg_trigger",   "pg_type"}},
    {"listed",
     {"pg_am", "pg_cast", "pg_conversion", "pg_event_trigger", "pg_foreign_data_wrapper", "pg_foreign_server",
      "pg_foreign_table", "pg_language", "pg_opclass", "pg_operator", "pg_opfamily", "pg_publication", "pg_ts_config",
      "pg_ts_dict", "pg_ts_parser", "pg_ts_template"}},
    {"part of what is listed",
     {"pg_amop", "pg_amproc", "pg_publication_rel", "pg_publication_namespace", "pg_ts_config_map", "pg_transform",
      "pg_user_mapping"}},
    {"no schema's",
     {"pg_auth_members",
      "pg_authid",
      "pg_database",
      "pg_db_role_setting",
      "pg_depend",
      "pg_init_privs",
      "pg_largeobject",
      "pg_largeobject_metadata",
      "pg_parameter_acl",
      "pg_pltemplate",
      "pg_replication_origin",
      "pg_seclabel",
      "pg_shdepend",
      "pg_shdescription",
      "pg_shseclabel",
      "pg_statistic",
      "pg_statistic_ext_data",
      "pg_subscription",
      "pg_subscription_rel",
      "pg_tablespace"}}};

TEST(PostgresqlCatalogue, HoldsNothingUnheardOf) {
  std::set<std::string> known;
  for (const auto& [what, names] : catalogues) known.insert(names.begin(), names.end());
  const LiveDatabase database;
  std::vector<std::string> unheard_of;
  for (auto& name :
       database.rows("SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"))
    if (!known.contains(name)) unheard_of.push_back(name);
  EXPECT_THAT(unheard_of, IsEmpty());
}

TEST(PostgresqlCatalogue, ListsWhatItDoesNotModel) {
  const LiveDatabase database(R"(
    CREATE FUNCTION less(a int, b int) RETURNS boolean LANGUAGE sql AS 'SELECT a < b';
    CREATE TYPE pair AS (a int, b int);
    CREATE FUNCTION to_text(pair) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
    CREATE CAST (pair AS text) WITH FUNCTION to_text(pair);
    CREATE OPERATOR <# (LEFTARG = int, RIGHTARG = int, FUNCTION = less);
    CREATE OPERATOR FAMILY family USING btree;
    CREATE OPERATOR CLASS class FOR TYPE int USING btree FAMILY family AS OPERATOR 1 <#;
    CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
    CREATE TEXT SEARCH DICTIONARY meanings (TEMPLATE = simple);
    CREATE PUBLICATION news;
    CREATE FUNCTION hears() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER ears ON ddl_command_end EXECUTE FUNCTION hears();
    CREATE FOREIGN DATA WRAPPER far; CREATE SERVER away FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE there (id int) SERVER away;
    CREATE TABLE typed OF pair;
    CREATE AGGREGATE sorted(ORDER BY int) (SFUNC = int4pl, STYPE = int);)");
  std::vector<std::string> kinds;
  for (const auto& object : database.read().unmanaged) kinds.push_back(object.kind);
  for (const char* kind : {"cast", "operator", "operator family", "operator class", "text search configuration",
                           "text search dictionary", "publication", "event trigger", "foreign data wrapper",
                           "foreign server", "foreign table", "typed table", "aggregate"})
    EXPECT_THAT(kinds, Contains(kind));
}

// DISABLE TRIGGER ALL: the triggers of foreign keys and deferrable keys have names of the server's own.
TEST(PostgresqlCatalogue, ListsTriggersOfConstraintsThatAreDisabled) {
  const LiveDatabase database(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p, q int REFERENCES p, u int UNIQUE "
      "DEFERRABLE); ALTER TABLE c DISABLE TRIGGER ALL; ALTER TABLE p DISABLE TRIGGER USER");
  std::vector<std::string> listed;
  for (const auto& object : database.read().unmanaged) listed.push_back(object.kind + " " + object.name.name);
  EXPECT_THAT(listed,
              ElementsAre("disabled trigger of constraint c.c_p_fkey", "disabled trigger of constraint c.c_q_fkey",
                          "disabled trigger of constraint c.c_u_key"));
}

TEST(PostgresqlCatalogue, LeavesMembersOfExtensionsToTheExtension) {
  const LiveDatabase database("CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm;");
  const auto schema = database.read();
  EXPECT_THAT(schema.unmanaged, IsEmpty());
  for (const auto& [key, object] : schema.sql_objects) EXPECT_EQ(key.kind, "extension") << display(key.name);
}

// They are known all the same: what they are on may be made again.
TEST(PostgresqlCatalogue, LeavesRightsOutWhenAsked) {
  const LiveDatabase database("CREATE TABLE t (id int); GRANT SELECT ON t TO pg_monitor;");
  EXPECT_EQ(database.read().sql_objects.size(), 1u);
  SourceOptions options;
  options.introspect.exclude = {"grants"};
  const auto without = read_source(database.url(), options);
  ASSERT_TRUE(without);
  EXPECT_TRUE(without->schema.sql_objects.empty());
  EXPECT_EQ(without->schema.tables.size(), 1u);
  ASSERT_EQ(without->left_out.objects.size(), 1u);
  EXPECT_EQ(without->left_out.objects.front().kind, "grant on table");
}

}  // namespace
}  // namespace schemac::testing
