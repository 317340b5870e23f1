-- differs between texts: who runs the file is CURRENT_USER in one and named in the other
-- What objects are born with depends on the statements before them.
CREATE FUNCTION before() RETURNS int LANGUAGE sql AS 'select 1';
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
CREATE FUNCTION closed() RETURNS int LANGUAGE sql AS 'select 1';
CREATE FUNCTION app.open() RETURNS int LANGUAGE sql AS 'select 1';
CREATE FUNCTION opened() RETURNS int LANGUAGE sql AS 'select 1';
GRANT EXECUTE ON FUNCTION opened() TO PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
CREATE TYPE mood AS ENUM ('sad', 'glad');

-- A narrower right on a column beside one on the table.
CREATE TABLE t (a int, b int);
GRANT SELECT ON t TO pg_monitor;
GRANT UPDATE (a) ON t TO pg_monitor;
GRANT SELECT (b), INSERT (b) ON t TO pg_read_all_stats;
