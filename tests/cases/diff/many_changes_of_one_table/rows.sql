INSERT INTO customers VALUES (1, 'Ann', 'ann@x', 'l', 30), (2, NULL, 'bob@x', NULL, 40); INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2);
