CREATE TABLE t (e int NOT NULL DEFAULT 7, a int, n int, c int, b int, d int);
