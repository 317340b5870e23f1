CREATE TYPE place AS (street text, number int, city text);
CREATE TYPE kept AS (a int, b int);
CREATE FUNCTION spelled(place) RETURNS text LANGUAGE sql AS 'SELECT $1.street';
CREATE TABLE t (id int, k kept);
INSERT INTO t VALUES (1, '(1,2)');
