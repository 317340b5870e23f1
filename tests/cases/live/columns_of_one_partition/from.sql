CREATE TABLE t (id integer, k text NOT NULL, d integer DEFAULT 1, n integer, s text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t (d DEFAULT 7, n NOT NULL) FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b') PARTITION BY LIST (id);
CREATE TABLE t_b1 PARTITION OF t_b (d DEFAULT 8) FOR VALUES IN (1);
CREATE TABLE t_c (s text DEFAULT 'c', n integer, d integer, k text NOT NULL, id integer);
ALTER TABLE t ATTACH PARTITION t_c FOR VALUES IN ('c');
INSERT INTO t (id, k, n) VALUES (1, 'a', 1), (1, 'b', 1), (1, 'c', 1);
