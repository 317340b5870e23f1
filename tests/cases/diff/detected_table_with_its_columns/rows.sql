INSERT INTO carts (id, email, country, created_at) VALUES (1, 'a@x.org', 'NL', 'monday'), (2, 'b@x.org', 'FR', NULL);
INSERT INTO cart_lines (id, cart_id, article, quantity) VALUES (1, 1, 'pen', 3), (2, 2, 'ink', 1);
