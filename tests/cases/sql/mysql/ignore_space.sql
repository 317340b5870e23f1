-- a blank between a function's name and its parenthesis, as a session with IGNORE_SPACE reads it
SET SESSION sql_mode = 'IGNORE_SPACE,STRICT_TRANS_TABLES';
CREATE TABLE counts (id int PRIMARY KEY, label varchar(20), part varchar(9) AS (substr (label, 1, 3)) VIRTUAL, CHECK (trim (label) <> ''));
CREATE VIEW totals AS SELECT count (*) AS n, max (`counts`.`id`) AS top FROM `counts`;
DELIMITER //
CREATE TRIGGER counted BEFORE INSERT ON counts FOR EACH ROW BEGIN SET NEW.label = trim (NEW.label); SET @n = (SELECT count (*) FROM counts); END//
CREATE FUNCTION highest() RETURNS int READS SQL DATA RETURN (SELECT max /* of all */ (id) FROM counts)//
DELIMITER ;
/*!50003 SET sql_mode = 'IGNORE_SPACE,NO_ENGINE_SUBSTITUTION' */;
CREATE PROCEDURE show_highest() SELECT highest (), now ();
SET sql_mode = '';
CREATE TABLE plain (id int PRIMARY KEY, at datetime DEFAULT now());
