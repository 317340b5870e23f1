INSERT INTO writers VALUES (1, 'Ann'), (2, 'Bob');
INSERT INTO books (id, writer_id, editor_id, price) VALUES (5, 1, 2, 8), (6, 2, NULL, NULL);
