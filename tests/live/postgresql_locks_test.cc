// The lock, scan and rewrite that each statement claims, measured: pg_locks inside the transaction, relfilenode before
// and after.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "dialects/postgresql/postgresql.h"
#include "tests/support/postgresql_database.h"

namespace schemac::testing {
namespace {

struct Change {
  const char* name;
  const char* from;
  const char* to;
};

// clang-format off
#define PARENT "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int NOT NULL REFERENCES p) PARTITION BY RANGE (a);"
#define ONE "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (5);"
#define REST "CREATE TABLE rest PARTITION OF t DEFAULT;"
#define DEEP "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (5) PARTITION BY LIST (a);"
#define SUB "CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1);"
#define TRIGGER "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; CREATE TRIGGER c BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();"
// clang-format on

const Change changes[] = {
    {"AddColumn", "CREATE TABLE t (a int)", "CREATE TABLE t (a int, b text)"},
    {"AddColumnWithDefault", "CREATE TABLE t (a int)", "CREATE TABLE t (a int, b timestamptz NOT NULL DEFAULT now())"},
    {"AddColumnWithVolatileDefault", "CREATE TABLE t (a int)", "CREATE TABLE t (a int, b float8 DEFAULT random())"},
    {"AddIdentityColumn", "CREATE TABLE t (a int)", "CREATE TABLE t (a int, b int GENERATED ALWAYS AS IDENTITY)"},
    {"AddGeneratedColumn", "CREATE TABLE t (a int)",
     "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED)"},
    {"DropColumn", "CREATE TABLE t (a int, b int)", "CREATE TABLE t (a int)"},
    {"Widen", "CREATE TABLE t (a int)", "CREATE TABLE t (a bigint)"},
    {"Lengthen", "CREATE TABLE t (a varchar(3))", "CREATE TABLE t (a varchar(9))"},
    {"VarcharToText", "CREATE TABLE t (a varchar(3))", "CREATE TABLE t (a text)"},
    {"Shorten", "CREATE TABLE t (a varchar(9))", "CREATE TABLE t (a varchar(3))"},
    {"MorePrecision", "CREATE TABLE t (a numeric(5,2))", "CREATE TABLE t (a numeric(9,2))"},
    {"MoreScale", "CREATE TABLE t (a numeric(5,2))", "CREATE TABLE t (a numeric(9,3))"},
    {"MoreSeconds", "CREATE TABLE t (a timestamptz(1))", "CREATE TABLE t (a timestamptz)"},
    {"TextToInt", "CREATE TABLE t (a text)", "CREATE TABLE t (a int)"},
    {"SetNotNull", "CREATE TABLE t (a int)", "CREATE TABLE t (a int NOT NULL)"},
    {"SetDefault", "CREATE TABLE t (a int)", "CREATE TABLE t (a int DEFAULT 3)"},
    {"AddCheck", "CREATE TABLE t (a int)", "CREATE TABLE t (a int CHECK (a > 0))"},
    {"AddForeignKey", "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int)",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)"},
    {"DropForeignKey", "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int)"},
    {"ValidateForeignKey",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) "
     "REFERENCES p NOT VALID",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) "
     "REFERENCES p"},
    {"CreateTableWithForeignKey", "CREATE TABLE p (a int PRIMARY KEY)",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)"},
    {"DropTableWithForeignKey", "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)",
     "CREATE TABLE p (a int PRIMARY KEY)"},
    {"AddUnique", "CREATE TABLE t (a int)", "CREATE TABLE t (a int UNIQUE)"},
    {"CreateIndex", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); CREATE INDEX i ON t (a)"},
    {"DropIndex", "CREATE TABLE t (a int); CREATE INDEX i ON t (a)", "CREATE TABLE t (a int)"},
    {"RenameIndex", "CREATE TABLE t (a int); CREATE INDEX i ON t (a)",
     "CREATE TABLE t (a int); CREATE INDEX j ON t (a)"},
    {"Comment", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'x'"},
    {"StorageParameters", "CREATE TABLE t (a int)", "CREATE TABLE t (a int) WITH (fillfactor = 50)"},
    {"Unlogged", "CREATE TABLE t (a int)", "CREATE UNLOGGED TABLE t (a int)"},
    {"Statistics", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); ALTER TABLE t ALTER a SET STATISTICS 9"},
    {"EnumLosesALabel", "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e)",
     "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e)"},
    {"SequenceOptions", "CREATE SEQUENCE s", "CREATE SEQUENCE s CACHE 4"},
    {"AddIdentity", "CREATE TABLE t (a int NOT NULL)", "CREATE TABLE t (a int NOT NULL GENERATED ALWAYS AS IDENTITY)"},
    {"CreatePartition", PARENT, PARENT ONE},
    {"CreatePartitionBesideDefault", PARENT REST, PARENT REST ONE},
    {"CreatePartitionOfPartition", PARENT DEEP, PARENT DEEP "CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1)"},
    {"DropPartition", PARENT ONE, PARENT},
    {"Attach", PARENT "CREATE TABLE t1 (a int NOT NULL)", PARENT ONE},
    {"AttachBesideDefault", PARENT REST "CREATE TABLE t1 (a int NOT NULL)", PARENT REST ONE},
    {"AttachToPartition", PARENT DEEP "CREATE TABLE t11 (a int NOT NULL);",
     PARENT DEEP "CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1)"},
    {"Detach", PARENT ONE, PARENT "CREATE TABLE t1 (a int NOT NULL REFERENCES p)"},
    {"MovePartition", PARENT ONE, PARENT "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (2) TO (5)"},
    {"AddColumnToPartitioned", PARENT DEEP SUB,
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int NOT NULL REFERENCES p, b int) PARTITION BY RANGE "
     "(a);" DEEP SUB},
    {"DropColumnOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int) PARTITION BY RANGE (a);" DEEP SUB},
    {"WidenPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b bigint) PARTITION BY RANGE (a);" DEEP SUB},
    {"NotNullOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b int NOT NULL DEFAULT 2) PARTITION BY RANGE (a);" DEEP SUB},
    {"CheckOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b int CHECK (b > 1)) PARTITION BY RANGE (a);" DEEP SUB},
    {"ForeignKeyOfPartitioned",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p) PARTITION BY RANGE (a);" DEEP SUB},
    {"DropForeignKeyOfPartitioned",
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int) PARTITION BY RANGE (a);" DEEP SUB},
    {"IndexOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a); CREATE INDEX i ON t (b);" DEEP SUB},
    {"UniqueOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b int, UNIQUE (a)) PARTITION BY RANGE (a);" DEEP SUB},
    {"PrimaryKeyOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int PRIMARY KEY, b int) PARTITION BY RANGE (a);" DEEP SUB},
    {"DropIndexOfPartitioned",
     "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a); CREATE INDEX i ON t (b);" DEEP SUB,
     "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB},
    {"DefaultOfPartitioned", "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);" DEEP SUB,
     "CREATE TABLE t (a int, b int DEFAULT 3) PARTITION BY RANGE (a);" DEEP SUB},
    {"BecomesPartitioned", "CREATE TABLE t (a int NOT NULL)",
     "CREATE TABLE t (a int NOT NULL) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t DEFAULT"},
    {"AddColumnToParent", "CREATE TABLE t (a int); CREATE TABLE h (b int) INHERITS (t)",
     "CREATE TABLE t (a int, c int); CREATE TABLE h (b int) INHERITS (t)"},
    {"DropColumnOfParent", "CREATE TABLE t (a int, c int); CREATE TABLE h (b int) INHERITS (t)",
     "CREATE TABLE t (a int); CREATE TABLE h (b int) INHERITS (t)"},
    {"ColumnMovesToHeirs", "CREATE TABLE t (a int, b int); CREATE TABLE h () INHERITS (t)",
     "CREATE TABLE t (a int); CREATE TABLE h (b int) INHERITS (t)"},
    {"ColumnMovesFromHeirs", "CREATE TABLE t (a int); CREATE TABLE h (b int) INHERITS (t)",
     "CREATE TABLE t (a int, b int); CREATE TABLE h () INHERITS (t)"},
    {"CreateTrigger", "CREATE TABLE t (a int)", "CREATE TABLE t (a int);" TRIGGER},
    {"DropTrigger", "CREATE TABLE t (a int);" TRIGGER, "CREATE TABLE t (a int)"},
    {"TriggerState", "CREATE TABLE t (a int);" TRIGGER,
     "CREATE TABLE t (a int);" TRIGGER "ALTER TABLE t DISABLE TRIGGER c"},
    {"CommentOnTrigger", "CREATE TABLE t (a int);" TRIGGER,
     "CREATE TABLE t (a int);" TRIGGER "COMMENT ON TRIGGER c ON t IS 'x'"},
    {"CreatePolicy", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); CREATE POLICY c ON t USING (a > 1)"},
    {"DropPolicy", "CREATE TABLE t (a int); CREATE POLICY c ON t USING (a > 1)", "CREATE TABLE t (a int)"},
    {"RowSecurity", "CREATE TABLE t (a int)",
     "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"},
    {"CreateRule", "CREATE TABLE t (a int)",
     "CREATE TABLE t (a int); CREATE RULE c AS ON DELETE TO t DO INSTEAD NOTHING"},
    {"DropRule", "CREATE TABLE t (a int); CREATE RULE c AS ON DELETE TO t DO INSTEAD NOTHING",
     "CREATE TABLE t (a int)"},
    {"CreateStatistics", "CREATE TABLE t (a int, b int)",
     "CREATE TABLE t (a int, b int); CREATE STATISTICS c ON a, b FROM t"},
    {"DropStatistics", "CREATE TABLE t (a int, b int); CREATE STATISTICS c ON a, b FROM t",
     "CREATE TABLE t (a int, b int)"},
    {"Grant", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); GRANT SELECT ON t TO pg_monitor"},
    {"ReplaceView", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, 1 AS b FROM t"},
    {"DropView", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t", "CREATE TABLE t (a int)"},
    {"CommentOnView", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t",
     "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; COMMENT ON VIEW v IS 'x'; COMMENT ON COLUMN v.a IS "
     "'y'"},
};

// `ACCESS EXCLUSIVE` → `AccessExclusiveLock`, the word of pg_locks.
std::string catalogue_word(const std::string& mode) {
  std::string out;
  bool start = true;
  for (const char c : mode) {
    if (c == ' ') {
      start = true;
    } else {
      out += start ? c : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      start = false;
    }
  }
  return out + "Lock";
}

constexpr const char* strength =
    "array_position(ARRAY['AccessShareLock','RowShareLock','RowExclusiveLock','ShareUpdateExclusiveLock','ShareLock','"
    "ShareRowExclusiveLock','"
    "ExclusiveLock','AccessExclusiveLock'], mode)";

std::string relation_of(const ObjectId& id) {
  return id.kind == ObjectKind::index ? id.name.schema + "." + id.part : id.name.schema + "." + id.name.name;
}

class LockClaims : public ::testing::TestWithParam<Change> {};

TEST_P(LockClaims, AreWhatTheServerTakes) {
  const LiveDatabase from(GetParam().from), to(GetParam().to);
  const auto plan = postgresql_plan(from.read(), to.read());
  ASSERT_FALSE(plan.empty());
  auto connection = connect(from.url(), Access::write);
  ASSERT_TRUE(connection);
  for (const auto* step : steps(plan))
    for (const auto& statement : step->statements) {
      const std::string files =
          "SELECT coalesce(string_agg(oid || ':' || relfilenode, ',' ORDER BY oid), '') FROM pg_class WHERE relkind = "
          "'r' AND oid >= 16384 AND oid "
          "< ";
      // relations that are there before, by the names they have then: what the statement itself makes is nobody's to
      // wait for
      const std::vector<std::string> earlier = {
          "SELECT c.oid, n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
          "WHERE c.oid >= 16384",
          "SELECT coalesce(max(oid::bigint), 16383) + 1 FROM pg_class WHERE oid >= 16384"};
      const auto before = (*connection)->query(earlier, "measuring on");
      ASSERT_TRUE(before) << render(before.error());
      std::map<std::string, std::string> names;
      for (std::size_t at = 0; at < before->front()->size(); ++at)
        names[std::string(before->front()->text(at, 0))] = std::string(before->front()->text(at, 1));
      const auto limit = std::string((*before)[1]->text(0, 0));
      const std::vector<std::string> queries = {
          "BEGIN",
          files + limit,
          statement.sql,
          fmt::format("SELECT DISTINCT ON (relation) relation, mode FROM pg_locks WHERE pid = pg_backend_pid() "
                      "AND relation >= 16384 ORDER BY relation, {} DESC",
                      strength),
          files + limit,
          "COMMIT"};
      const auto measured = (*connection)->query(queries, "measuring on");
      ASSERT_TRUE(measured) << render(measured.error());
      std::map<std::string, std::string> taken;
      for (std::size_t at = 0; at < (*measured)[3]->size(); ++at)
        if (const auto known = names.find(std::string((*measured)[3]->text(at, 0))); known != names.end())
          taken[known->second] = std::string((*measured)[3]->text(at, 1));
      for (const auto& claim : statement.locks) {
        const auto relation = relation_of(claim.object);
        if (!taken.contains(relation)) continue;  // made by an earlier statement of the same step
        EXPECT_EQ(taken[relation], catalogue_word(claim.mode)) << statement.sql << " on " << relation;
      }
      const auto gone = statement.sql.starts_with("DROP TABLE");
      for (const auto& [relation, mode] : taken) {
        const bool claimed = std::any_of(statement.locks.begin(), statement.locks.end(),
                                         [&](const LockTaken& claim) { return relation_of(claim.object) == relation; });
        const bool harmful = mode != "AccessShareLock" && !relation.ends_with("_pkey") && !relation.ends_with(".i") &&
                             !relation.ends_with("_key") && !relation.ends_with("_idx") &&
                             relation.find("pg_toast") == std::string::npos;
        EXPECT_TRUE(claimed || !harmful) << statement.sql << " takes " << mode << " on " << relation;
      }
      // rows that are written to where they belong leave every file in its place
      if (gone || statement.sql.starts_with("INSERT") || statement.sql.starts_with("UPDATE")) continue;
      EXPECT_EQ((*measured)[1]->text(0, 0) != (*measured)[4]->text(0, 0), statement.rewrites) << statement.sql;
    }
}

INSTANTIATE_TEST_SUITE_P(All, LockClaims, ::testing::ValuesIn(changes),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace schemac::testing
