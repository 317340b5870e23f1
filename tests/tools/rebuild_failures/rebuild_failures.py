#!/usr/bin/env python3
"""Break every statement of a SQLite migration in turn, and see that nothing is lost.

    rebuild_failures.py --schemac build/dev/schemac [--workers 2] [--prisma [--every 3]]

The migration rebuilds tables of every awkward kind at once, below views and triggers that stay, change, come and go (see FROM and TO). Its SQL is cut into statements, and for each of them two
scripts are run on a fresh copy, by `sqlite3 -bail` or, with --prisma, as a migration by Prisma's own engine: one with a statement that fails put before it, one with it replaced by a
statement that fails. After each, every row of every table, the stored schema, the sequence and the number of broken references must
be what they were, or, where the failure came behind COMMIT, what the whole migration leaves. The way back is broken the same way.
Exit 0 when nothing was lost, 1 with a line for each loss otherwise.
"""
import argparse
import concurrent.futures
import contextlib
import glob
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

FROM = """
CREATE TABLE users (
  id integer PRIMARY KEY AUTOINCREMENT,
  mail text NOT NULL COLLATE NOCASE UNIQUE,
  first text, last text,
  age int CHECK (age > 0),
  full text GENERATED ALWAYS AS (first || ' ' || last) VIRTUAL,
  CHECK (length(mail) > 2)
);
CREATE TABLE orders (id integer PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, total real);
CREATE TABLE notes (id integer PRIMARY KEY, user_id int REFERENCES users (id) ON DELETE SET NULL, body text);
CREATE TABLE tree (id integer PRIMARY KEY, parent int REFERENCES tree ON DELETE CASCADE, label text);
CREATE TABLE tags (name text PRIMARY KEY, weight real) STRICT, WITHOUT ROWID;
CREATE TABLE order_tags (order_id int REFERENCES orders ON DELETE CASCADE, tag text REFERENCES tags ON DELETE CASCADE, PRIMARY KEY (order_id, tag));
CREATE TABLE "odd ""name's" ("select" int, "from" text);
CREATE TABLE leaving (id integer PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);
CREATE TABLE audit (line text);
CREATE INDEX users_by_name ON users (lower(last), age DESC) WHERE age IS NOT NULL;
CREATE UNIQUE INDEX orders_once ON orders (user_id, total);
CREATE TRIGGER users_insert AFTER INSERT ON users BEGIN INSERT INTO audit VALUES ('new ' || NEW.mail); END;
CREATE TRIGGER users_delete AFTER DELETE ON users BEGIN INSERT INTO audit VALUES ('gone ' || OLD.mail); END;
CREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN INSERT INTO audit SELECT 'order of ' || mail FROM users WHERE id = OLD.user_id; END;
CREATE VIEW spending AS SELECT u.mail, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE VIEW big_spending AS SELECT * FROM spending WHERE total > 10;
CREATE VIEW addresses AS SELECT id, mail, first FROM users;
CREATE VIEW short_addresses AS SELECT mail FROM addresses WHERE length(mail) < 6;
CREATE VIEW old_people AS SELECT mail FROM users WHERE age > 45;
CREATE TRIGGER addresses_insert INSTEAD OF INSERT ON addresses BEGIN INSERT INTO users (mail, first) VALUES (NEW.mail, NEW.first); END;
CREATE TRIGGER users_older AFTER UPDATE OF age ON users WHEN NEW.age > OLD.age BEGIN INSERT INTO audit VALUES ('older; ' || NEW.mail); END;
INSERT INTO users (mail, first, last, age) VALUES ('ann@x', 'Ann', 'A', 30), ('bob@x', 'Bob', 'B', 40), ('cid@x', 'Cid', 'C', 50), ('gone@x', 'G', 'G', 1);
DELETE FROM users WHERE mail = 'gone@x';
INSERT INTO orders (user_id, total) VALUES (1, 5), (1, 7), (2, 20), (3, 1);
INSERT INTO notes (user_id, body) VALUES (1, 'one'), (3, 'three'), (NULL, 'none');
INSERT INTO tree VALUES (1, NULL, 'root'), (2, 1, 'branch'), (3, 2, 'leaf');
INSERT INTO tags VALUES ('red', 1.5), ('blue', 2);
INSERT INTO order_tags VALUES (1, 'red'), (3, 'blue');
INSERT INTO "odd ""name's" VALUES (1, 'a'), (2, 'b');
INSERT INTO leaving VALUES (1, 2);
"""

TO = """
CREATE TABLE users (
  id integer PRIMARY KEY AUTOINCREMENT,
  mail varchar(200) NOT NULL COLLATE NOCASE UNIQUE,
  first text NOT NULL, last text,
  age int DEFAULT 18 CHECK (age > 0),
  full text GENERATED ALWAYS AS (first || ' ' || last) STORED,
  country text NOT NULL DEFAULT 'CH',
  CHECK (length(mail) > 2)
);
CREATE TABLE orders (id integer PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, total real NOT NULL CHECK (total >= 0), paid int);
CREATE TABLE notes (id integer PRIMARY KEY, user_id int REFERENCES users (id) ON DELETE SET NULL, body text, pinned int);
CREATE TABLE tree (id integer PRIMARY KEY, parent int REFERENCES tree ON DELETE CASCADE, label text NOT NULL);
CREATE TABLE tags (name text PRIMARY KEY, weight any) STRICT, WITHOUT ROWID;
CREATE TABLE order_tags (order_id int NOT NULL REFERENCES orders ON DELETE CASCADE, tag text NOT NULL REFERENCES tags ON DELETE CASCADE, PRIMARY KEY (order_id, tag));
CREATE TABLE "odd ""name's" ("select" int NOT NULL, "from" text UNIQUE);
CREATE TABLE audit (line text);
CREATE INDEX users_by_name ON users (lower(last), age DESC) WHERE age IS NOT NULL;
CREATE UNIQUE INDEX orders_once ON orders (user_id, total);
CREATE INDEX notes_by_user ON notes (user_id);
CREATE TRIGGER users_insert AFTER INSERT ON users BEGIN INSERT INTO audit VALUES ('new ' || NEW.mail); END;
CREATE TRIGGER users_delete AFTER DELETE ON users BEGIN INSERT INTO audit VALUES ('gone ' || OLD.mail); END;
CREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN INSERT INTO audit SELECT 'order of ' || mail FROM users WHERE id = OLD.user_id; END;
CREATE VIEW spending AS SELECT u.mail, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE VIEW big_spending AS SELECT * FROM spending WHERE total > 10;
CREATE VIEW addresses AS SELECT id, mail, first, country FROM users;
CREATE VIEW short_addresses AS SELECT mail FROM addresses WHERE length(mail) < 6;
CREATE VIEW foreigners AS SELECT mail FROM addresses WHERE country <> 'CH';
CREATE TRIGGER addresses_insert INSTEAD OF INSERT ON addresses BEGIN INSERT INTO users (mail, first) VALUES (NEW.mail, NEW.first); END;
CREATE TRIGGER users_older AFTER UPDATE OF age ON users BEGIN INSERT INTO audit VALUES ('of another age; ' || NEW.mail); END;
CREATE TRIGGER users_moved AFTER UPDATE OF country ON users BEGIN INSERT INTO audit VALUES ('moved ' || NEW.mail); END;
"""

# Fails when it runs, not when it is read.
BREAK = "CREATE TEMP TABLE rebuild_failure (x INTEGER CONSTRAINT injected CHECK (x)); INSERT INTO temp.rebuild_failure VALUES (0);"


def statements(script):
    out, current = [], ""
    for line in script.splitlines(keepends=True):
        if not current.strip() and line.strip().startswith("--"):
            continue
        current += line
        if sqlite3.complete_statement(current):
            out.append(current.strip())
            current = ""
    if current.strip():
        sys.exit(f"the script ends in the middle of a statement: {current[:100]}")
    return out


def state(path):
    """Everything that must not change: rows with their types, stored texts, sequence, broken references, what the views say."""
    db = sqlite3.connect(path)
    master = sorted(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> '_prisma_migrations'").fetchall(), key=repr)
    rows = {}
    for kind, name, _, _ in master:
        if kind in ("table", "view"):
            quoted = '"' + name.replace('"', '""') + '"'
            columns = [r[1].replace('"', '""') for r in db.execute(f"PRAGMA table_xinfo({quoted})")]
            values = ", ".join(f'typeof("{c}"), "{c}"' for c in columns)
            rows[name] = sorted(map(repr, db.execute(f"SELECT {values} FROM {quoted}")))
    broken = sorted(map(repr, db.execute("PRAGMA foreign_key_check")))
    healthy = db.execute("PRAGMA integrity_check").fetchall()
    db.close()
    return master, rows, broken, healthy


class Shell:
    """-> the error, or nothing"""

    def run(self, path, script):
        ran = run(path, script)
        return ran.stderr.decode() or f"exit {ran.returncode}" if ran.returncode else None


class Prisma:
    HISTORY = """CREATE TABLE IF NOT EXISTS "_prisma_migrations" (id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL,
        logs TEXT, rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp, applied_steps_count INTEGER NOT NULL DEFAULT 0);
        DELETE FROM "_prisma_migrations";"""

    def __init__(self, engine):
        self.engine, self.turn = engine, threading.Lock()

    def run(self, path, script):
        database(path, self.HISTORY)
        with self.turn:
            return self.engine.ask(op="deploy", path=path, sql=script).get("error")


def run(path, script):
    return subprocess.run(["sqlite3", "-bail", path], input=("PRAGMA foreign_keys = ON;\n" + script).encode(), capture_output=True, timeout=60)


def database(path, script):
    ran = run(path, script)
    if ran.returncode:
        sys.exit(ran.stderr.decode())


def schemac(binary, origin, target, *more):
    command = [binary, "diff", f"--from={origin}", f"--to={target}", "--allow-destructive", "--renames=off", *more]
    ran = subprocess.run(command, capture_output=True, timeout=60)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}\n{ran.stderr.decode()}")
    return ran.stdout.decode()


def scripts(args, folder, origin, target):
    """The way there and the way back."""
    if not args.prisma:
        return [schemac(args.schemac, origin, target, "--emit=sql", "--out=-", *more) for more in ((), ("--down",))]
    schemac(args.schemac, origin, target, "--emit=prisma", f"--out={folder}/migrations")
    (one,) = glob.glob(f"{folder}/migrations/*/")
    if glob.glob(one + "down_2.sql"):
        sys.exit("the way back takes several scripts, expected one")
    return [pathlib.Path(one + name).read_text() for name in ("migration.sql", "down.sql")]


@contextlib.contextmanager
def program_of(args):
    if not args.prisma:
        yield Shell()
        return
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
    import prisma_tools
    with prisma_tools.Engine() as engine:
        yield Prisma(engine)


def one_failure(program, folder, start, script, at, replaced, allowed):
    """Breaks statement `at`; the name of what was lost, or nothing."""
    path = os.path.join(folder, f"work_{at}_{replaced}.db")
    shutil.copy(start, path)
    broken = script[:at] + [BREAK] + script[at + 1 if replaced else at :]
    error = program.run(path, "\n".join(broken))
    if not error or "injected" not in error:
        return f"statement {at + 1}: the failure was not noticed: {(error or '').strip()[:200]}"
    after = state(path)
    os.remove(path)
    if after not in allowed:
        return f"statement {at + 1} ({script[at][:70]!r}): the database is neither as before nor as afterwards"
    return None


def every_failure(program, folder, start, script, args, what):
    done = os.path.join(folder, "done_" + what.replace(" ", "_") + ".db")
    shutil.copy(start, done)
    if error := program.run(done, "\n".join(script)):
        sys.exit(f"{what} fails by itself: {error}")
    before, afterwards = state(start), state(done)
    commit = max(i for i, s in enumerate(script) if s.upper().startswith("COMMIT"))
    work = [(at, replaced, [before] if at <= commit else [afterwards]) for at in range(0, len(script), args.every) for replaced in (False, True)]
    with concurrent.futures.ThreadPoolExecutor(args.workers) as pool:
        losses = [loss for loss in pool.map(lambda w: one_failure(program, folder, start, script, w[0], w[1], w[2]), work) if loss]
    print(f"{what}: {len(work)} failures in {len(script)} statements, {len(losses)} losses")
    for loss in losses:
        print("  " + loss)
    return done, len(losses)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--prisma", action="store_true", help="as migrations by Prisma's own engine")
    parser.add_argument("--every", type=int, default=1, help="only one of so many statements")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, program_of(args) as program:
        origin, target = os.path.join(folder, "from.db"), os.path.join(folder, "to.db")
        database(origin, FROM)
        database(target, TO)
        up, down = map(statements, scripts(args, folder, origin, target))
        rows = state(origin)[1]
        done, lost = every_failure(program, folder, origin, up, args, "the way there")
        reached = state(done)[1]
        for table in ("orders", "notes", "order_tags", "tree", "audit", "spending", "big_spending", "addresses", "short_addresses"):
            if len(rows[table]) != len(reached[table]):
                print(f"  the whole migration changes the number of rows of {table}: {len(rows[table])} before, {len(reached[table])} after")
                lost += 1
        _, lost_back = every_failure(program, folder, done, down, args, "the way back")
    sys.exit(1 if lost + lost_back else 0)


if __name__ == "__main__":
    main()
