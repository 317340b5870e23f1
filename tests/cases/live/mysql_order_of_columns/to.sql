CREATE TABLE t (e int NOT NULL DEFAULT 7, a int, n int, c int, b int, d int);
CREATE TABLE shelves (size int, half int GENERATED ALWAYS AS (size / 2) VIRTUAL, id int NOT NULL PRIMARY KEY);
