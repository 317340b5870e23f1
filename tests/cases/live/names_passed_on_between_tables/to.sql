CREATE TABLE a (id integer CONSTRAINT b_key PRIMARY KEY, x integer);
CREATE TABLE b (id integer CONSTRAINT a_key PRIMARY KEY, x integer);
CREATE TABLE c (id integer, x integer);
CREATE INDEX two ON a (x);
CREATE INDEX three ON b (x);
CREATE INDEX four ON c (x);
CREATE INDEX late ON a (x, id);
CREATE INDEX early ON b (x, id);
