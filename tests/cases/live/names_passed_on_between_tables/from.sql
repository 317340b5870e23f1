CREATE TABLE a (id integer CONSTRAINT a_key PRIMARY KEY, x integer);
CREATE TABLE b (id integer CONSTRAINT b_key PRIMARY KEY, x integer);
CREATE TABLE c (id integer, x integer);
CREATE INDEX one ON a (x);
CREATE INDEX two ON b (x);
CREATE INDEX three ON c (x);
CREATE INDEX early ON a (x, id);
CREATE INDEX late ON b (x, id);
