CREATE TABLE people (id int NOT NULL PRIMARY KEY);
CREATE TABLE pets (id int NOT NULL PRIMARY KEY, owner int, CONSTRAINT pets_ibfk_1 FOREIGN KEY (owner) REFERENCES people (id));
CREATE TABLE cars (id int NOT NULL PRIMARY KEY, owner int, driver int, CONSTRAINT f1 FOREIGN KEY (owner) REFERENCES people (id),
  CONSTRAINT f2 FOREIGN KEY (driver) REFERENCES people (id));
CREATE TABLE logs (id int NOT NULL PRIMARY KEY, at int, who int, KEY at (at, who), KEY (at), KEY own (who));
INSERT INTO people VALUES (1);
INSERT INTO pets VALUES (1, 1);
