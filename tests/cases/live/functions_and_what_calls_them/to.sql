CREATE FUNCTION double(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + x';
CREATE FUNCTION label(x int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'a;%:b\${y} $1?' || x $$;
COMMENT ON FUNCTION label IS 'its result is another type now';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.changed := clock_timestamp(); RETURN NEW; END $f$;
CREATE TABLE things (
  id int PRIMARY KEY, n int DEFAULT double(1), twice int GENERATED ALWAYS AS (double(n)) STORED, changed timestamptz,
  note text DEFAULT label(3), CONSTRAINT small CHECK (double(n) < 100));
CREATE INDEX things_double ON things (double(id));
CREATE TRIGGER stamp BEFORE UPDATE OF n ON things FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION stamp();
COMMENT ON TRIGGER stamp ON things IS 'when';
CREATE TABLE later (id int PRIMARY KEY, of int DEFAULT double(7));
CREATE PROCEDURE tidy(keep int DEFAULT 3, really boolean DEFAULT true) LANGUAGE sql AS 'DELETE FROM later WHERE id > keep AND really';
CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM later; END;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
