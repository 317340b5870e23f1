--- case a cast of a constant that CASE leaves over, in an index
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE CAST (e AS int) WITH FUNCTION me(e) AS IMPLICIT;
CREATE TABLE t (id int PRIMARY KEY, a e, b int);
--- file
enum e { a b }
table t {
  id int primary key
  a  e
  b  int
  index i1 (`(case when true then 'a' else a end)::int`)
}
--- case the same in a predicate
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE CAST (e AS int) WITH FUNCTION me(e) AS IMPLICIT;
CREATE TABLE t (id int PRIMARY KEY, a e, b int);
--- file
enum e { a b }
table t {
  id int primary key
  a  e
  b  int
  index i1 (b) where `(case when true then 'a' else a end)::int > 3`
}
--- case the same in a generated column
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE CAST (e AS int) WITH FUNCTION me(e) AS IMPLICIT;
CREATE TABLE t (id int PRIMARY KEY, a e, b int);
--- file
enum e { a b }
table t {
  id int primary key
  a  e
  b  int
  g  int generated `coalesce('a'::e::int, b)` stored
}
--- case a function with a column that a condition leaves out
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE TABLE t (id int PRIMARY KEY, b int);
--- file
table t {
  id int primary key
  b  int
  index i1 (`f(case when true then 1 else b end)`)
}
sql function public."f(integer)" `CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$`
--- case a function that is inlined and calls another
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + f(1)';
CREATE TABLE t (id int PRIMARY KEY, b int);
--- file
table t {
  id int primary key
  b  int
  h  int generated `g(b)` stored
  index i1 (`g(b)`) where `g(b) > 1`
}
sql function public."g(integer)" `CREATE FUNCTION g(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + f(1)'`
--- case a default of an argument
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE FUNCTION g(int, int DEFAULT f(1)) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
CREATE TABLE t (id int PRIMARY KEY, b int);
--- file
table t {
  id int primary key
  b  int
  index i1 (`g(b)`)
}
sql function public."g(integer, integer)" `CREATE FUNCTION g(int, int DEFAULT f(1)) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END'`
--- case an operator on constants
CREATE FUNCTION f(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE OPERATOR @@@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f);
CREATE TABLE t (id int PRIMARY KEY, b int);
--- file
table t {
  id int primary key
  b  int
  index i1 (`b + (1 @@@ (row(2, b)).f1)`)
}
--- case an exclusion
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE CAST (e AS int) WITH FUNCTION me(e) AS IMPLICIT;
CREATE TABLE t (id int PRIMARY KEY, a e, b int);
--- file
enum e { a b }
table t {
  id int primary key
  a  e
  b  int
  exclude k `USING gist (int4range((case when true then 'a' else a end)::int, 9) WITH &&)`
}
--- case an exclusion with a function
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE TABLE t (id int PRIMARY KEY, b int);
--- file
table t {
  id int primary key
  b  int
  exclude k `USING gist (int4range(f(1), b) WITH &&)`
}
sql function public."f(integer)" `CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$`
--- case a domain's check that a default's text runs
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$;
ALTER FUNCTION f(text) OWNER TO pg_monitor;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TABLE t (id int PRIMARY KEY, a d[]);
--- file
table t {
  id int primary key
  a  `d[]`  default '{x}'
}
--- case a domain's check that a check's text runs
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$;
ALTER FUNCTION f(text) OWNER TO pg_monitor;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TABLE t (id int PRIMARY KEY, a d, b text);
--- file
table t {
  id int primary key
  a  `d`
  b  text
  check k `array[a] <> '{x}'`
}
--- case a domain's check in a field of a composite type that an expression names
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$;
ALTER FUNCTION f(text) OWNER TO pg_monitor;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TYPE pair AS (x d);
CREATE TABLE t (id int PRIMARY KEY, b text);
--- file
table t {
  id int primary key
  b  text
  check k `b <> ('(x)'::pair).x`
  check l `b <> ('(x)'::public.pair).x`
}
--- case a domain's check that a view's text runs
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$;
ALTER FUNCTION f(text) OWNER TO pg_monitor;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TABLE t (id int PRIMARY KEY, a d[]);
--- file
table t {
  id int primary key
  a  `d[]`
}
sql view v `select id from t where a = '{x}'`
--- case a check that runs what it is given
CREATE VIEW other AS SELECT nextval('public.ran') AS n;
CREATE DOMAIN d AS text CHECK (query_to_xml('select * from public.other', true, false, '') IS NOT NULL);
ALTER DOMAIN d OWNER TO pg_monitor;
CREATE TABLE t (id int PRIMARY KEY, a d[]);
--- file
table t {
  id int primary key
  a  `d[]`  default '{x}'
}
--- case an event trigger with another's function
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM vol(); END $$;
CREATE TABLE t (id int PRIMARY KEY, a text);
ALTER FUNCTION f() OWNER TO pg_monitor;
CREATE EVENT TRIGGER z ON ddl_command_end EXECUTE FUNCTION f();
--- file
table t {
  id int primary key
  a  text  check `a <> 'x' and true`
}
--- case what is the server's own is asked about beside such a domain
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$;
ALTER FUNCTION f(text) OWNER TO pg_monitor;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int PRIMARY KEY, a text, m e, CONSTRAINT k CHECK (a IN ('x', 'y') AND m <> 'a'));
CREATE TABLE u (id int PRIMARY KEY, a d, n int, CONSTRAINT k CHECK (n BETWEEN 1 AND 5));
CREATE INDEX i ON t ((a || 'x'::text)) WHERE (id > 1 AND id < 7 OR a = 'q');
--- file
enum e { a b }
sql domain d `CREATE DOMAIN d AS text CHECK (f(value))`
table t {
  id int primary key
  a  text
  m  e
  check k `a in ('x','y') and m != 'a'`
  index i (`a||'x'`) where `id>1 and id<7 or a='q'`
}
table u {
  id int primary key
  a  `d`
  n  int
  check k `n between 1 and 5`
}
sql function public."f(text)" `CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN true; END $$`
--- asked
--- case a function of the own role in a domain's check keeps nobody from asking
CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN true; END $$;
CREATE DOMAIN d AS text CHECK (f(value));
CREATE TABLE t (id int PRIMARY KEY, a d, CONSTRAINT k CHECK (a IN ('x', 'y')));
--- file
table t {
  id int primary key
  a  `d`
  check k `a in ('x','y')`
}
--- asked
--- case users' functions, casts and operators are asked about
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$;
CREATE FUNCTION h(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
CREATE OPERATOR @@@ (LEFTARG = int, RIGHTARG = int, FUNCTION = h);
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 5; END';
CREATE CAST (e AS int) WITH FUNCTION me(e) AS ASSIGNMENT;
CREATE TABLE t (id int PRIMARY KEY, m e, b int, g text GENERATED ALWAYS AS (f(b)::varchar(9)) STORED,
  l text GENERATED ALWAYS AS (f(NULL) || 'x') STORED, p varchar(9) GENERATED ALWAYS AS (substring(b::text FROM 1)) STORED);
CREATE INDEX i ON t ((m::int + f(b)), f(b), (b @@@ id), (CASE WHEN b > 0 THEN m END), (ROW(b, id) = ROW(1, 2)))
  WHERE f(b) BETWEEN 1 AND 2 AND m IN ('a', 'b');
--- file
enum e { a b }
table t {
  id int primary key
  m  e
  b  int
  g  text generated `CAST(f(b) AS varchar(9))` stored
  l  text generated `f(null)||'x'` stored
  p  varchar(9) generated `substring(CAST(b AS text) from 1)` stored
  index i (`CAST(m AS int)+f(b)`, `f( b )`, `b@@@id`, `CASE WHEN b>0 THEN m END`, `ROW(b,id)=ROW(1,2)`) where `f(b) between 1 and 2 and m in ('a','b')`
}
sql function public."f(integer)" `CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vol(); RETURN 5; END $$`
sql function public."h(integer, integer)" `CREATE FUNCTION h(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END'`
sql function public."me(e)" `CREATE FUNCTION me(e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 5; END'`
--- asked
--- case an exclusion of the server's own types is asked about
CREATE TABLE t (id int PRIMARY KEY, b int, c int,
  CONSTRAINT k EXCLUDE USING gist (int4range(b, c + 1) WITH &&) WHERE (b BETWEEN 1 AND 5));
--- file
table t {
  id int primary key
  b  int
  c  int
  exclude k `USING gist (int4range(b,c+1) WITH &&) WHERE (b between 1 and 5)`
}
--- asked
