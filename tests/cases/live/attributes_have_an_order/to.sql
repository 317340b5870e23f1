CREATE TYPE place AS (street text, floor int, city text);
CREATE TYPE kept AS (a int, b int, c text);
CREATE FUNCTION spelled(place) RETURNS text LANGUAGE sql AS 'SELECT $1.street';
CREATE TABLE t (id int, k kept);
