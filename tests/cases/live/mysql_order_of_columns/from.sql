CREATE TABLE t (a int, b int, c int, d int, e int NOT NULL DEFAULT 7);
INSERT INTO t VALUES (1, 2, 3, 4, 5);
