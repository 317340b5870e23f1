--- case a policy becomes permissive
CREATE TABLE t (a int, b int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
--- from
CREATE POLICY p ON t AS RESTRICTIVE USING (a > 0);
--- to
CREATE POLICY p ON t USING (a > 0);
--- asks widen-policy
--- case a policy becomes restrictive
CREATE TABLE t (a int, b int);
--- from
CREATE POLICY p ON t USING (a > 0);
--- to
CREATE POLICY p ON t AS RESTRICTIVE USING (a > 0);
--- asks
--- case a policy is for everybody
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t TO pg_monitor USING (a > 0);
--- to
CREATE POLICY p ON t TO PUBLIC USING (a > 0);
--- asks widen-policy
--- case a policy is for one more role
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t TO pg_monitor USING (a > 0);
--- to
CREATE POLICY p ON t TO pg_monitor, pg_read_all_data USING (a > 0);
--- asks widen-policy
--- case a policy is for one role less
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t TO pg_monitor, pg_read_all_data USING (a > 0);
--- to
CREATE POLICY p ON t TO pg_monitor USING (a > 0);
--- asks
--- case a restrictive policy is for one role less
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t AS RESTRICTIVE TO pg_monitor, pg_read_all_data USING (a > 0);
--- to
CREATE POLICY p ON t AS RESTRICTIVE TO pg_monitor USING (a > 0);
--- asks widen-policy
--- case a policy is for all commands
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t FOR SELECT USING (a > 0);
--- to
CREATE POLICY p ON t FOR ALL USING (a > 0);
--- asks widen-policy
--- case a policy is for another command
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t FOR SELECT USING (a > 0);
--- to
CREATE POLICY p ON t FOR DELETE USING (a > 0);
--- asks widen-policy
--- case a policy is for fewer commands
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t FOR ALL USING (a > 0);
--- to
CREATE POLICY p ON t FOR SELECT USING (a > 0);
--- asks
--- case USING says something else
CREATE TABLE t (a int, owner text);
--- from
CREATE POLICY p ON t USING (owner = current_user);
--- to
CREATE POLICY p ON t USING (owner IS NOT NULL);
--- asks widen-policy
--- case USING says more
CREATE TABLE t (a int, owner text);
--- from
CREATE POLICY p ON t USING (owner = current_user);
--- to
CREATE POLICY p ON t USING (owner = current_user AND a > 3);
--- asks
--- case WITH CHECK comes beside a narrower USING
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t USING (a > 0);
--- to
CREATE POLICY p ON t USING (a > 5) WITH CHECK (true);
--- asks widen-policy
--- case WITH CHECK goes
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t USING (a > 0) WITH CHECK (a > 9);
--- to
CREATE POLICY p ON t USING (a > 0);
--- asks widen-policy
--- case USING of a restrictive policy goes
CREATE TABLE t (a int);
--- from
CREATE POLICY p ON t AS RESTRICTIVE USING (a > 0) WITH CHECK (a > 0);
--- to
CREATE POLICY p ON t AS RESTRICTIVE WITH CHECK (a > 0);
--- asks widen-policy
--- case one more policy where row security is on
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE POLICY p ON t USING (a > 0);
--- from
--- to
CREATE FUNCTION g(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE POLICY q ON t USING (g(a));
--- asks widen-policy
--- case one more restrictive policy
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
--- from
--- to
CREATE POLICY q ON t AS RESTRICTIVE USING (a < 9);
--- asks
--- case row security comes with its policies
CREATE TABLE t (a int);
--- from
--- to
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY q ON t USING (a < 9);
--- asks
--- case row security is no longer forced
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
--- from
ALTER TABLE t FORCE ROW LEVEL SECURITY;
--- to
--- asks drop-row-security
--- case a function runs with its owner's rights
--- from
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- to
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
--- asks weaken-security
--- case a function no longer runs with its owner's rights
--- from
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
--- to
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- asks
--- case a function loses its search_path
--- from
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';
--- to
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
--- asks weaken-security
--- case a function's search_path is another one
--- from
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog SET work_mem = '1MB' AS 'SELECT 1';
--- to
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public SET work_mem = '1MB' AS 'SELECT 1';
--- asks weaken-security
--- case a function's body is another one
--- from
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';
--- to
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 2';
--- asks
--- case a function is leakproof
--- from
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
--- to
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true';
--- asks weaken-security
--- case a function with other arguments takes its place
--- from
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
--- to
CREATE FUNCTION f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
--- asks drop-routine
--- case a view runs with its owner's rights
--- since 15
CREATE TABLE t (a int);
--- from
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t;
--- to
CREATE VIEW v AS SELECT a FROM t;
--- asks weaken-security
--- case a view is no security barrier
CREATE TABLE t (a int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WHERE a > 0;
--- to
CREATE VIEW v AS SELECT a FROM t WHERE a > 0;
--- asks weaken-security
--- case a view loses its check option
CREATE TABLE t (a int);
--- from
CREATE VIEW v AS SELECT a FROM t WHERE a > 0 WITH CHECK OPTION;
--- to
CREATE VIEW v AS SELECT a FROM t WHERE a > 0;
--- asks drop-check
--- case a view's check option is local
CREATE TABLE t (a int);
CREATE VIEW w AS SELECT a FROM t WHERE a > 0;
--- from
CREATE VIEW v AS SELECT a FROM w WITH CASCADED CHECK OPTION;
--- to
CREATE VIEW v AS SELECT a FROM w WITH LOCAL CHECK OPTION;
--- asks drop-check
--- case a view gets other columns
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;
--- to
CREATE VIEW v WITH (security_barrier) AS SELECT b FROM t;
--- asks
--- case a view is made again without what guarded it
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;
--- to
CREATE VIEW v AS SELECT b FROM t;
--- asks weaken-security
--- case a view is made again and everybody may read it
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v AS SELECT a FROM t;
--- to
CREATE VIEW v AS SELECT b FROM t;
GRANT SELECT ON v TO PUBLIC;
--- asks grant-to-public
--- case a right may be granted on
CREATE TABLE t (a int);
--- from
GRANT SELECT ON t TO pg_monitor;
--- to
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
--- asks grant-option
--- case a right comes that may be granted on
CREATE TABLE t (a int);
--- from
--- to
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
--- asks grant-option
--- case a right may no longer be granted on
CREATE TABLE t (a int);
--- from
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
--- to
GRANT SELECT ON t TO pg_monitor;
--- asks revoke
--- case a role gets a right
CREATE TABLE t (a int);
--- from
--- to
GRANT SELECT ON t TO pg_monitor;
--- asks
--- case everybody gets another right
CREATE TABLE t (a int);
--- from
GRANT SELECT ON t TO PUBLIC;
--- to
GRANT SELECT, UPDATE ON t TO PUBLIC;
--- asks grant-to-public
--- case everybody gets a right on a column
CREATE TABLE t (a int);
--- from
--- to
GRANT SELECT (a) ON t TO PUBLIC;
--- asks grant-to-public
--- case everybody gets rights on what will be made
--- from
--- to
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
--- asks grant-to-public
--- case a function may be called by everybody again
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- from
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
--- to
--- asks grant-to-public
--- case a trigger fires on replicas alone
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- from
--- to
ALTER TABLE t ENABLE REPLICA TRIGGER x;
--- asks disable-trigger
--- case a trigger no longer fires on replicas
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- from
ALTER TABLE t ENABLE ALWAYS TRIGGER x;
--- to
--- asks disable-trigger
--- case a trigger fires on replicas too
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- from
--- to
ALTER TABLE t ENABLE ALWAYS TRIGGER x;
--- asks
--- case a disabled trigger fires again
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- from
ALTER TABLE t DISABLE TRIGGER x;
--- to
--- asks
--- case a trigger fires for fewer events
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- asks narrow-trigger
--- case a trigger fires for more events
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
--- asks
--- case a trigger fires for one column
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
--- asks narrow-trigger
--- case a trigger gets a condition
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION f();
--- asks narrow-trigger
--- case a trigger's condition is wider
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW WHEN (new.a > 5) EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION f();
--- asks
--- case a trigger fires once a statement
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
--- from
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
--- to
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f();
--- asks narrow-trigger
--- case a rule comes that does nothing instead
CREATE TABLE t (a int);
--- from
--- to
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
--- asks swallow-rows
--- case a rule comes that does something besides
CREATE TABLE t (a int);
CREATE TABLE log (a int);
--- from
--- to
CREATE RULE r AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (1);
--- asks
--- case a rule does it instead
CREATE TABLE t (a int);
CREATE TABLE log (a int);
--- from
CREATE RULE r AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (1);
--- to
CREATE RULE r AS ON DELETE TO t DO INSTEAD INSERT INTO log VALUES (1);
--- asks swallow-rows
--- case a unique index gets a condition
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a);
--- to
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
--- asks drop-unique
--- case a unique index's condition is wider
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a) WHERE b > 5;
--- to
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
--- asks
--- case a unique index's condition is narrower
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
--- to
CREATE UNIQUE INDEX i ON t (a) WHERE b > 5;
--- asks drop-unique
--- case a unique index becomes plain
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a);
--- to
CREATE INDEX i ON t (a);
--- asks drop-unique
--- case a unique index has one more column
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a);
--- to
CREATE UNIQUE INDEX i ON t (a, b);
--- asks drop-unique
--- case a unique index has one column less
CREATE TABLE t (a int, b int);
--- from
CREATE UNIQUE INDEX i ON t (a, b);
--- to
CREATE UNIQUE INDEX i ON t (a);
--- asks
--- case a unique index is on another expression
CREATE TABLE t (a text);
--- from
CREATE UNIQUE INDEX i ON t (lower(a));
--- to
CREATE UNIQUE INDEX i ON t (a);
--- asks drop-unique
--- case NULLs are distinct again
--- since 15
CREATE TABLE t (a int);
--- from
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
--- to
CREATE UNIQUE INDEX i ON t (a);
--- asks drop-unique
--- case NULLs are distinct again in a constraint
--- since 15
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a);
--- to
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
--- asks drop-unique
--- case NULLs are distinct again where there are none
--- since 15
CREATE TABLE t (a int NOT NULL);
--- from
ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a);
--- to
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
--- asks
--- case a primary key becomes unique
CREATE TABLE t (a int NOT NULL);
--- from
ALTER TABLE t ADD PRIMARY KEY (a);
--- to
ALTER TABLE t ADD UNIQUE (a);
--- asks
--- case a column under a unique index gets another type
--- from
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
--- to
CREATE TABLE t (a bigint);
CREATE UNIQUE INDEX i ON t (a);
--- asks
--- case an exclusion is another one
CREATE TABLE t (a int, b int4range);
--- from
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (b WITH &&);
--- to
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (b WITH &&) WHERE (a > 0);
--- asks drop-unique
--- case a check is wider
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 5);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
--- asks widen-check
--- case a check is narrower
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 5);
--- asks
--- case a check has a longer list
CREATE TABLE t (a text);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a IN ('x', 'y'));
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a IN ('x', 'y', 'z'));
--- asks widen-check
--- case a check has a shorter list
CREATE TABLE t (a text);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a IN ('x', 'y', 'z'));
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a IN ('x', 'z'));
--- asks
--- case a check is part of a longer one
CREATE TABLE t (a int, b int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND b > 0);
ALTER TABLE t ADD CONSTRAINT d CHECK (a < 9);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND b > 0 AND a < 9);
--- asks
--- case a check is two
CREATE TABLE t (a int, b int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND b > 0);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
ALTER TABLE t ADD CONSTRAINT d CHECK (b > 0);
--- asks
--- case a check no longer holds heirs
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NO INHERIT;
--- asks widen-check
--- case a check is not valid
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
--- asks widen-check
--- case a check becomes valid
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
--- asks
--- case the check of a renamed column changes its words
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND a < 9);
--- to
ALTER TABLE t ADD CONSTRAINT c CHECK (a < 9 AND a > 0);
--- asks
--- case a domain's check is wider
--- from
CREATE DOMAIN d AS int CONSTRAINT c CHECK (value > 5);
--- to
CREATE DOMAIN d AS int CONSTRAINT c CHECK (value > 0);
--- asks widen-check
--- case a domain's check is narrower
--- from
CREATE DOMAIN d AS int CONSTRAINT c CHECK (value > 0);
--- to
CREATE DOMAIN d AS int CONSTRAINT c CHECK (value > 5);
--- asks
--- case a foreign key deletes rows
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE RESTRICT;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
--- asks add-cascade
--- case a foreign key empties columns
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL;
--- asks add-cascade
--- case a foreign key deletes rows that it emptied
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
--- asks add-cascade
--- case a foreign key empties what it deleted
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE SET DEFAULT;
--- asks
--- case a foreign key empties one more column
--- since 15
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (a);
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL;
--- asks add-cascade
--- case a foreign key follows its key
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON UPDATE CASCADE;
--- asks
--- case a foreign key forgets a changed key
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON UPDATE SET NULL;
--- asks add-cascade
--- case a foreign key comes that deletes rows
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
--- asks add-cascade
--- case a foreign key comes with its column
CREATE TABLE p (a int PRIMARY KEY);
--- from
CREATE TABLE t (b int);
--- to
CREATE TABLE t (b int, a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE);
--- asks
--- case a foreign key is not valid
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID;
--- asks drop-foreign-key
--- case a foreign key is not enforced
--- since 18
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT ENFORCED;
--- asks drop-foreign-key
--- case a foreign key refers to another table
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE q (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES q;
--- asks drop-foreign-key
--- case a foreign key lets NULL pass beside a value
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p MATCH FULL;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p;
--- asks drop-foreign-key
--- case a foreign key is deferrable
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int);
--- from
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;
--- to
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p DEFERRABLE INITIALLY DEFERRED;
--- asks
--- case a sequence begins again
--- from
CREATE SEQUENCE s;
--- to
CREATE SEQUENCE s CYCLE;
--- asks repeat-numbers
--- case an identity begins again
--- from
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
--- to
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (CYCLE));
--- asks repeat-numbers
--- case a partition is unlogged
CREATE TABLE t (a int) PARTITION BY LIST (a);
--- from
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
--- to
CREATE UNLOGGED TABLE t1 PARTITION OF t FOR VALUES IN (1);
--- asks forget-rows
--- case a partition's unique index goes
CREATE TABLE t (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
--- from
CREATE UNIQUE INDEX i ON t1 (b);
--- to
--- asks drop-unique
--- case a column becomes nullable
--- from
CREATE TABLE t (a int NOT NULL DEFAULT 1);
--- to
CREATE TABLE t (a int);
--- asks
--- case a key goes with a computed column
--- from
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED UNIQUE);
--- to
CREATE TABLE t (a int);
--- asks drop-unique
--- case a column of a renamed table goes
--- rename t:u
--- from
CREATE TABLE t (a int, b int, c int);
--- to
CREATE TABLE u (a int, c int);
--- asks drop-column
--- case a column of a renamed table gets narrower
--- rename t:u
--- from
CREATE TABLE t (a varchar(50), b int);
--- to
CREATE TABLE u (a varchar(5), b int);
--- asks narrow-type
--- case a check of a renamed table and column goes
--- rename t:u
--- rename u.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0));
--- to
CREATE TABLE u (a int, c int);
--- asks drop-check
--- case a check follows a renamed column
--- rename t.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0), CONSTRAINT u UNIQUE (b));
--- to
CREATE TABLE t (a int, c int, CONSTRAINT k CHECK (c > 0), CONSTRAINT u UNIQUE (c));
--- asks
--- case a table goes and another takes its name
--- rename b:a
--- from
CREATE TABLE a (x int, y int);
CREATE TABLE b (z int, w int);
--- to
CREATE TABLE a (z int, w int);
--- asks drop-table
--- case a right on a table becomes one on a column
CREATE TABLE t (a int, b int);
--- from
GRANT SELECT, INSERT ON t TO pg_monitor;
--- to
GRANT SELECT (a) ON t TO pg_monitor;
--- asks revoke
--- case a right on a column becomes one on its table
CREATE TABLE t (a int, b int);
--- from
GRANT SELECT (a) ON t TO pg_monitor;
--- to
GRANT SELECT ON t TO pg_monitor;
--- asks
--- case a right goes beside one on a column that stays
CREATE TABLE t (a int, b int);
GRANT SELECT (a) ON t TO pg_monitor;
--- from
GRANT INSERT ON t TO pg_monitor;
--- to
--- asks revoke
--- case a right on a column moves to another
CREATE TABLE t (a int, b int);
--- from
GRANT SELECT (a) ON t TO pg_monitor;
--- to
GRANT SELECT (b) ON t TO pg_monitor;
--- asks revoke
--- case what default privileges gave to a new table is taken back
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;
--- from
--- to
CREATE TABLE t (a int);
REVOKE SELECT ON t FROM pg_monitor;
--- asks
--- case a table inherits no longer
CREATE TABLE p (a int);
--- from
CREATE TABLE c () INHERITS (p);
--- to
CREATE TABLE c (a int);
--- asks detach-rows
--- case a partition is detached
CREATE TABLE p (a int) PARTITION BY RANGE (a);
--- from
CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (10);
--- to
CREATE TABLE q (a int);
--- asks detach-rows
--- case a partition gets other bounds
CREATE TABLE p (a int) PARTITION BY RANGE (a);
--- from
CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (10);
--- to
CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (20);
--- asks
--- case a unique key becomes deferrable
--- from
CREATE TABLE t (a int UNIQUE);
--- to
CREATE TABLE t (a int UNIQUE DEFERRABLE);
--- asks drop-unique
--- case a unique key is deferrable no longer
--- from
CREATE TABLE t (a int UNIQUE DEFERRABLE);
--- to
CREATE TABLE t (a int UNIQUE);
--- asks
--- case a security barrier gets another query
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WHERE b = 1;
--- to
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t;
--- asks weaken-security
--- case a security barrier's CTE shows more
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS WITH x AS (SELECT a FROM t WHERE a > 1) SELECT a FROM x;
--- to
CREATE VIEW v WITH (security_barrier) AS WITH x AS (SELECT a FROM t) SELECT a FROM x;
--- asks weaken-security
--- case a query in the list of a security barrier shows more
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT (SELECT max(b) FROM t WHERE a > 1) AS b FROM t;
--- to
CREATE VIEW v WITH (security_barrier) AS SELECT (SELECT max(b) FROM t) AS b FROM t;
--- asks weaken-security
--- case an aggregate of a security barrier has no filter
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT count(*) FILTER (WHERE a > 1) AS n FROM t;
--- to
CREATE VIEW v WITH (security_barrier) AS SELECT count(*) AS n FROM t;
--- asks weaken-security
--- case a security barrier shows what it added up
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM (SELECT sum(a)::int AS a FROM t) x;
CREATE VIEW w WITH (security_barrier) AS SELECT sum(a)::int AS a FROM t;
CREATE VIEW u WITH (security_barrier) AS SELECT CASE WHEN b = 1 THEN a END AS a FROM t;
CREATE VIEW y WITH (security_barrier) AS SELECT DISTINCT ON (b) a FROM t;
--- to
CREATE VIEW v WITH (security_barrier) AS SELECT a FROM (SELECT sum(a)::int AS a FROM t) x;
CREATE VIEW w WITH (security_barrier) AS SELECT a FROM t;
CREATE VIEW u WITH (security_barrier) AS SELECT a FROM t;
CREATE VIEW y WITH (security_barrier) AS SELECT a FROM t;
--- asks weaken-security
--- case a security barrier with a CTE shows another column
CREATE TABLE t (a int, b int);
--- from
CREATE VIEW v WITH (security_barrier) AS WITH x AS (SELECT a, b FROM t WHERE a > 1) SELECT a FROM x;
--- to
CREATE VIEW v WITH (security_barrier) AS WITH x AS (SELECT a, b FROM t WHERE a > 1) SELECT b FROM x;
--- asks
--- case a table has no replica identity
CREATE TABLE t (a int PRIMARY KEY);
--- from
--- to
ALTER TABLE t REPLICA IDENTITY NOTHING;
--- asks lose-replica-identity
--- case a unique key of another name begins to know case
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
--- from
CREATE TABLE t (a text COLLATE ci CONSTRAINT k UNIQUE);
--- to
CREATE TABLE t (a text CONSTRAINT l UNIQUE);
--- asks drop-unique
--- case a partition has no replica identity
CREATE TABLE t (a int PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2);
--- from
--- to
ALTER TABLE p REPLICA IDENTITY NOTHING;
--- asks lose-replica-identity
--- case a column is no identity any more
CREATE TABLE t (a int);
--- from
ALTER TABLE t ALTER a SET NOT NULL, ALTER a ADD GENERATED ALWAYS AS IDENTITY;
--- to
ALTER TABLE t ALTER a SET NOT NULL;
--- asks drop-sequence
--- case a column begins to tell cases apart under a key, a check, a policy, a trigger, an index and a barrier
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
--- from
CREATE TABLE d (id int, n text COLLATE ci UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
CREATE UNIQUE INDEX i ON d (id) WHERE n = 'a';
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (n <> 'admin');
CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW WHEN (new.n = 'x') EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id FROM d WHERE n <> 'secret';
CREATE VIEW w WITH (check_option = cascaded) AS SELECT id, n FROM d WHERE n <> 'secret';
--- to
CREATE TABLE d (id int, n text UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
CREATE UNIQUE INDEX i ON d (id) WHERE n = 'a';
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (n <> 'admin');
CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW WHEN (new.n = 'x') EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id FROM d WHERE n <> 'secret';
CREATE VIEW w WITH (check_option = cascaded) AS SELECT id, n FROM d WHERE n <> 'secret';
--- asks drop-check drop-unique narrow-trigger weaken-security widen-check widen-policy
--- case a unique key begins to tell cases apart by another collation
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
--- from
CREATE TABLE d (id int, n text COLLATE ci);
CREATE UNIQUE INDEX i ON d (n);
--- to
CREATE TABLE d (id int, n text COLLATE "C");
CREATE UNIQUE INDEX i ON d (n);
--- asks drop-unique
--- case an index begins to tell cases apart by a collation of its own
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TABLE d (id int, n text);
--- from
CREATE UNIQUE INDEX i ON d (n COLLATE ci);
--- to
CREATE UNIQUE INDEX i ON d (n);
--- asks drop-unique
--- case an exclusion begins to tell cases apart
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
--- from
CREATE TABLE d (id int, n text COLLATE ci, CONSTRAINT k EXCLUDE USING btree (n WITH =));
--- to
CREATE TABLE d (id int, n text, CONSTRAINT k EXCLUDE USING btree (n WITH =));
--- asks drop-unique
--- case a check and a policy let fewer pass of a column that begins to tell cases apart
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
--- from
CREATE TABLE d (id int, n text COLLATE ci, CONSTRAINT k CHECK (n = 'root' OR n IN ('a', 'b') OR n IS NULL));
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (n = 'admin' AND NOT (n <> 'x') AND id > 1);
CREATE POLICY q ON d USING (id > 1);
CREATE TRIGGER t BEFORE UPDATE ON d FOR EACH ROW WHEN (new.n IS DISTINCT FROM old.n) EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id, n FROM d WHERE id > 1;
CREATE UNIQUE INDEX i ON d (id) WHERE n <> 'a';
--- to
CREATE TABLE d (id int, n text, CONSTRAINT k CHECK (n = 'root' OR n IN ('a', 'b') OR n IS NULL));
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (n = 'admin' AND NOT (n <> 'x') AND id > 1);
CREATE POLICY q ON d USING (id > 1);
CREATE TRIGGER t BEFORE UPDATE ON d FOR EACH ROW WHEN (new.n IS DISTINCT FROM old.n) EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id, n FROM d WHERE id > 1;
CREATE UNIQUE INDEX i ON d (id) WHERE n <> 'a';
--- asks
--- case a column no longer tells cases apart
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
--- from
CREATE TABLE d (id int, n text UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- to
CREATE TABLE d (id int, n text COLLATE ci UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- asks
--- case blanks at the end begin to count
--- from
CREATE TABLE d (id int, n char(5) UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- to
CREATE TABLE d (id int, n text UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- asks drop-unique widen-check
--- case blanks at the end begin to count, of nothing that compares
--- from
CREATE TABLE d (id int, n char(5), CONSTRAINT k CHECK (n IS NOT NULL));
--- to
CREATE TABLE d (id int, n text, CONSTRAINT k CHECK (n IS NOT NULL));
--- asks
--- case another collation tells cases apart
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE COLLATION cs (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = true);
--- from
CREATE TABLE d (id int, n text COLLATE ci UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- to
CREATE TABLE d (id int, n text COLLATE cs UNIQUE, CONSTRAINT k CHECK (n <> 'root'));
--- asks drop-unique widen-check
--- case labels change their order under a policy, a check, a trigger, an index and a barrier
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
--- from
CREATE TYPE lvl AS ENUM ('open', 'internal', 'secret');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l < 'secret'));
CREATE UNIQUE INDEX i ON d (id) WHERE l > 'open';
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l < 'internal');
CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW WHEN (new.l > 'internal') EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id FROM d WHERE l < 'internal';
--- to
CREATE TYPE lvl AS ENUM ('open', 'secret', 'internal');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l < 'secret'));
CREATE UNIQUE INDEX i ON d (id) WHERE l > 'open';
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l < 'internal');
CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW WHEN (new.l > 'internal') EXECUTE FUNCTION f();
CREATE VIEW v WITH (security_barrier) AS SELECT id FROM d WHERE l < 'internal';
--- asks drop-unique narrow-trigger weaken-security widen-check widen-policy
--- case labels change their order under what names the type alone
--- from
CREATE TYPE lvl AS ENUM ('open', 'internal', 'secret');
CREATE TABLE d (id int, l text);
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l::lvl < 'internal');
--- to
CREATE TYPE lvl AS ENUM ('open', 'secret', 'internal');
CREATE TABLE d (id int, l text);
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l::lvl < 'internal');
--- asks widen-policy
--- case labels change their order, and nothing looks at it
--- from
CREATE TYPE lvl AS ENUM ('open', 'internal', 'secret');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l <> 'secret' AND l IN ('open', 'internal')));
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l = 'open');
--- to
CREATE TYPE lvl AS ENUM ('open', 'secret', 'internal');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l <> 'secret' AND l IN ('open', 'internal')));
ALTER TABLE d ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON d USING (l = 'open');
--- asks
--- case a label comes in between
--- from
CREATE TYPE lvl AS ENUM ('open', 'secret');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l < 'secret'));
--- to
CREATE TYPE lvl AS ENUM ('open', 'internal', 'secret');
CREATE TABLE d (id int, l lvl, CONSTRAINT k CHECK (l < 'secret'));
--- asks
--- case a domain begins to tell cases apart under a check and a key
CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
--- from
CREATE DOMAIN d AS text COLLATE ci CHECK (VALUE <> 'root');
CREATE TABLE t (a int, b d UNIQUE);
--- to
CREATE DOMAIN d AS text CHECK (VALUE <> 'root');
CREATE TABLE t (a int, b d UNIQUE);
--- asks drop-unique narrow-type widen-check
