CREATE SCHEMA tools;
CREATE TABLE tools.kept (id integer);
CREATE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 2 * n $$;
CREATE DOMAIN code AS text;
CREATE TABLE parts (id integer PRIMARY KEY, code code, weight integer CHECK (double(weight) < 100));
CREATE VIEW light AS SELECT id FROM parts WHERE weight < 5;
GRANT SELECT ON light TO PUBLIC;
INSERT INTO parts VALUES (1, 'x', 3);
