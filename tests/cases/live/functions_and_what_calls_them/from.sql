CREATE FUNCTION double(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x * 2';
CREATE FUNCTION label(x int) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT 'a;%:b' || x $$;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.changed := now(); RETURN NEW; END $f$;
CREATE TABLE things (
  id int PRIMARY KEY, n int DEFAULT double(1), twice int GENERATED ALWAYS AS (double(n)) STORED, changed timestamptz,
  note text DEFAULT label(3), CONSTRAINT small CHECK (double(n) < 100));
INSERT INTO things (id, n) VALUES (1, 4), (2, 5);
CREATE INDEX things_double ON things (double(id));
CREATE TRIGGER stamp BEFORE UPDATE OF n ON things FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION stamp();
ALTER TABLE things DISABLE TRIGGER stamp;
COMMENT ON TRIGGER stamp ON things IS 'when';
CREATE PROCEDURE tidy(keep int DEFAULT 3) LANGUAGE sql AS 'DELETE FROM things WHERE id > keep';
CREATE FUNCTION goes(text, "odd arg" int) RETURNS SETOF things LANGUAGE sql AS 'SELECT * FROM things';
REVOKE EXECUTE ON FUNCTION goes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION goes TO pg_monitor;
