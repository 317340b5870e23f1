CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE DOMAIN loses AS text COLLATE ci CHECK (value <> 'root');
CREATE DOMAIN gets AS text;
CREATE DOMAIN over AS loses;
CREATE DOMAIN number AS text COLLATE "C";
CREATE TABLE t (
  id int PRIMARY KEY,
  a loses UNIQUE,
  b gets UNIQUE,
  c loses COLLATE "C" DEFAULT 'x',
  d loses COLLATE "default",
  e gets COLLATE "C",
  f over,
  g number
);
CREATE INDEX i ON t (lower(a), f);
INSERT INTO t VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', '12');
