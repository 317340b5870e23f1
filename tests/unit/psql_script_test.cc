// Scripts of psql and of the sqlite3 shell: on the left the script, on the right what is sent to the server, one
// statement a line, or the code of the error. Checked against psql 15 and sqlite3 3.40.
#include <gtest/gtest.h>

#include "sources/sql/statements.h"
#include "tests/support/folder.h"

namespace schemac::test {
namespace {

std::string read(const std::string& script, sql::Shell shell, const std::string& name = "a.sql") {
  const auto statements = sql::split(std::make_shared<const SourceText>(SourceText{name, script}), shell);
  if (!statements) return "error " + statements.error().front().code;
  std::string out;
  for (const auto& statement : *statements) out += statement.text() + "\n";
  return out;
}

struct ScriptCase {
  const char* script;
  const char* sent;
};

TEST(PsqlScript, SendsWhatPsqlSends) {
  const ScriptCase cases[] = {
      {"\\set ON_ERROR_STOP on\nselect 1;\n\\echo done; done\nselect 2", "select 1\nselect 2\n"},
      // conditions
      {"\\if true\nselect 1;\n\\else\nselect 2;\n\\endif\nselect 3;", "select 1\nselect 3\n"},
      {"\\if off\nselect 1;\n\\elif yes\nselect 2;\n\\elif yes\nselect 3;\n\\else\nselect 4;\n\\endif", "select 2\n"},
      {"\\if 0\n\\if 1\nselect 1;\n\\else\nselect 2;\n\\endif\n\\endif\nselect 3;", "select 3\n"},
      {"\\set with_audit 1\n\\if :with_audit\nselect 1;\n\\endif", "select 1\n"},
      {"\\if :{?a}\n\\else\n\\set a 'x y'\n\\endif\nselect :'a';", "select 'x y'\n"},
      {"\\if :unknown\nselect 1;\n\\endif", "error unknown-condition"},
      {"\\if `test -e x`\n\\endif", "error unknown-condition"},
      {"select 1 as a \\gset\n\\if :a\n\\endif", "error unknown-condition"},
      {"\\if true\nselect 1;", "error unmatched-condition"},
      {"\\endif", "error unmatched-condition"},
      {"\\if 1\n\\else\n\\elif 1\n\\endif", "error unmatched-condition"},
      {"\\if false\n\\i missing.sql\n\\! rm x\nselect 1 \\gexec\nselect 2;\n\\endif", ""},
      // variables
      {"\\set s app\ncreate table :\"s\".t (a text default :'s', b int[] default ARRAY[1]);",
       "create table \"app\".t (a text default 'app', b int[] default ARRAY[1])\n"},
      {"\\set s 'it''s'\nselect :'s', ':s', \":s\", $$:s$$, a::text, f(x := 1);",
       "select 'it''s', ':s', \":s\", $$:s$$, a::text, f(x := 1)\n"},
      {"\\set body 'int primary key'\ncreate table t (a :body);", "create table t (a int primary key)\n"},
      {"\\set two 'select 1; select 2'\n:two;", "error unsupported-variable"},
      {"\\set a x\n\\set b :a y\nselect :'b';", "select 'xy'\n"},
      {"\\set a x\n\\unset a\nselect :'a';", "error unset-variable"},
      {"select a[1:n] from t;", "select a[1:n] from t\n"},
      {"select :\"nobody\";", "error unset-variable"},
      // what ends a statement, and what does not
      {"select 1 \\g\nselect 2;", "select 1\nselect 2\n"},
      {"select 1\\; select 2;", "select 1\nselect 2\n"},
      {"select 'create table t ()' \\gexec", "error unsupported-command"},
      {"\\! rm x", "error unsupported-command"},
      {"\\nosuch", "error unknown-command"},
      {"select 1;\n\\q\nselect 2;", "select 1\n"},
      {"\\copy t from stdin\n1\n\\.\nselect 1;", "select 1\n"},
      {"\\set a 1 \\\\ select :a;", "select 1\n"},
      // databases
      {"create database shop;\n\\connect shop\ncreate table t ();",
       "create database shop\nRESET ALL\ncreate table t ()\n"},
      {"\\connect shop\ncreate table t ();\n\\connect shop\ncreate table u ();",
       "create table t ()\nRESET ALL\ncreate table u ()\n"},
      {"\\connect shop\ncreate table t ();\n\\connect other\ncreate table u ();", "error several-databases"},
  };
  for (const auto& one : cases) EXPECT_EQ(read(one.script, sql::Shell::psql), one.sent) << one.script;
}

TEST(PsqlScript, ReadsWhatItIncludes) {
  const Folder folder;
  folder.write("db/part.sql", "select 2;\n\\ir deeper/more.sql\n");
  folder.write("db/deeper/more.sql", "\\set v 3\nselect 3;\n\\q\nselect 4;\n");
  folder.write("db/loop.sql", "\\ir loop.sql\n");
  folder.write("db/open.sql", "\\if true\n");
  const auto name = folder.path("db/main.sql");
  const auto main = [&](const std::string& script) { return read(script, sql::Shell::psql, name); };
  EXPECT_EQ(main("select 1;\n\\ir part.sql\nselect :v;"), "select 1\nselect 2\nselect 3\nselect 3\n");
  EXPECT_EQ(main("\\i " + folder.path("db/deeper/more.sql")), "select 3\n");
  EXPECT_EQ(main("\\ir missing.sql"), "error no-file");
  EXPECT_EQ(main("\\i part.sql"), "error no-file");
  EXPECT_EQ(main("\\ir loop.sql"), "error circular-include");
  EXPECT_EQ(main("\\ir open.sql\nselect 1;\n\\endif"), "error unmatched-condition");
  EXPECT_EQ(main("\\ir deeper"), "error file");
  EXPECT_EQ(main("\\i /etc/passwd"), "error file-outside");
  EXPECT_EQ(main("\\ir ../../../../../../../../etc/passwd"), "error file-outside");
}

TEST(PsqlScript, FollowsTheSqliteShell) {
  const ScriptCase cases[] = {
      {".mode list\nselect 1;\n.quit\nselect 2;", "select 1\n"},
      {".open other.db", "error unsupported-command"},
      {".import rows.csv t", "error unsupported-command"},
      {".read missing.sql", "error no-file"},
      {".read '|ls'", "error no-file"},
  };
  for (const auto& one : cases) EXPECT_EQ(read(one.script, sql::Shell::sqlite3), one.sent) << one.script;
  const Folder folder;
  folder.write("part.sql", "select 2;\n");
  EXPECT_EQ(read(".read '" + folder.path("part.sql") + "'\nselect 3;", sql::Shell::sqlite3, folder.path("a.sql")),
            "select 2\nselect 3\n");
}

}  // namespace
}  // namespace schemac::test
