CREATE TABLE stays (id serial);
CREATE TABLE moves (id int);
CREATE TABLE goes (id int);
ALTER TABLE goes OWNER TO pg_monitor;
CREATE VIEW v AS SELECT 1 AS one;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE TYPE mood AS ENUM ('good');
CREATE SCHEMA space;
CREATE SEQUENCE numbers;
