INSERT INTO events (id, kind, order_id, user_id, order_token) VALUES (1, 'placed', 7, 5, 'aa-7'), (2, 'paid', 8, NULL, 'bb-8');
