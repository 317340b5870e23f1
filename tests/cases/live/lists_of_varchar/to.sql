CREATE DOMAIN letter AS varchar CHECK (VALUE IN ('a', 'b'));
CREATE TABLE t (x varchar(9) CHECK (x IN ('a', 'b')), y varchar);
CREATE INDEX t_x ON t (x) WHERE x NOT IN ('a', 'b');
CREATE VIEW v AS SELECT x FROM t WHERE x IN ('a', 'b') AND lower(y) IN ('c', 'd');
CREATE MATERIALIZED VIEW m AS SELECT y FROM t WHERE x NOT IN ('a', 'b');
CREATE POLICY p ON t USING (x IN ('a', 'b'));
