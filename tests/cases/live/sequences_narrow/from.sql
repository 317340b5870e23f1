CREATE SEQUENCE q;
SELECT setval('q', 40000, false);
CREATE SEQUENCE falling INCREMENT -1;
SELECT setval('falling', -40000, false);
CREATE SEQUENCE fresh;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, e integer);
INSERT INTO t (e) VALUES (1);
