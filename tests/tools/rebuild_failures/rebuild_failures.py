#!/usr/bin/env python3
"""Break every statement of a SQLite migration in turn, and see that nothing is lost.

    rebuild_failures.py --schemac build/dev/schemac [--workers 2]

The migration rebuilds tables of every awkward kind at once, below views and triggers that stay, change, come and go (see FROM and TO). Its SQL is cut into statements, and for each of them two
scripts are run by `sqlite3 -bail` on a fresh copy: one with a statement that fails put before it, one with it replaced by a
statement that fails. After each, every row of every table, the stored schema, the sequence and the number of broken references must
be what they were, or, where the failure came behind COMMIT, what the whole migration leaves. The way back is broken the same way.
Exit 0 when nothing was lost, 1 with a line for each loss otherwise.
"""
import argparse
import concurrent.futures
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

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
    master = sorted(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall(), key=repr)
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


def run(path, script):
    return subprocess.run(["sqlite3", "-bail", path], input=("PRAGMA foreign_keys = ON;\n" + script).encode(), capture_output=True, timeout=60)


def database(path, script):
    ran = run(path, script)
    if ran.returncode:
        sys.exit(ran.stderr.decode())


def schemac(binary, origin, target, *more):
    command = [binary, "diff", f"--from={origin}", f"--to={target}", "--emit=sql", "--out=-", "--allow-destructive", "--renames=off", *more]
    ran = subprocess.run(command, capture_output=True, timeout=60)
    if ran.returncode or not ran.stdout.strip():
        sys.exit(f"{' '.join(command)}\n{ran.stderr.decode()}")
    return ran.stdout.decode()


def one_failure(folder, start, script, at, replaced, allowed):
    """Breaks statement `at`; the name of what was lost, or nothing."""
    path = os.path.join(folder, f"work_{at}_{replaced}.db")
    shutil.copy(start, path)
    broken = script[:at] + [BREAK] + script[at + 1 if replaced else at :]
    ran = run(path, "\n".join(broken))
    if ran.returncode == 0 or b"injected" not in ran.stderr:
        return f"statement {at + 1}: the failure was not noticed: {ran.stderr.decode().strip()[:200]}"
    after = state(path)
    os.remove(path)
    if after not in allowed:
        return f"statement {at + 1} ({script[at][:70]!r}): the database is neither as before nor as afterwards"
    return None


def every_failure(folder, start, script, args, what):
    done = os.path.join(folder, "done_" + what.replace(" ", "_") + ".db")
    shutil.copy(start, done)
    ran = run(done, "\n".join(script))
    if ran.returncode:
        sys.exit(f"{what} fails by itself: {ran.stderr.decode()}")
    before, afterwards = state(start), state(done)
    commit = max(i for i, s in enumerate(script) if s.upper().startswith("COMMIT"))
    work = [(at, replaced, [before] if at <= commit else [afterwards]) for at in range(len(script)) for replaced in (False, True)]
    with concurrent.futures.ThreadPoolExecutor(args.workers) as pool:
        losses = [loss for loss in pool.map(lambda w: one_failure(folder, start, script, w[0], w[1], w[2]), work) if loss]
    print(f"{what}: {len(work)} failures in {len(script)} statements, {len(losses)} losses")
    for loss in losses:
        print("  " + loss)
    return done, len(losses)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", required=True)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        origin, target = os.path.join(folder, "from.db"), os.path.join(folder, "to.db")
        database(origin, FROM)
        database(target, TO)
        up = statements(schemac(args.schemac, origin, target))
        down = statements(schemac(args.schemac, origin, target, "--down"))
        rows = state(origin)[1]
        done, lost = every_failure(folder, origin, up, args, "the way there")
        reached = state(done)[1]
        for table in ("orders", "notes", "order_tags", "tree", "audit", "spending", "big_spending", "addresses", "short_addresses"):
            if len(rows[table]) != len(reached[table]):
                print(f"  the whole migration changes the number of rows of {table}: {len(rows[table])} before, {len(reached[table])} after")
                lost += 1
        _, lost_back = every_failure(folder, done, down, args, "the way back")
    sys.exit(1 if lost + lost_back else 0)


if __name__ == "__main__":
    main()
