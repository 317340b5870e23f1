CREATE TYPE status AS ENUM ('open', 'paid');
CREATE TABLE orders (id integer PRIMARY KEY, status status NOT NULL DEFAULT 'open');
CREATE VIEW open_orders AS SELECT id, status FROM orders WHERE status <> 'paid';
