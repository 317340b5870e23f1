CREATE TYPE status AS ENUM ('draft', 'open', 'paid');
CREATE TABLE orders (id integer PRIMARY KEY, status status NOT NULL DEFAULT 'draft', note text);
CREATE VIEW open_orders AS SELECT id, status, note FROM orders WHERE status <> 'paid';
