-- what the types of operands decide
CREATE DOMAIN label AS varchar(20);
CREATE TYPE mood AS ENUM ('sad', 'ok');

CREATE TABLE e (
  i integer CHECK (i IN (1, 2, 3)),
  s smallint CHECK (s < 5 AND s > -5),
  l bigint CHECK (l <> 5000000000),
  r real CHECK (r < 1.5),
  n numeric(10,2) DEFAULT 0 CHECK (n >= 0),
  t text DEFAULT null::text,
  v varchar(20) DEFAULT 'a' CHECK (trim(v) <> ''),
  c char(5),
  m mood CHECK (m = 'sad' OR m IN ('sad', 'ok')),
  d date DEFAULT CURRENT_DATE + 7,
  ts timestamp DEFAULT (now() AT TIME ZONE 'utc'),
  tt timestamptz DEFAULT now() + '30 days',
  ir int4range,
  jb jsonb DEFAULT '{"b":1, "a":[ ]}',
  x xml CHECK (xmlexists('//a' PASSING x)),
  w label CHECK (w <> 'x'),
  a text[] DEFAULT '{a, b}',
  g double precision GENERATED ALWAYS AS (r * 1.2) STORED,
  CHECK (i < r),
  CHECK (l * r > n),
  CHECK (abs(r) > 1),
  CHECK (c = v),
  CHECK (CASE v WHEN 'a' THEN true ELSE i > 1 END),
  CHECK (ts + '1 day' > ts),
  CHECK (ts BETWEEN d AND tt),
  CHECK (lower(ir) > 1 AND ir @> 5),
  CHECK (overlay(v placing 'x' from 1 for 2) <> t),
  CHECK (substring(v from '^.') = 'a' OR substring(t from 2) = 'b'),
  CHECK (extract(year FROM ts) > 2000),
  CHECK (coalesce(v, t, 'x') LIKE 'a%'),
  CHECK (jb ->> 'a' = 'x' AND jb @> '{"a": 1}'),
  CHECK (v = ANY (ARRAY['a', 'b']) AND 'a' = ANY (a)),
  CHECK ((i, v) <> (1, 'a')),
  CHECK (v IS DISTINCT FROM 'b' AND i IS NOT DISTINCT FROM NULL),
  CHECK (interval '1' day < tt - ts),
  CHECK (v::char(3) = 'abc' AND t::numeric(10,2) > 1),
  CHECK (concat(i, 'x', v) <> format('%s', t)),
  CHECK (jb @? '$.a[*].b' AND to_tsvector(t) @@ 'a & b')
);
CREATE INDEX e_normal ON e (lower(normalize(t, NFKC)));
CREATE INDEX e_label ON e (upper(w)) WHERE w LIKE 'a%';
CREATE INDEX e_time ON e ((ts + '1 day')) WHERE i % 2 = 0;

CREATE FUNCTION f(a boolean DEFAULT NULL, b text DEFAULT 'x', c numeric DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION many(VARIADIC a text[]) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a[1]';
CREATE TABLE called (v varchar(5) CHECK (many(v, 'a') <> many('x')), n integer CHECK (f(true) = n AND f(b => v) > 1));

-- two constraints without a name
CREATE TABLE booked (r tstzrange, other int4range, EXCLUDE USING gist (r WITH &&), EXCLUDE USING gist (other WITH &&));
CREATE TABLE any_nulls (a int, CHECK (num_nulls(a, NULL) > 0), CHECK (jsonb_build_object('k', NULL) IS NOT NULL), CHECK (concat(a, NULL, 'x') <> ''));

-- by a cast of one's own
CREATE TYPE cast_from AS ENUM ('a', 'b');
CREATE FUNCTION rank_of(cast_from) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 4';
CREATE CAST (cast_from AS int) WITH FUNCTION rank_of(cast_from);
CREATE TABLE cast_by_hand (a cast_from, x boolean, CONSTRAINT c CHECK (a::int > 3));
CREATE INDEX cast_by_hand_i ON cast_by_hand (((CASE WHEN x THEN a ELSE 'b'::cast_from END)::int));
