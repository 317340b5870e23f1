CREATE TABLE t (id int NOT NULL PRIMARY KEY, v varchar(30), w varchar(60), x varchar(30));
CREATE TABLE victim (id int NOT NULL PRIMARY KEY);
CREATE TRIGGER digits BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.v REGEXP '^\\d+$' THEN SET NEW.w = 'it\'s\t"q" 50\%'; END IF; END;
CREATE TRIGGER quoted BEFORE INSERT ON t FOR EACH ROW SET NEW.x = concat("x\"y", 'z');
CREATE TRIGGER breaks_out BEFORE UPDATE ON t FOR EACH ROW BEGIN SET NEW.w = 'x\\'; SET NEW.x = '; end ;;\nDROP TABLE victim ;;\n\\! touch /tmp/never\n#'; END;
CREATE PROCEDURE says() BEGIN SELECT "x\"y;", '\\d', 'a\_b'; END;
INSERT INTO victim VALUES (1);
