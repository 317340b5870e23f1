CREATE TABLE people (id int NOT NULL PRIMARY KEY);
CREATE TABLE orders (
  id int NOT NULL PRIMARY KEY,
  buyer int,
  seller int,
  seen timestamp NULL,
  CONSTRAINT one FOREIGN KEY (buyer) REFERENCES people (id),
  CONSTRAINT other FOREIGN KEY (seller) REFERENCES people (id)
);
INSERT INTO people VALUES (1), (2);
INSERT INTO orders VALUES (1, 1, 2, '2020-01-01 10:00:00'), (2, NULL, 1, '2021-01-01 10:00:00');
