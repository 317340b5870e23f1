-- differs between texts: who runs the file is CURRENT_USER in one and named in the other
-- Default privileges are those of the role at hand.
SET ROLE pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_read_all_data;
RESET ROLE;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO pg_write_all_data;
SET SESSION AUTHORIZATION pg_monitor;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO pg_read_all_data;
SET SESSION AUTHORIZATION DEFAULT;
CREATE TABLE t (id integer);
