-- `||` as every session of a server's default mode reads it, and as one with PIPES_AS_CONCAT does
SET SESSION sql_mode = 'STRICT_TRANS_TABLES';
CREATE TABLE flags (id int PRIMARY KEY, a int, b int, either int AS (a || b || id = 7) STORED, CHECK (a > 1||b > 1 and id > 0));
CREATE VIEW either AS SELECT a || b, id FROM flags WHERE a = 1 || b = 1 AND id > 3;
SET SESSION sql_mode = 'PIPES_AS_CONCAT,STRICT_TRANS_TABLES';
CREATE TABLE people (id int PRIMARY KEY, first varchar(20), last varchar(20) COLLATE utf8mb4_bin, at date,
  whole varchar(80) AS (first || ' ' || last) VIRTUAL,
  `sign` varchar(80) AS (- id || 2 * 3 ^ id||'x') VIRTUAL,
  other varchar(80) AS (case when first || '' = last then upper(first)||'a' 'b' else last collate utf8mb4_bin || (first || id) end || 'end') VIRTUAL,
  label varchar(80) DEFAULT ('a' || upper('b')),
  CHECK (first || last <> 'x' and not id || 1 = 2));
CREATE VIEW names AS SELECT p.first || ' ' || p.last, binary first||~id AS q, count(*) || 'x' FROM people p
  WHERE first || last LIKE 'a%' || 'b' AND id IN (SELECT id || '' FROM people) GROUP BY first, last, id;
SET sql_mode = DEFAULT;
CREATE TABLE last (a int, b int, CHECK (a || b));
DELIMITER //
CREATE TRIGGER counted BEFORE INSERT ON flags FOR EACH ROW BEGIN IF NEW.a || NEW.b THEN SET NEW.id = 1; END IF; END//
