INSERT INTO sales.orders (id, article, amount) VALUES (1, 'pen', 3);
INSERT INTO customers (id, order_id) VALUES (1, 1);
