CREATE DOMAIN code AS text CHECK (VALUE <> '');
CREATE DOMAIN short AS code;
CREATE DOMAIN amount AS bigint DEFAULT 1 NOT NULL;
CREATE TABLE items (id int PRIMARY KEY, c code NOT NULL DEFAULT 'a', s short, price amount, CHECK (c <> 'x'::code));
CREATE INDEX ON items (c) WHERE s IS NOT NULL;
CREATE VIEW codes AS SELECT c, s FROM items;
COMMENT ON VIEW codes IS 'all';
CREATE FUNCTION known(code) RETURNS bool LANGUAGE sql AS 'SELECT true';
COMMENT ON DOMAIN code IS 'a code';
