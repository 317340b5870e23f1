CREATE TYPE size AS ENUM ('s', 'l');
ALTER TYPE size ADD VALUE 'xl';
ALTER TYPE size ADD VALUE IF NOT EXISTS 'm' BEFORE 'l';
ALTER TYPE size ADD VALUE 'xs' AFTER 's';
ALTER TYPE size RENAME VALUE 'xl' TO 'huge';
COMMENT ON TYPE size IS 'how large';
CREATE DOMAIN mail AS varchar(100) COLLATE "C" DEFAULT 'nobody@example.org' NOT NULL CHECK (VALUE LIKE '%@%') CONSTRAINT short CHECK (length(VALUE) < 90);
ALTER DOMAIN mail ADD CONSTRAINT late CHECK (VALUE <> 'x') NOT VALID;
ALTER DOMAIN mail DROP NOT NULL;
COMMENT ON DOMAIN mail IS 'an address';
COMMENT ON CONSTRAINT short ON DOMAIN mail IS 'not too long';
CREATE TYPE pair AS (first int, second text COLLATE "C");
ALTER TYPE pair ADD ATTRIBUTE third size, DROP ATTRIBUTE first;
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE uses (m mail, p pair, s span, sizes size[] DEFAULT ARRAY['s', 'l']::size[], CHECK (m <> 'root@example.org'));
CREATE COLLATION plain FROM "C";
CREATE COLLATION posix FROM "POSIX";
CREATE COLLATION german FROM "de-x-icu";
CREATE COLLATION copied FROM german;
CREATE COLLATION loose (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE COLLATION looser FROM loose;

-- as pg_dump writes it: `"bit"` has no length
CREATE TABLE bits_of_a_dump (flags bit(3) DEFAULT '101'::"bit" NOT NULL, v bit varying(5) DEFAULT '1'::"bit", c bit(4),
  CHECK ((c <> '0110'::"bit")));
