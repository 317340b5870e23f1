CREATE SCHEMA tools;
CREATE TABLE tools.kept (id integer);
CREATE FUNCTION tools.double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 2 * n $$;
CREATE DOMAIN tools.code AS text;
CREATE TABLE parts (id integer PRIMARY KEY, code tools.code, weight integer CHECK (tools.double(weight) < 100));
CREATE VIEW tools.light AS SELECT id FROM parts WHERE weight < 5;
GRANT SELECT ON tools.light TO PUBLIC;
