INSERT INTO products (id, meta, private_meta, price, created) VALUES (1, 'm1', 'p1', 10, '2026-01-05'), (2, 'm2', 'p2', NULL, NULL);
