-- schemac 0.1.0: create table orders and 1 more
-- from tests/cases/emitters/golden/shop_sqlite/from.schemac
-- to   tests/cases/emitters/golden/shop_sqlite/to.schemac
-- run it with: sqlite3 -bail DATABASE < FILE

PRAGMA foreign_keys = OFF;
CREATE TEMP TABLE schemac_unit (
  check_1 INTEGER CONSTRAINT "schemac: foreign keys are still on: a transaction is open, and dropping a table would delete what refers to it" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows of orders reference missing rows" CHECK (check_2)
);
INSERT INTO temp.schemac_unit (check_1) SELECT
  (SELECT foreign_keys FROM pragma_foreign_keys) = 0;
CREATE TEMP TABLE schemac_broken (child TEXT, parent TEXT, row_count INTEGER);
BEGIN IMMEDIATE;

-- 1. create table orders
CREATE TABLE orders (
  id integer PRIMARY KEY,
  user_id integer NOT NULL,
  total numeric(10,2) NOT NULL DEFAULT 0,
  CONSTRAINT positive CHECK (total >= 0),
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

-- 2. rebuild table users
--    drop-column: deletes the values of users.legacy_code
--    add-unique-on-existing: fails if users has duplicates of (email)
CREATE TEMP TABLE schemac_checks (
  check_1 INTEGER CONSTRAINT "schemac: some rows of users have no value for display_name, which becomes NOT NULL" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows were lost while copying users" CHECK (check_2),
  check_3 INTEGER CONSTRAINT "schemac: rows of users were lost" CHECK (check_3),
  check_4 INTEGER CONSTRAINT "schemac: rows of orders were lost" CHECK (check_4)
);
CREATE TEMP TABLE schemac_rows (of_table TEXT PRIMARY KEY, row_count INTEGER);
INSERT INTO temp.schemac_rows
SELECT 'users', count(*) FROM users
UNION ALL SELECT 'orders', count(*) FROM orders;
INSERT INTO temp.schemac_checks (check_1) SELECT
  NOT EXISTS (SELECT 1 FROM users WHERE (first_name || ' ' || last_name) IS NULL);
CREATE TABLE schemac_new_users (
  id integer PRIMARY KEY,
  email varchar(320) NOT NULL,
  first_name text,
  last_name text,
  display_name varchar(300) NOT NULL,
  UNIQUE (email)
);
INSERT OR ABORT INTO schemac_new_users (id, email, first_name, last_name, display_name)
SELECT id, email, first_name, last_name, first_name || ' ' || last_name
FROM users;
INSERT INTO temp.schemac_checks (check_2) SELECT
  (SELECT count(*) FROM schemac_new_users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users');
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE schemac_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX users_display_name ON users (display_name DESC) WHERE email <> '';
INSERT INTO temp.schemac_checks (check_3, check_4) SELECT
  (SELECT count(*) FROM users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users'),
  (SELECT count(*) FROM orders) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'orders');
DROP TABLE temp.schemac_rows;
DROP TABLE temp.schemac_checks;

INSERT INTO temp.schemac_unit (check_2) SELECT
  NOT EXISTS (SELECT 1 FROM (SELECT lower(parent) AS parent, count(*) AS row_count FROM pragma_foreign_key_check('orders') GROUP BY 1) now
    WHERE now.row_count > coalesce((SELECT b.row_count FROM temp.schemac_broken b WHERE b.child = 'orders' AND b.parent = now.parent), 0));

COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
DROP TABLE IF EXISTS temp.schemac_broken;
DROP TABLE IF EXISTS temp.schemac_unit;
