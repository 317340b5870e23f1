--- case a right that was taken back on a function made again
CREATE FUNCTION sf(a int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path TO '' AS 'SELECT 42';
REVOKE EXECUTE ON FUNCTION sf(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sf(int) TO pg_monitor;
COMMENT ON FUNCTION sf(int) IS 'of forty-two';
--- wanted schemac
dialect postgresql
sql function "sf(integer)" `CREATE OR REPLACE FUNCTION public.sf(id integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path TO '' AS $$SELECT 42$$`
--- kept
SELECT coalesce(proacl::text, 'everybody') || coalesce(obj_description(oid, 'pg_proc'), '') FROM pg_proc WHERE proname = 'sf'
--- case what hangs on a generated column whose operand gets another type
CREATE TABLE t (id int PRIMARY KEY, g bigint GENERATED ALWAYS AS (id * 2) STORED);
CREATE VIEW v AS SELECT g FROM t;
CREATE INDEX gi ON t (g);
COMMENT ON COLUMN t.g IS 'twice'; COMMENT ON INDEX gi IS 'by g';
GRANT SELECT (g) ON t TO pg_monitor;
GRANT SELECT ON v TO pg_monitor;
--- wanted schemac
dialect postgresql
covers checks, enums, foreign_keys, indexes, tables
table t {
  id  bigint  primary key
  g   bigint  generated `id * 2`
  index gi (g)
}
--- kept
SELECT attacl::text || col_description(attrelid, attnum) FROM pg_attribute WHERE attname = 'g' AND attrelid = 't'::regclass
--- kept
SELECT relacl::text FROM pg_class WHERE relname = 'v'
--- kept
SELECT obj_description('gi'::regclass, 'pg_class')
--- case what hangs on a domain over another type
CREATE DOMAIN d AS int;
CREATE FUNCTION f(x d) RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f(d) FROM PUBLIC;
GRANT USAGE ON DOMAIN d TO pg_monitor;
CREATE TABLE t (id int PRIMARY KEY, x d);
CREATE VIEW v AS SELECT x FROM t;
GRANT SELECT ON v TO pg_monitor;
--- wanted schemac
dialect postgresql
sql domain d `CREATE DOMAIN public.d AS bigint`
table t {
  id  int  primary key
  x   d
}
--- kept
SELECT coalesce(proacl::text, 'everybody') FROM pg_proc WHERE proname = 'f'
--- kept
SELECT relacl::text FROM pg_class WHERE relname = 'v'
--- kept
SELECT typacl::text FROM pg_type WHERE typname = 'd'
