-- An index ON ONLY a partitioned table is valid once every partition has its own in it.
CREATE TABLE t (id integer, k text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
CREATE INDEX whole ON ONLY t (id);
CREATE INDEX whole_a ON t_a (id);
CREATE INDEX whole_b ON t_b (id);
ALTER INDEX whole ATTACH PARTITION whole_a;
ALTER INDEX whole ATTACH PARTITION whole_b;
CREATE INDEX half ON ONLY t (k);
CREATE INDEX half_a ON t_a (k);
ALTER INDEX half ATTACH PARTITION half_a;
CREATE TABLE empty (id integer, k text) PARTITION BY LIST (k);
CREATE INDEX of_none ON ONLY empty (id);
