CREATE TABLE things (id int, name text, changed timestamptz);
CREATE FUNCTION plain() RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'SELECT 1';
CREATE OR REPLACE FUNCTION many(a int, b text DEFAULT 'x', VARIADIC c numeric[] DEFAULT '{}') RETURNS SETOF things
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = public, pg_temp SET work_mem TO '1MB' AS $$ BEGIN RETURN; END; $$;
CREATE FUNCTION outs(INOUT a int, OUT b varchar(3)) LANGUAGE sql AS $body$ SELECT 1, 'x;y' $body$;
CREATE FUNCTION tables(n int) RETURNS TABLE (id int, "Odd" text) LANGUAGE sql AS 'SELECT 1, ''$function$''';
CREATE PROCEDURE does(a int, INOUT b text) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touches BEFORE INSERT OR UPDATE OF name, id ON things FOR EACH ROW WHEN (NEW.id > 0 AND NEW.name IS DISTINCT FROM 'x') EXECUTE FUNCTION touch('a', 'it''s');
CREATE CONSTRAINT TRIGGER later AFTER DELETE ON things DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE PROCEDURE touch();
CREATE TRIGGER seen AFTER UPDATE ON things REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE things DISABLE TRIGGER touches;
COMMENT ON FUNCTION many(int, text, numeric[]) IS 'many things';
COMMENT ON TRIGGER later ON things IS 'at the end';
DROP FUNCTION plain();

CREATE FUNCTION is_told(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE told_once (id int, at int, EXCLUDE USING btree (id WITH =) WHERE (is_told(at)));
