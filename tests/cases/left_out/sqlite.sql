--- case excluded triggers of a table made again
CREATE TABLE t (a INT, b TEXT);
CREATE TABLE log (x);
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
CREATE VIEW v AS SELECT a FROM t;
--- options --exclude=triggers,views
--- wanted sql
CREATE TABLE t (a INT NOT NULL, b TEXT CHECK (b <> ''));
CREATE TABLE log (x);
--- kept
SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY 1
--- case a trigger by its name
CREATE TABLE t (a INT, b TEXT);
CREATE TABLE log (x);
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
--- options --exclude=G
--- wanted sql
CREATE TABLE t (a INT NOT NULL, b TEXT CHECK (b <> ''));
CREATE TABLE log (x);
--- kept
SELECT name FROM sqlite_master WHERE type = 'trigger'
--- case an index by its name
CREATE TABLE t (a INT, b TEXT);
CREATE UNIQUE INDEX u ON t (b);
--- options --exclude=u
--- wanted sql
CREATE TABLE t (a INT NOT NULL, b TEXT CHECK (b <> ''));
--- kept
SELECT name FROM sqlite_master WHERE type = 'index'
