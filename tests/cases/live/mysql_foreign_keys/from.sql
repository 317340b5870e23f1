CREATE TABLE shops (id int NOT NULL PRIMARY KEY, code varchar(10) NOT NULL UNIQUE);
CREATE TABLE orders (
  id int NOT NULL PRIMARY KEY,
  shop_id int,
  shop_code varchar(10),
  CONSTRAINT orders_shop FOREIGN KEY (shop_id) REFERENCES shops (id),
  CONSTRAINT by_code FOREIGN KEY (shop_code) REFERENCES shops (code) ON DELETE CASCADE
);
CREATE TABLE items (id int NOT NULL PRIMARY KEY, order_id int NOT NULL, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE old_items (id int NOT NULL PRIMARY KEY, line_id int, FOREIGN KEY (line_id) REFERENCES items (id));
INSERT INTO shops VALUES (1, 'a'), (2, 'b');
INSERT INTO orders VALUES (10, 1, 'a'), (11, 2, NULL);
INSERT INTO items VALUES (100, 10), (101, 10), (102, 11);
INSERT INTO old_items VALUES (1, 100);
