-- Operators that one server writes as functions, and parentheses that another writes around each.
CREATE TABLE t (
  a varchar(9), d date, n int,
  CHECK (a NOT REGEXP 'x'),
  CHECK (a RLIKE 'z' OR a SOUNDS LIKE 'q'),
  CHECK (d > DATE '2020-01-01' AND d < TIMESTAMP '2030-01-01 10:00:00'),
  CHECK (a NOT LIKE 'x' AND a NOT IN ('a') AND a IN ('x', 'y') AND a NOT BETWEEN 'b' AND 'c'),
  CHECK (d + INTERVAL 1 DAY > d AND d - INTERVAL 1 DAY < d),
  CHECK (date_add(d, INTERVAL 1 DAY) > d AND a LIKE 'x|%' ESCAPE '|' AND mod(n, 2) AND n % 2 AND n MOD 2),
  CHECK (CAST(a AS char(3)) = 'x')
) CHARSET=utf8mb4;
CREATE TABLE parts (c1 int, c2 int) PARTITION BY HASH (c1 + `c2`) PARTITIONS 3;
CREATE TABLE ranges (c1 int, d date) PARTITION BY RANGE (Year(d) + 1 * 2) SUBPARTITION BY HASH (c1 + 1) (
  PARTITION p VALUES LESS THAN (2021), PARTITION q VALUES LESS THAN MAXVALUE);
