// Objects that a schema file gives as SQL for MySQL, MariaDB and SQLite: one statement that makes what it is called
// after. PostgreSQL's are cases/hostile.
#include <gtest/gtest.h>

#include "dialects/registry.h"
#include "dialects/sql_text.h"

namespace schemac {
namespace {

struct Case {
  const char* kind;
  const char* name;
  const char* definition;
};

bool is_fine(const char* dialect, const Case& one) {
  return !fault_of({.kind = one.kind, .name = {{}, one.name}, .definition = one.definition},
                   *find_dialect(dialect)->dialect);
}

TEST(MysqlObjects, AreOneStatementOfTheirName) {
  static constexpr Case fine[] = {
      {"view", "v", "select 1"},
      {"view", "v", "CREATE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW `v` AS select 1"},
      {"view", "v", "CREATE OR REPLACE DEFINER=CURRENT_USER() VIEW v AS select 1;"},
      {"procedure", "p",
       "CREATE PROCEDURE p() BEGIN SELECT 1; IF a THEN SELECT IF(a, 1, 2); END IF; SELECT CASE a WHEN 1 THEN 2 END; "
       "END"},
      {"procedure", "p", "CREATE PROCEDURE p() IF (a > 1) THEN SELECT 1; ELSE SELECT 2; END IF"},
      {"procedure", "p",
       "CREATE PROCEDURE p() BEGIN l: LOOP WHILE a DO SET a = 1; END WHILE; LEAVE l; END LOOP; REPEAT SET a = 1; UNTIL "
       "a END REPEAT; END"},
      {"function", "f", "CREATE DEFINER='me'@'%' FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN repeat('x', a)"},
      {"trigger", "x",
       "SET SESSION sql_mode = 'ANSI';\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN SET new.a = 1; END"},
      {"event", "e", "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t"},
      {"function", "f", "() returns int return 1"},
      {"procedure", "p", "(a int) select 1"},
      {"trigger", "x", "BEFORE UPDATE ON t FOR EACH ROW SET @a = 1"},
      {"event", "e", "ON SCHEDULE EVERY 1 DAY DO SELECT 1"},
      {"package", "k", "CREATE PACKAGE k SQL SECURITY INVOKER COMMENT 'x' AS FUNCTION f RETURN int; END k"},
      {"package", "k", "AS PROCEDURE p; END"},
      {"package body", "k", "CREATE PACKAGE BODY k AS FUNCTION f RETURN int AS BEGIN RETURN 1; END; END"},
  };
  for (const auto& one : fine) EXPECT_TRUE(is_fine("mysql", one)) << one.definition;
}

TEST(MysqlObjects, AreNothingElse) {
  static constexpr Case refused[] = {
      {"view", "v", "CREATE VIEW w AS select 1"},
      {"view", "v", "CREATE VIEW other.v AS select 1"},
      {"view", "v", "CREATE USER evil IDENTIFIED BY 'x'"},
      {"view", "v", "select 1; DROP TABLE victim"},
      {"view", "v", "SET SESSION sql_mode = '', GLOBAL general_log_file = '/tmp/x';\nCREATE VIEW v AS select 1"},
      {"procedure", "p", "CREATE FUNCTION p() RETURNS int RETURN 1"},
      {"procedure", "p", "CREATE PROCEDURE p() BEGIN SELECT 1; END; DROP TABLE victim"},
      {"procedure", "p", "CREATE PROCEDURE p() SELECT 1; DROP TABLE victim"},
      {"trigger", "x",
       "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET new.a = "
       "'\\'; DROP TABLE victim; -- '"},
      {"event", "e", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t; DROP TABLE victim"},
      {"view", "v", "select 1 /*! ; DROP TABLE victim */"},
      {"view", "v", "select 'never closed"},
      {"view", "v", "(a) as drop table victim"},
      {"sequence", "s", "start 1, drop table victim"},
      {"package", "k", "x"},
      {"package", "k", "CREATE PACKAGE k"},
      {"function", "f", "() returns int return 1 $$"},
      {"function", "f", "CREATE FUNCTION f() RETURN"},
      {"trigger", "x", "BEFORE UPDATE FOR EACH ROW SET @a = 1"},
      {"event", "e", "DO DROP TABLE victim"},
      {"role", "r", "x"},
  };
  for (const auto& one : refused) EXPECT_FALSE(is_fine("mysql", one)) << one.definition;
}

TEST(SqliteParameters, AreTheirWords) {
  const auto is_taken = [](const char* key, const char* value) {
    return !fault_of_parameter({.owner = ParameterOf::unique}, key, value, *find_dialect("sqlite")->dialect);
  };
  EXPECT_TRUE(is_taken("on_conflict", "REPLACE"));
  EXPECT_TRUE(is_taken("match", "partial"));
  EXPECT_FALSE(is_taken("on_conflict", "replace, z int); drop table y; --"));
  EXPECT_FALSE(is_taken("not_null_on_conflict", "fail check (0)"));
  EXPECT_FALSE(is_taken("match", "full) ; drop"));
}

TEST(SqliteObjects, AreOneStatement) {
  static constexpr Case fine[] = {
      {"view", "v", "SELECT 1"},
      {"trigger", "x", "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END;"},
  };
  static constexpr Case refused[] = {
      {"view", "v", "SELECT 1; DROP TABLE victim"},
      {"trigger", "x", "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END; DROP TABLE victim"},
      {"trigger", "x", "AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TRIGGER y AFTER INSERT ON t BEGIN SELECT 1; END"},
      {"view", "v", "SELECT 'never closed"},
  };
  for (const auto& one : fine) EXPECT_TRUE(is_fine("sqlite", one)) << one.definition;
  for (const auto& one : refused) EXPECT_FALSE(is_fine("sqlite", one)) << one.definition;
}

}  // namespace
}  // namespace schemac
