CREATE TABLE t (id integer, added numeric(5));
CREATE TABLE types (
  a smallint, b integer, c bigint, d numeric, e numeric(10), f numeric(10,2), g real, h double precision, i varchar, j varchar(20), k char, l char(5), m text,
  n bytea, o date, p time, q time(2) with time zone, r timestamp, s timestamp(3), t timestamptz, u timestamptz(0), v interval, w interval(3), x json, y jsonb, z uuid,
  aa inet, ab cidr, ac macaddr, ad macaddr8, ae money, af oid, ag tsvector, ah tsquery, ai int4range, aj numrange, ak daterange, al bit(3), am bit varying(5),
  an integer[], ao text[][], ap varchar(10)[], aq point, ar xml, at boolean, au timestamptz(3)[], av numeric(10,2)[], aw interval day to second, ax "char", ay name,
  az text COLLATE "C", ba varchar(10) COLLATE "POSIX", bb smallserial, bc regclass, bd pg_lsn, be numeric(5,-2)
);
CREATE TABLE big (id bigserial PRIMARY KEY);
CREATE TABLE small (id smallserial PRIMARY KEY);
CREATE TABLE own_sequence (id integer PRIMARY KEY);
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b) DEFERRABLE INITIALLY DEFERRED, UNIQUE (b) INCLUDE (a), FOREIGN KEY (a) REFERENCES own_sequence MATCH FULL);
