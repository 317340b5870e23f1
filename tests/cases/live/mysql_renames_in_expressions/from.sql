CREATE TABLE orders (
  id int NOT NULL PRIMARY KEY,
  price int,
  paid int DEFAULT (price + 1),
  twice int GENERATED ALWAYS AS (price * 2) VIRTUAL,
  cost int,
  now int,
  seen datetime DEFAULT (now()),
  CONSTRAINT gains CHECK (price > cost),
  KEY by_price (price),
  KEY by_twice (twice)
);
CREATE TABLE gone (id int NOT NULL PRIMARY KEY, a int, b int DEFAULT (a + 1), c int DEFAULT (b + 1));
INSERT INTO orders (id, price, cost, now, seen) VALUES (1, 5, 2, 3, '2020-01-01 10:00:00'), (2, NULL, NULL, NULL, NULL);
INSERT INTO gone VALUES (1, 2, 3, 4);
