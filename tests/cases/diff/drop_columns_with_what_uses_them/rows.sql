INSERT INTO t VALUES (1, 'k', 'x', 1, 2);
