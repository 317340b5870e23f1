INSERT INTO shops VALUES (1, 'tea'), (2, 'books');
INSERT INTO stores VALUES (5, 2, 'York');
