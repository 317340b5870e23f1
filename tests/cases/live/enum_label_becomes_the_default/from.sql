CREATE TYPE status AS ENUM ('open', 'paid');
CREATE TABLE orders (id integer PRIMARY KEY, status status NOT NULL DEFAULT 'open', note varchar(10));
CREATE VIEW open_orders AS SELECT id, status, note FROM orders WHERE status <> 'paid';
INSERT INTO orders VALUES (1, 'open'), (2, 'paid');
