--- case UNIQUE begins to delete rows
--- from
CREATE TABLE t (a int, UNIQUE (a));
--- to
CREATE TABLE t (a int, UNIQUE (a) ON CONFLICT REPLACE);
--- asks swallow-rows
--- case UNIQUE begins to swallow rows
--- from
CREATE TABLE t (a int, UNIQUE (a));
--- to
CREATE TABLE t (a int, UNIQUE (a) ON CONFLICT IGNORE);
--- asks swallow-rows
--- case UNIQUE undoes the transaction
--- from
CREATE TABLE t (a int, UNIQUE (a));
--- to
CREATE TABLE t (a int, UNIQUE (a) ON CONFLICT ROLLBACK);
--- asks
--- case UNIQUE comes and deletes rows
--- from
CREATE TABLE t (a int);
--- to
CREATE TABLE t (a int, UNIQUE (a) ON CONFLICT REPLACE);
--- asks swallow-rows
--- case a primary key begins to delete rows
--- from
CREATE TABLE t (a int PRIMARY KEY, b);
--- to
CREATE TABLE t (a int PRIMARY KEY ON CONFLICT REPLACE, b);
--- asks swallow-rows
--- case NOT NULL begins to swallow rows
--- from
CREATE TABLE t (a int NOT NULL, b);
--- to
CREATE TABLE t (a int NOT NULL ON CONFLICT IGNORE, b);
--- asks swallow-rows
--- case UNIQUE no longer deletes rows
--- from
CREATE TABLE t (a int, UNIQUE (a) ON CONFLICT REPLACE);
--- to
CREATE TABLE t (a int, UNIQUE (a));
--- asks
--- case a table is no longer strict
--- from
CREATE TABLE t (a int) STRICT;
--- to
CREATE TABLE t (a int);
--- asks drop-check
--- case a key begins to know case
--- from
CREATE TABLE t (a text COLLATE NOCASE UNIQUE, b);
--- to
CREATE TABLE t (a text UNIQUE, b);
--- asks drop-unique
--- case a key no longer knows case
--- from
CREATE TABLE t (a text UNIQUE, b);
--- to
CREATE TABLE t (a text COLLATE NOCASE UNIQUE, b);
--- asks
--- case an index begins to know case
--- from
CREATE TABLE t (a text);
CREATE UNIQUE INDEX i ON t (a COLLATE NOCASE);
--- to
CREATE TABLE t (a text);
CREATE UNIQUE INDEX i ON t (a);
--- asks drop-unique
--- case a unique index gets a condition
--- from
CREATE TABLE t (a int, b int);
CREATE UNIQUE INDEX i ON t (a);
--- to
CREATE TABLE t (a int, b int);
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
--- asks drop-unique
--- case a check is wider
--- from
CREATE TABLE t (a int CHECK (a > 5));
--- to
CREATE TABLE t (a int CHECK (a > 0));
--- asks widen-check
--- case a check is narrower
--- from
CREATE TABLE t (a int CHECK (a > 0));
--- to
CREATE TABLE t (a int CHECK (a > 0 AND a < 9));
--- asks
--- case a foreign key empties columns
--- from
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE t (a int REFERENCES p);
--- to
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE t (a int REFERENCES p ON DELETE SET NULL);
--- asks add-cascade
--- case a trigger gets a condition
--- from
CREATE TABLE t (a int);
CREATE TRIGGER x AFTER UPDATE ON t BEGIN DELETE FROM t; END;
--- to
CREATE TABLE t (a int);
CREATE TRIGGER x AFTER UPDATE ON t WHEN new.a > 0 BEGIN DELETE FROM t; END;
--- asks narrow-trigger
--- case a trigger fires for another event
--- from
CREATE TABLE t (a int);
CREATE TRIGGER x AFTER UPDATE ON t BEGIN DELETE FROM t; END;
--- to
CREATE TABLE t (a int);
CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END;
--- asks narrow-trigger
--- case a trigger fires for more columns
--- from
CREATE TABLE t (a int, b int);
CREATE TRIGGER x AFTER UPDATE OF a ON t BEGIN DELETE FROM t; END;
--- to
CREATE TABLE t (a int, b int);
CREATE TRIGGER x AFTER UPDATE OF a, b ON t BEGIN DELETE FROM t; END;
--- asks
--- case a trigger does something else
--- from
CREATE TABLE t (a int, b int);
CREATE TRIGGER x AFTER UPDATE OF a ON t BEGIN DELETE FROM t; END;
--- to
CREATE TABLE t (a int, b int);
CREATE TRIGGER x AFTER UPDATE OF a ON t BEGIN SELECT 1; END;
--- asks
--- case a primary key becomes unique
--- from
CREATE TABLE t (a text PRIMARY KEY, b) WITHOUT ROWID;
--- to
CREATE TABLE t (a text NOT NULL UNIQUE, b);
--- asks
--- case a column of a renamed table goes
--- rename t:u
--- from
CREATE TABLE t (a int, b int, c int);
--- to
CREATE TABLE u (a int, c int);
--- asks drop-column
--- case a column of a renamed table gets narrower
--- rename t:u
--- from
CREATE TABLE t (a text, b int);
--- to
CREATE TABLE u (a int, b int);
--- asks narrow-type
--- case a check of a renamed table and column goes
--- rename t:u
--- rename u.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0));
--- to
CREATE TABLE u (a int, c int);
--- asks drop-check
--- case a check follows a renamed column
--- rename t.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0), CONSTRAINT u UNIQUE (b));
--- to
CREATE TABLE t (a int, c int, CONSTRAINT k CHECK (c > 0), CONSTRAINT u UNIQUE (c));
--- asks
--- case a table goes and another takes its name
--- rename b:a
--- from
CREATE TABLE a (x int, y int);
CREATE TABLE b (z int, w int);
--- to
CREATE TABLE a (z int, w int);
--- asks drop-table
--- case a key is no longer numbered
--- from
CREATE TABLE p (id INTEGER PRIMARY KEY, n text);
--- to
CREATE TABLE p (id INT PRIMARY KEY, n text);
--- asks lose-generated-keys
--- case a key becomes numbered
--- from
CREATE TABLE p (id INT PRIMARY KEY NOT NULL, n text);
--- to
CREATE TABLE p (id INTEGER PRIMARY KEY, n text);
--- asks
--- case numbers of deleted rows may come again
--- from
CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, n text);
--- to
CREATE TABLE p (id INTEGER PRIMARY KEY, n text);
--- asks repeat-numbers
--- case numbers come once from now on
--- from
CREATE TABLE p (id INTEGER PRIMARY KEY, n text);
--- to
CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, n text);
--- asks
--- case a column begins to know case under a check and a trigger
--- from
CREATE TABLE t (a text COLLATE NOCASE CHECK (a <> 'admin'), b text);
CREATE TRIGGER r BEFORE INSERT ON t WHEN new.a = 'admin' BEGIN SELECT raise(ABORT, 'x'); END;
--- to
CREATE TABLE t (a text CHECK (a <> 'admin'), b text);
CREATE TRIGGER r BEFORE INSERT ON t WHEN new.a = 'admin' BEGIN SELECT raise(ABORT, 'x'); END;
--- asks narrow-trigger widen-check
--- case blanks at the end begin to count
--- from
CREATE TABLE t (a text COLLATE RTRIM UNIQUE, b text, CHECK (a NOT IN ('admin', 'root')));
--- to
CREATE TABLE t (a text UNIQUE, b text, CHECK (a NOT IN ('admin', 'root')));
--- asks drop-unique widen-check
--- case a column begins to know case, and a check lets fewer pass
--- from
CREATE TABLE t (a text COLLATE NOCASE CHECK (a = 'admin' OR a IS NULL), b text);
--- to
CREATE TABLE t (a text CHECK (a = 'admin' OR a IS NULL), b text);
--- asks
