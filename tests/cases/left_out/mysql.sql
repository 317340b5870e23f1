--- case an excluded view over a table and a column that get other names
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2);
CREATE VIEW v AS SELECT b FROM t;
CREATE VIEW w AS SELECT b AS c FROM v;
--- options --exclude=views --rename=t:t2
--- wanted sql
CREATE TABLE t2 (a int, b int);
--- kept
SELECT c FROM w
--- case one view by its name
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2);
CREATE VIEW v AS SELECT b FROM t;
--- options --exclude=v --rename=t:t2
--- wanted sql
CREATE TABLE t2 (a int, b int);
--- kept
SELECT b FROM v
--- case an excluded trigger of a table that gets another name
CREATE TABLE t (a int, b int);
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET new.b = new.a;
--- options --exclude=triggers --rename=t:t2
--- wanted sql
CREATE TABLE t2 (a int, b int);
--- kept
SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
