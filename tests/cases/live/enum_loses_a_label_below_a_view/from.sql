CREATE TYPE status AS ENUM ('open', 'paid', 'lost');
CREATE TABLE orders (id integer PRIMARY KEY, status status NOT NULL DEFAULT 'lost');
CREATE VIEW open_orders AS SELECT id, status FROM orders WHERE status <> 'paid';
INSERT INTO orders VALUES (1, 'open'), (2, 'paid');
