"""The databases of prisma_cases, with catalogues read by their own queries."""
import pathlib
import re
import sqlite3
import subprocess
import tempfile

from engines import Wrong
from mysql import Mysql

CATALOGUE = """
SELECT 'column', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, coalesce(pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^(pg_|information)'
UNION ALL SELECT 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid), '', '' FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^(pg_|information)'
UNION ALL SELECT 'index', schemaname, tablename, indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname !~ '^(pg_|information)'
UNION ALL SELECT 'enum', n.nspname, t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder), '', '', '' FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
  JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY n.nspname, t.typname
UNION ALL SELECT 'sequence', schemaname, sequencename, data_type::text, start_value::text, increment_by::text, '' FROM pg_sequences
UNION ALL SELECT 'owned', s.relname, c.relname, a.attname, '', '', '' FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'a'
UNION ALL SELECT 'schema', nspname, '', '', '', '', '' FROM pg_namespace WHERE nspname !~ '^(pg_|information)'
ORDER BY 1, 2, 3, 4, 5"""


def run(*command, text=None):
    done = subprocess.run([str(c) for c in command], input=text, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class PostgreSQL:
    witness = ""  # Prisma's engine is there

    def __init__(self, name, servers):
        self.server = servers["postgresql"]
        self.name, self.url = name, self.server[:self.server.rindex("/") + 1] + name
        self.admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.admin(f'CREATE DATABASE "{name}"')
        self.place = self.url

    def admin(self, sql):
        code, _, error = run("psql", "-qX", self.server, "-v", "ON_ERROR_STOP=1", "-c", sql)
        if code:
            raise RuntimeError(error)

    def execute(self, sql):
        code, _, error = run("psql", "-qX", self.url, "-v", "ON_ERROR_STOP=1", text="SET client_min_messages = warning;\n" + sql)
        return error if code else ""

    def catalogue(self):
        return run("psql", "-qAtX", self.url, "-c", CATALOGUE)[1].splitlines()

    def drop(self):
        self.admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


class SQLite:
    witness = ""

    def __init__(self, name, _):
        self.path = pathlib.Path(tempfile.gettempdir()) / f"{name}.db"
        self.path.unlink(missing_ok=True)
        sqlite3.connect(self.path).execute("VACUUM").close()
        self.place, self.url = f"sqlite:{self.path}", f"file:{self.path}"

    def execute(self, sql):
        code, out, error = run("sqlite3", "-bail", self.path, text=sql)
        return (error or out) if code else ""

    def catalogue(self):
        out, at = [], sqlite3.connect(self.path)
        for (table,) in at.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            sql = at.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
            out += [f"{table} column {row[1:]}" for row in at.execute(f'PRAGMA table_xinfo("{table}")')]
            out += [f"{table} key {sorted(name.strip() for name in found)}" for found in [re.findall(r'CONSTRAINT "?(\w+)"? FOREIGN', sql)]]
            out.append(f"{table} autoincrement {'AUTOINCREMENT' in sql.upper()}")
            out += [f"{table} references {row[2:]}" for row in at.execute(f'PRAGMA foreign_key_list("{table}")')]
            for index in at.execute(f'PRAGMA index_list("{table}")').fetchall():
                out.append(f"{table} index {index[1:]} {[row[2:] for row in at.execute(chr(80) + 'RAGMA index_xinfo(' + chr(34) + index[1] + chr(34) + ')')]}")
        at.close()
        return sorted(re.sub(r"sqlite_autoindex_\w+", "auto", line) for line in out)

    def drop(self):
        self.path.unlink(missing_ok=True)


# What the servers say of equal things in different words is not asked for: how wide an integer is shown, the length of a whole column in an index.
MYSQL_CATALOGUE = """
SELECT 'table', TABLE_NAME, ENGINE, TABLE_COLLATION, '', '', '', '', '' FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
UNION ALL SELECT 'column', TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COALESCE(COLUMN_DEFAULT, '-'), EXTRA, COALESCE(COLLATION_NAME, '')
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
UNION ALL SELECT 'index', TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, COALESCE(SUB_PART, ''), NON_UNIQUE, COALESCE(COLLATION, ''), INDEX_TYPE
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
UNION ALL SELECT 'foreign key', k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME,
  r.DELETE_RULE, r.UPDATE_RULE FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
  WHERE k.TABLE_SCHEMA = DATABASE()"""


class MySQL:
    """Prisma's engine for it is no npm package: the case says what Prisma's SQL is."""
    witness = "expected.sql"

    def __init__(self, name, servers):
        self.server = Mysql(servers["mysql"], "prisma")
        self.name, self.place = name, servers["mysql"].rstrip("/") + "/" + name
        self.server.run("information_schema", f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;")

    def execute(self, sql):
        try:
            self.server.run(self.name, sql)
        except Wrong as error:
            return str(error)
        return ""

    def catalogue(self):
        return sorted((self.server.ask(self.name, MYSQL_CATALOGUE) + self.checks()).splitlines())

    def checks(self):
        """MariaDB's JSON is a text with a check; the oldest servers know none."""
        columns = self.server.ask(self.name, "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_NAME = 'CHECK_CONSTRAINTS' AND TABLE_SCHEMA = 'information_schema'")
        if not columns:
            return ""
        table = "AND k.TABLE_NAME = c.TABLE_NAME" if "TABLE_NAME" in columns else ""  # of MariaDB: names are a table's there
        return self.server.ask(self.name, f"""SELECT 'check', c.TABLE_NAME, k.CHECK_CLAUSE FROM information_schema.TABLE_CONSTRAINTS c
            JOIN information_schema.CHECK_CONSTRAINTS k ON k.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME {table}
            WHERE c.TABLE_SCHEMA = DATABASE() AND c.CONSTRAINT_TYPE = 'CHECK'""")

    def drop(self):
        self.server.run("information_schema", f"DROP DATABASE IF EXISTS {self.name}")
