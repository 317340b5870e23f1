-- One meaning in other spellings than the servers keep, one of each kind; mysql_spellings has them by the thousand.
CREATE TABLE constants (
  a int DEFAULT 1.0, b int DEFAULT 0x0A, c decimal(5,2) DEFAULT 1e1, d double DEFAULT 1.0E-7, e float(7,2) DEFAULT 1.5,
  f date DEFAULT '2020-1-1', g datetime(3) DEFAULT '2020-01-01', h time DEFAULT '10:00', i year DEFAULT 99,
  j varchar(9) DEFAULT N'x', k varchar(9) DEFAULT x'41', l varchar(9) NOT NULL DEFAULT "d'q", m char(5) DEFAULT 'a  ',
  n enum('a','B') DEFAULT 'A', o set('x','y') DEFAULT 'y,x', p bit(8) DEFAULT b'00000011', q binary(4) DEFAULT 'a',
  r varchar(9) DEFAULT '50\%', s ENUM("x", 'y ') DEFAULT "Y", t varchar(5) BINARY, u char(5) byte DEFAULT 'b', v text binary
) CHARSET=utf8mb4 ENGINE=INNODB MAX_ROWS=0;
CREATE TABLE expressions (
  a int, b int, s varchar(20), d datetime,
  c int AS (NOT a) STORED, e int AS (!a + b), f varchar(20) AS (SUBSTRING(s FROM 2 FOR 3)), g date AS (DATE(d)) STORED,
  h varchar(50) AS (CONCAT(s, "x")) STORED, i int AS (POSITION('x' IN s)), j int AS (ISNULL(a)), k datetime AS (ADDDATE(d, 5)),
  CHECK (NOT (a = 1)), CHECK (NOT a IN (1, 2)), CHECK (NOT (a OR b > 1)), CHECK (INSTR(s, '@') > 0), CHECK (s <> "x"),
  CHECK (a XOR b), CHECK (a IS NOT TRUE), CHECK (s = BINARY 's'), CHECK (CONVERT(s, SIGNED) > 0), CHECK (s NOT LIKE 'tmp\_%'),
  CHECK (a = (b IN (1, 2)) AND a <> TRUE), CHECK (a - -5 > 007)
) CHARSET=utf8mb4;
CREATE TABLE prefixes (c varchar(20), b varbinary(8), KEY (c(20)), KEY (b(8)), UNIQUE KEY u (c(5), b(8))) CHARSET=utf8mb4;
CREATE TABLE copied (c varchar(20), p int, FOREIGN KEY (p) REFERENCES nowhere (x)) CHARSET=utf8mb4 ENGINE=MYISAM;
CREATE TABLE ranges (at datetime NOT NULL) CHARSET=utf8mb4
PARTITION BY RANGE (to_days(at)) (PARTITION a VALUES LESS THAN (to_days('2020-01-01')), PARTITION z VALUES LESS THAN (MAXVALUE));
CREATE TABLE columns (s varchar(9), n int) CHARSET=utf8mb4
PARTITION BY LIST COLUMNS (s) (PARTITION a VALUES IN ("a", x'42'), PARTITION b VALUES IN (N'c', NULL));
CREATE TABLE parents (a int, b int, PRIMARY KEY (a, b)) CHARSET=utf8mb4;
CREATE TABLE children (
  x int, y int, FOREIGN KEY (x) REFERENCES parents (a), FOREIGN KEY named (x, y) REFERENCES parents (a, b) MATCH SIMPLE
) CHARSET=utf8mb4;
