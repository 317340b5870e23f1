CREATE TABLE numbers (id int NOT NULL PRIMARY KEY, a int, s varchar(20));
CREATE FUNCTION next_one(x int, y int) RETURNS int DETERMINISTIC RETURN x + y;
CREATE VIEW nexts AS SELECT id, next_one(a, 2) AS next_a FROM numbers;
CREATE VIEW high AS SELECT id, s FROM numbers WHERE a > 1;
CREATE VIEW highest AS SELECT id, s FROM high WHERE s > 'm';
CREATE FUNCTION letters(x int) RETURNS varchar(20) CHARSET utf8mb4 DETERMINISTIC RETURN 'x';
SET SESSION sql_mode = 'PIPES_AS_CONCAT';
CREATE PROCEDURE joined() SELECT 'a' || 'b';
