INSERT INTO t VALUES (1, '12', 'a', 'x');
