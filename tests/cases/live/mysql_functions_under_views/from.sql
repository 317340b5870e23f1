CREATE TABLE numbers (id int NOT NULL PRIMARY KEY, a int, s varchar(20));
CREATE FUNCTION next_one(x int) RETURNS int DETERMINISTIC RETURN x + 1;
CREATE VIEW nexts AS SELECT id, next_one(a) AS next_a FROM numbers;
CREATE VIEW high AS SELECT id, a FROM numbers WHERE a > 1;
CREATE VIEW highest AS SELECT id, a FROM high WHERE a > 10;
CREATE FUNCTION letters(x int) RETURNS varchar(20) CHARSET latin1 DETERMINISTIC RETURN 'x';
SET SESSION sql_mode = '';
CREATE PROCEDURE joined() SELECT 'a' || 'b';
INSERT INTO numbers VALUES (1, 1, 'one'), (2, 20, 'twenty');
