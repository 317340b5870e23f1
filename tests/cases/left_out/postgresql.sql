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
--- case the same where the file says that it does not cover rights
CREATE FUNCTION sf(a int) RETURNS int LANGUAGE sql AS 'SELECT 42';
REVOKE EXECUTE ON FUNCTION sf(int) FROM PUBLIC;
CREATE VIEW v AS SELECT sf(1) AS n;
GRANT SELECT ON v TO pg_monitor;
--- wanted schemac
dialect postgresql
covers everything except grants
sql function "sf(integer)" `CREATE OR REPLACE FUNCTION public.sf(id integer) RETURNS integer LANGUAGE sql AS $$SELECT 42$$`
sql view v `SELECT sf(1) AS n`
--- kept
SELECT coalesce(proacl::text, 'everybody') FROM pg_proc WHERE proname = 'sf'
--- kept
SELECT relacl::text FROM pg_class WHERE relname = 'v'
--- case excluded rights of a function made again
CREATE FUNCTION sf(a int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 42';
REVOKE EXECUTE ON FUNCTION sf(int) FROM PUBLIC;
--- options --exclude=grants
--- wanted sql
CREATE FUNCTION sf(id int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 42';
--- kept
SELECT coalesce(proacl::text, 'everybody') FROM pg_proc WHERE proname = 'sf'
--- case excluded kinds on a table that becomes partitioned
CREATE TABLE logs (id int NOT NULL, at date NOT NULL);
INSERT INTO logs SELECT i, date '2024-01-01' + i FROM generate_series(1, 5) i;
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER bumps AFTER UPDATE ON logs FOR EACH ROW EXECUTE FUNCTION bump();
ALTER TABLE logs ENABLE ALWAYS TRIGGER bumps;
COMMENT ON TRIGGER bumps ON logs IS 'bumps';
CREATE RULE no_delete AS ON DELETE TO logs DO INSTEAD NOTHING;
ALTER TABLE logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON logs USING (id < 3);
GRANT SELECT ON logs TO pg_monitor;
CREATE VIEW late AS SELECT id FROM logs;
GRANT SELECT ON late TO pg_monitor;
--- options --exclude=policies,grants,triggers,rules,views
--- wanted sql
CREATE TABLE logs (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_all PARTITION OF logs DEFAULT;
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
--- kept
SELECT relrowsecurity::text || relacl::text FROM pg_class WHERE oid = 'logs'::regclass
--- kept
SELECT polname || pg_get_expr(polqual, polrelid) FROM pg_policy
--- kept
SELECT tgname || tgenabled || obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgrelid = 'logs'::regclass
--- kept
SELECT rulename FROM pg_rewrite WHERE ev_class = 'logs'::regclass
--- kept
SELECT pg_get_viewdef('late'::regclass) || relacl::text FROM pg_class WHERE relname = 'late'
--- kept
SELECT id FROM logs ORDER BY id
--- case one policy by its name
CREATE TABLE t (a int, b text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY po ON t USING (a > 1);
CREATE POLICY other ON t USING (a > 2);
--- options --exclude=t.po
--- wanted sql
CREATE TABLE t (a bigint, b text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY other ON t USING (a > 2);
--- kept
SELECT polname || pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1
--- case an excluded trigger and index of views around a column that gets another type
CREATE TABLE t (a int PRIMARY KEY);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER puts INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION put();
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX mi ON m (a);
--- options --exclude=triggers,mi
--- wanted sql
CREATE TABLE t (a bigint PRIMARY KEY);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
--- kept
SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
--- kept
SELECT relname FROM pg_class WHERE relname = 'mi'
--- case excluded rights on a generated column made again
CREATE TABLE t (id int PRIMARY KEY, g bigint GENERATED ALWAYS AS (id * 2) STORED);
GRANT SELECT (g) ON t TO pg_monitor;
--- options --exclude=grants
--- wanted sql
CREATE TABLE t (id bigint PRIMARY KEY, g bigint GENERATED ALWAYS AS (id * 2) STORED);
--- kept
SELECT attacl::text FROM pg_attribute WHERE attname = 'g' AND attrelid = 't'::regclass
--- case an excluded view over a column that gets another type
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT ON v TO pg_monitor;
--- options --exclude=views
--- wanted sql
CREATE TABLE t (a bigint);
--- kept
SELECT pg_get_viewdef('v'::regclass) || relacl::text FROM pg_class WHERE relname = 'v'
--- case an excluded policy on a column that goes
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (a > 1);
--- options --exclude=policies
--- wanted sql
CREATE TABLE t (b int);
--- refused policy t.p depends on it and is left out of the comparison
--- case an excluded trigger of a function that goes
CREATE TABLE t (a int);
CREATE FUNCTION put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER puts BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION put();
--- options --exclude=triggers
--- wanted sql
CREATE TABLE t (a int);
--- refused trigger t.puts depends on it and is left out of the comparison
--- case a view in a schema that is left out over a column that gets another type
CREATE SCHEMA other;
CREATE TABLE t (a int PRIMARY KEY);
CREATE VIEW other.v AS SELECT a FROM t;
--- options --schemas=public
--- wanted sql
CREATE TABLE t (a bigint PRIMARY KEY);
--- kept
SELECT pg_get_viewdef('other.v'::regclass)
--- case a foreign key of an excluded table to one that is replaced
CREATE SCHEMA other;
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE other.o (a int CONSTRAINT leads REFERENCES public.t);
--- options --exclude=other.*
--- wanted sql
CREATE TABLE t (a int PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE t_all PARTITION OF t DEFAULT;
CREATE SCHEMA other;
--- refused foreign key other.o.leads depends on it and is left out of the comparison
--- case a column of an excluded table of an enum that loses a label
CREATE SCHEMA other;
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (x e);
CREATE TABLE other.o (x e);
--- options --schemas=public
--- wanted sql
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e);
--- refused column other.o.x depends on it and is left out of the comparison
--- case a function of an event trigger
CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION told();
--- wanted sql
CREATE TABLE t (a int);
--- refused event trigger tells depends on it and is not managed
--- case foreign keys to a schema that is left out
CREATE SCHEMA other;
CREATE TABLE other.o (a int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, a int CONSTRAINT leads_out REFERENCES other.o);
CREATE TABLE u (id int PRIMARY KEY, was int CONSTRAINT follows REFERENCES other.o);
--- options --schemas=public --rename=u.was:now
--- wanted sql
CREATE TABLE t (id int NOT NULL, a int) PARTITION BY RANGE (id);
CREATE TABLE t_all PARTITION OF t DEFAULT;
CREATE TABLE u (id int PRIMARY KEY, now bigint);
--- kept
SELECT conname FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 ORDER BY 1
--- case a schema that is left out as a whole
CREATE SCHEMA audit;
CREATE TABLE audit.log (a int);
CREATE TABLE t (a int);
--- options --exclude=audit.*
--- wanted sql
CREATE TABLE t (a int, b int);
--- kept
SELECT 'audit.log'::regclass::text
--- case an excluded view over a column that another view no longer shows
CREATE TABLE t (id int, nm text);
CREATE VIEW v AS SELECT id, nm FROM t;
CREATE VIEW w AS SELECT nm FROM v;
--- options --exclude=w --rename=t.nm:name
--- wanted sql
CREATE TABLE t (id int, name text);
CREATE VIEW v AS SELECT id, name FROM t;
--- refused view w depends on it and is left out of the comparison
--- case rights on a function that gets another name and another result
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
COMMENT ON FUNCTION f(int) IS 'of one';
REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(int) TO pg_monitor;
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON VIEW v IS 'of t';
CREATE VIEW u AS SELECT f(1) AS x, a FROM v;
--- wanted schemac
dialect postgresql
sql function "g(integer)" `CREATE OR REPLACE FUNCTION public.g(integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $function$SELECT 1$function$` was f
sql view w `SELECT a FROM t` was v
table t {
  a bigint
}
--- kept
SELECT string_agg(coalesce(proacl::text, 'everybody') || coalesce(obj_description(oid, 'pg_proc'), ''), ' ') FROM pg_proc WHERE proname IN ('f', 'g')
--- kept
SELECT string_agg(obj_description(oid, 'pg_class'), ' ') FROM pg_class WHERE relname IN ('v', 'w')
