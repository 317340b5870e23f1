CREATE TABLE t (a int, b int, c int, d int, e int NOT NULL DEFAULT 7);
INSERT INTO t VALUES (1, 2, 3, 4, 5);
CREATE TABLE shelves (half int GENERATED ALWAYS AS (size / 2) VIRTUAL, size int, id int NOT NULL PRIMARY KEY);
INSERT INTO shelves (id, size) VALUES (1, 4), (2, NULL);
