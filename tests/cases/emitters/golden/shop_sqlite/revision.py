"""create table orders and 1 more

Revision ID: 319fc2354de7
Revises:
Create Date: 2026-11-21 13:45:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "319fc2354de7"
down_revision = None
branch_labels = None
depends_on = None
# plan 3b1bd218afe957e82ce1d5663199cd73765339f061ba154d20a34558270ab3e5


def upgrade():
    _run(
        before=[
            "PRAGMA foreign_keys = OFF",
            """CREATE TEMP TABLE schemac_unit (
  check_1 INTEGER CONSTRAINT "schemac: foreign keys are still on: a transaction is open, and dropping a table would delete what refers to it" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows of orders reference missing rows" CHECK (check_2)
)""",
            """INSERT INTO temp.schemac_unit (check_1) SELECT
  (SELECT foreign_keys FROM pragma_foreign_keys) = 0""",
            "CREATE TEMP TABLE schemac_broken (child TEXT, parent TEXT, row_count INTEGER)",
        ],
        begin="BEGIN IMMEDIATE",
        statements=[
            # 1. create table orders
            """CREATE TABLE orders (
  id integer PRIMARY KEY,
  user_id integer NOT NULL,
  total numeric(10,2) NOT NULL DEFAULT 0,
  CONSTRAINT positive CHECK (total >= 0),
  FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
)""",
            # 2. rebuild table users
            #    drop-column: deletes the values of users.legacy_code
            #    add-unique-on-existing: fails if users has duplicates of (email)
            """CREATE TEMP TABLE schemac_checks (
  check_1 INTEGER CONSTRAINT "schemac: some rows of users have no value for display_name, which becomes NOT NULL" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows were lost while copying users" CHECK (check_2),
  check_3 INTEGER CONSTRAINT "schemac: rows of users were lost" CHECK (check_3),
  check_4 INTEGER CONSTRAINT "schemac: rows of orders were lost" CHECK (check_4)
)""",
            "CREATE TEMP TABLE schemac_rows (of_table TEXT PRIMARY KEY, row_count INTEGER)",
            """INSERT INTO temp.schemac_rows
SELECT 'users', count(*) FROM users
UNION ALL SELECT 'orders', count(*) FROM orders""",
            """INSERT INTO temp.schemac_checks (check_1) SELECT
  NOT EXISTS (SELECT 1 FROM users WHERE (first_name || ' ' || last_name) IS NULL)""",
            """CREATE TABLE schemac_new_users (
  id integer PRIMARY KEY,
  email varchar(320) NOT NULL,
  first_name text,
  last_name text,
  display_name varchar(300) NOT NULL,
  UNIQUE (email)
)""",
            """INSERT OR ABORT INTO schemac_new_users (id, email, first_name, last_name, display_name)
SELECT id, email, first_name, last_name, first_name || ' ' || last_name
FROM users""",
            """INSERT INTO temp.schemac_checks (check_2) SELECT
  (SELECT count(*) FROM schemac_new_users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users')""",
            "DROP TABLE users",
            "PRAGMA legacy_alter_table = ON",
            "ALTER TABLE schemac_new_users RENAME TO users",
            "PRAGMA legacy_alter_table = OFF",
            "CREATE INDEX users_display_name ON users (display_name DESC) WHERE email <> ''",
            """INSERT INTO temp.schemac_checks (check_3, check_4) SELECT
  (SELECT count(*) FROM users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users'),
  (SELECT count(*) FROM orders) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'orders')""",
            "DROP TABLE temp.schemac_rows",
            "DROP TABLE temp.schemac_checks",
            """INSERT INTO temp.schemac_unit (check_2) SELECT
  NOT EXISTS (SELECT 1 FROM (SELECT lower(parent) AS parent, count(*) AS row_count FROM pragma_foreign_key_check('orders') GROUP BY 1) now
    WHERE now.row_count > coalesce((SELECT b.row_count FROM temp.schemac_broken b WHERE b.child = 'orders' AND b.parent = now.parent), 0))""",
        ],
        after=[
            "PRAGMA legacy_alter_table = OFF",
            "PRAGMA foreign_keys = ON",
            "DROP TABLE IF EXISTS temp.schemac_broken",
            "DROP TABLE IF EXISTS temp.schemac_unit",
        ],
    )


def downgrade():
    _run(
        before=[
            "PRAGMA foreign_keys = OFF",
            """CREATE TEMP TABLE schemac_unit (
  check_1 INTEGER CONSTRAINT "schemac: foreign keys are still on: a transaction is open, and dropping a table would delete what refers to it" CHECK (check_1)
)""",
            """INSERT INTO temp.schemac_unit (check_1) SELECT
  (SELECT foreign_keys FROM pragma_foreign_keys) = 0""",
        ],
        begin="BEGIN IMMEDIATE",
        statements=[
            # undo 2. rebuild table users
            #    loses data: the former values of users.legacy_code
            """CREATE TEMP TABLE schemac_checks (
  check_1 INTEGER CONSTRAINT "schemac: rows were lost while copying users" CHECK (check_1),
  check_2 INTEGER CONSTRAINT "schemac: rows of users were lost" CHECK (check_2),
  check_3 INTEGER CONSTRAINT "schemac: rows of orders were lost" CHECK (check_3)
)""",
            "CREATE TEMP TABLE schemac_rows (of_table TEXT PRIMARY KEY, row_count INTEGER)",
            """INSERT INTO temp.schemac_rows
SELECT 'users', count(*) FROM users
UNION ALL SELECT 'orders', count(*) FROM orders""",
            """CREATE TABLE schemac_new_users (
  id integer PRIMARY KEY,
  email varchar(200) NOT NULL,
  first_name text,
  last_name text,
  legacy_code varchar(10)
)""",
            """INSERT OR ABORT INTO schemac_new_users (id, email, first_name, last_name)
SELECT id, email, first_name, last_name
FROM users""",
            """INSERT INTO temp.schemac_checks (check_1) SELECT
  (SELECT count(*) FROM schemac_new_users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users')""",
            "DROP TABLE users",
            "PRAGMA legacy_alter_table = ON",
            "ALTER TABLE schemac_new_users RENAME TO users",
            "PRAGMA legacy_alter_table = OFF",
            """INSERT INTO temp.schemac_checks (check_2, check_3) SELECT
  (SELECT count(*) FROM users) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'users'),
  (SELECT count(*) FROM orders) = (SELECT row_count FROM temp.schemac_rows WHERE of_table = 'orders')""",
            "DROP TABLE temp.schemac_rows",
            "DROP TABLE temp.schemac_checks",
            # undo 1. create table orders
            "DROP TABLE orders",
        ],
        after=[
            "PRAGMA legacy_alter_table = OFF",
            "PRAGMA foreign_keys = ON",
            "DROP TABLE IF EXISTS temp.schemac_broken",
            "DROP TABLE IF EXISTS temp.schemac_unit",
        ],
    )


def _run(before, begin, statements, after):
    """Runs one transaction with statements around it that must stand outside of any.

    Foreign keys can be switched off only while no transaction is open, and dropping a table while they are on deletes
    the rows that refer to it. So the driver's own connection is used, and left as it was found.
    """
    context = op.get_context()
    if context.as_sql:
        for statement in [*before, begin, *statements, "COMMIT", *after]:
            op.execute(sa.DDL(statement.replace("%", "%%")))
        return
    with context.autocommit_block():
        database = op.get_bind().connection.driver_connection
        if database.in_transaction:
            database.commit()
        foreign_keys = database.execute("PRAGMA foreign_keys").fetchone()[0]
        try:
            for statement in before:
                database.execute(statement).fetchall()
            database.execute(begin)
            try:
                for statement in statements:
                    database.execute(statement).fetchall()
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
        finally:
            for statement in after:
                database.execute(statement).fetchall()
            database.execute("PRAGMA foreign_keys = %d" % foreign_keys)
