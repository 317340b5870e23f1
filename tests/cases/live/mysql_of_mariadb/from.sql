CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 5;
CREATE SEQUENCE goes;
CREATE TABLE kept (id int NOT NULL PRIMARY KEY, data json, v int CHECK (v > 0)) WITH SYSTEM VERSIONING;
CREATE TABLE plain (id int NOT NULL DEFAULT (NEXT VALUE FOR numbers), data longtext, u uuid, hidden int INVISIBLE DEFAULT 3, KEY u (u));
INSERT INTO kept VALUES (1, '{"a": 1}', 2);
INSERT INTO plain (data) VALUES ('{}');
