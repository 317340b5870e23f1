-- A small shop as it might have grown: this is the database that schemac finds.
PRAGMA foreign_keys = ON;

CREATE TABLE customers (
  id          integer PRIMARY KEY,
  first_name  text NOT NULL,
  last_name   text NOT NULL,
  mail        text NOT NULL UNIQUE
);

CREATE TABLE orders (
  id           integer PRIMARY KEY AUTOINCREMENT,
  customer_id  integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  placed_on    text NOT NULL,
  total        numeric NOT NULL
);

CREATE TABLE order_lines (
  order_id  integer NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position  integer NOT NULL,
  product   text NOT NULL,
  amount    integer NOT NULL DEFAULT 1,
  PRIMARY KEY (order_id, position)
);

CREATE TRIGGER no_empty_line BEFORE INSERT ON order_lines WHEN new.amount < 1
BEGIN
  SELECT raise(ABORT, 'a line needs an amount');
END;

INSERT INTO customers VALUES
  (1, 'Ada', 'Lovelace', 'ada@example.org'),
  (2, 'Grace', 'Hopper', 'grace@example.org'),
  (3, 'Alan', 'Turing', 'alan@example.org');
INSERT INTO orders VALUES
  (1, 1, '2026-01-05', 12.5),
  (2, 1, '2026-02-11', 99),
  (3, 3, '2026-03-20', 7.25);
INSERT INTO order_lines VALUES
  (1, 1, 'punched cards', 100), (2, 1, 'gear wheel', 3), (2, 2, 'oil', 1), (3, 1, 'paper tape', 2);
