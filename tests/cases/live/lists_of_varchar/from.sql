CREATE TABLE t (x varchar(9), y varchar);
INSERT INTO t VALUES ('a', 'c');
