CREATE TABLE a (id integer, k integer, PRIMARY KEY (id, k)) PARTITION BY RANGE (id);
CREATE TABLE a1 PARTITION OF a DEFAULT;
CREATE TABLE b (id integer PRIMARY KEY, a_id integer, k integer);
