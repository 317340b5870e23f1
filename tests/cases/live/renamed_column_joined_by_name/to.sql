CREATE TABLE a (a_id int PRIMARY KEY, x text);
CREATE TABLE b (id int PRIMARY KEY, y text);
CREATE VIEW v AS SELECT a_id AS id, x, y FROM a JOIN b ON b.id = a.a_id;
CREATE VIEW w AS SELECT x FROM v;
INSERT INTO a VALUES (1, 'p'); INSERT INTO b VALUES (1, 'q');
