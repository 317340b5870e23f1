-- A small shop as it might have grown, on MySQL or MariaDB: this is the database that schemac finds.
CREATE TABLE customers (
  id          int PRIMARY KEY,
  first_name  varchar(100) NOT NULL,
  last_name   varchar(100) NOT NULL,
  mail        varchar(200) NOT NULL UNIQUE
);

CREATE TABLE orders (
  id           int PRIMARY KEY AUTO_INCREMENT,
  customer_id  int NOT NULL,
  placed_on    date NOT NULL,
  total        decimal(10, 2) NOT NULL,
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE TABLE order_lines (
  order_id  int NOT NULL,
  position  int NOT NULL,
  product   varchar(100) NOT NULL,
  amount    int NOT NULL DEFAULT 1,
  PRIMARY KEY (order_id, position),
  CONSTRAINT order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
);

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
