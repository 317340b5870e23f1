-- Tables with everything that a column can have.
CREATE SCHEMA billing;
CREATE TYPE public.mood AS ENUM ('sad', 'fine');

CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
  number serial,
  name varchar(40) COLLATE "C" NOT NULL DEFAULT 'no;body',
  mood mood DEFAULT 'fine',
  moods public.mood[] DEFAULT '{sad, fine}',
  price numeric(10,2) DEFAULT -1.5 CHECK (price > -2),
  ratio double precision DEFAULT 0,
  born timestamptz(3) DEFAULT now() NOT NULL,
  waits interval DEFAULT '1 hour',
  flag boolean DEFAULT 't',
  code char(3),
  initials text GENERATED ALWAYS AS (upper(left(name, 2))) STORED,
  CONSTRAINT "Names are names" CHECK (char_length(name) BETWEEN 1 AND 40),
  UNIQUE (code, number)
) WITH (fillfactor = 70, autovacuum_enabled = off);

CREATE TABLE billing.orders (
  id int PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  status varchar(10) DEFAULT 'new' CHECK (status IN ('new', 'paid', 'sent')),
  amount numeric(12,2) CHECK (amount >= 0 AND amount < 1000000),
  "Odd Name" text,
  EXCLUDE USING btree (user_id WITH =) WHERE (status = 'new')
);
CREATE TABLE a_table_with_a_name_that_is_so_long_that_it_must_be_cut_somewhere (
  a_column_with_a_name_that_is_long_as_well serial UNIQUE CHECK (a_column_with_a_name_that_is_long_as_well > 0)
);
CREATE UNLOGGED TABLE forgets (id serial, other int UNIQUE);
CREATE TEMPORARY TABLE gone (id int);
CREATE TABLE originals (id serial PRIMARY KEY, a int DEFAULT 3 CHECK (a > 0), b text UNIQUE);
CREATE INDEX ON originals (b, lower(b));
CREATE TABLE billing.copies (LIKE originals INCLUDING ALL, more int);
