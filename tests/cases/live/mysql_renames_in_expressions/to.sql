CREATE TABLE orders (
  id int NOT NULL PRIMARY KEY,
  `rank` int,
  paid int DEFAULT (`rank` + 1),
  twice int GENERATED ALWAYS AS (`rank` * 2) VIRTUAL,
  cost int,
  lately int,
  seen datetime DEFAULT (now()),
  CONSTRAINT gains CHECK (`rank` > cost),
  KEY by_price (`rank`),
  KEY by_twice (twice)
);
CREATE TABLE gone (id int NOT NULL PRIMARY KEY, b int, c int DEFAULT (b + 2));
