-- schemac 0.1.0: rollback of: create table orders and 1 more
-- from tests/cases/emitters/golden/shop_sqlite/to.schemac
-- to   tests/cases/emitters/golden/shop_sqlite/from.schemac
-- run it with: sqlite3 -bail DATABASE < FILE

PRAGMA foreign_keys = OFF;
CREATE TEMP TABLE schemac_unit (
  check_1 INTEGER CONSTRAINT "schemac: foreign keys are still on: a transaction is open, and dropping a table would delete what refers to it" CHECK (check_1)
);
INSERT INTO temp.schemac_unit (check_1) SELECT
  (SELECT foreign_keys FROM pragma_foreign_keys) = 0;
BEGIN IMMEDIATE;

-- undo 2. rebuild table users
--    loses data: the former values of users.legacy_code
CREATE TEMP TABLE schemac_checks (
  check_1 INTEGER CONSTRAINT "schemac: rows were lost while copying users" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows of users were lost" CHECK (check_2),
  check_3 INTEGER CONSTRAINT "schemac: rows of orders were lost" CHECK (check_3)
);
CREATE TEMP TABLE schemac_rows (of_table TEXT PRIMARY KEY, row_count INTEGER);
INSERT INTO temp.schemac_rows
SELECT 'users', count(*) FROM users
UNION ALL SELECT 'orders', count(*) FROM orders;
CREATE TABLE schemac_new_users (
  id integer PRIMARY KEY,
  email varchar(200) NOT NULL,
  first_name text,
  last_name text,
  legacy_code varchar(10)
);
INSERT OR ABORT INTO schemac_new_users (id, email, first_name, last_name)
SELECT id, email, first_name, last_name
FROM users;
INSERT INTO temp.schemac_checks (check_1) SELECT
  (SELECT count(*) FROM schemac_new_users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users');
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE schemac_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
INSERT INTO temp.schemac_checks (check_2, check_3) SELECT
  (SELECT count(*) FROM users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users'),
  (SELECT count(*) FROM orders) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'orders');
DROP TABLE temp.schemac_rows;
DROP TABLE temp.schemac_checks;

-- undo 1. create table orders
DROP TABLE orders;

COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
DROP TABLE IF EXISTS temp.schemac_broken;
DROP TABLE IF EXISTS temp.schemac_unit;
