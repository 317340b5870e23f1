INSERT INTO orders VALUES (1, 'new', NULL, '2020-01-01'), (2, 'cancelled', 'x', '2020-01-01'), (3, 'void', NULL, '2020-01-01');
