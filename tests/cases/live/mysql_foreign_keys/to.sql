CREATE TABLE shops (id bigint NOT NULL PRIMARY KEY, code varchar(10) NOT NULL UNIQUE, parent_id bigint, CONSTRAINT shops_parent FOREIGN KEY (parent_id) REFERENCES shops (id) ON DELETE SET NULL);
CREATE TABLE orders (
  id bigint NOT NULL PRIMARY KEY,
  shop_id bigint,
  shop_code varchar(10),
  CONSTRAINT orders_of_shop FOREIGN KEY (shop_id) REFERENCES shops (id),
  CONSTRAINT by_code FOREIGN KEY (shop_code) REFERENCES shops (code) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE items (id int NOT NULL PRIMARY KEY, order_id bigint NOT NULL, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE bills (id int NOT NULL PRIMARY KEY, order_id bigint NOT NULL, payment_id int, FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE TABLE payments (id int NOT NULL PRIMARY KEY, bill_id int, FOREIGN KEY (bill_id) REFERENCES bills (id));
ALTER TABLE bills ADD FOREIGN KEY (payment_id) REFERENCES payments (id);
