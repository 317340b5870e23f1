CREATE TABLE workers (name text CONSTRAINT workers_name_key UNIQUE, room int);
ALTER TABLE workers ADD CONSTRAINT workers_name_unique UNIQUE (name);
INSERT INTO workers VALUES ('a', 1), ('b', 2);
