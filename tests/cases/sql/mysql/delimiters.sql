-- what stands before a delimiter, behind it, and in bodies
CREATE TABLE a (id int NOT NULL PRIMARY KEY, n varchar(20), u varchar(20));
CREATE TABLE b (event int, begin_at int);
DELIMITER //
CREATE TABLE c (id int NOT NULL PRIMARY KEY);
CREATE TABLE d (id int NOT NULL PRIMARY KEY); //
CREATE TRIGGER upper_n BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.u = upper(NEW.n); END;
//
CREATE TRIGGER digits BEFORE INSERT ON a FOR EACH ROW
  IF NEW.n REGEXP '^\\d+$' THEN
    SET NEW.u = 'it\'s "n"'; -- why: ticket 42
  END IF; //
CREATE PROCEDURE p() BEGIN
  SELECT /*+ MAX_EXECUTION_TIME(1000) */ count(*) FROM a; # so; it is
  /* END; */ SELECT "x\"y;", 5--3, 'a\_b';
END; //
CREATE PROCEDURE q(IN kept int) DELETE FROM a WHERE id > kept; //
DELIMITER $1$
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN DELETE FROM a; DELETE FROM b; END; $1$
DELIMITER ;
