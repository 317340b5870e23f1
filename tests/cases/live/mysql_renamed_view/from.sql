CREATE TABLE users (id int PRIMARY KEY, name varchar(40), gone tinyint(1) NOT NULL DEFAULT 0);
CREATE VIEW present AS SELECT id, name FROM users WHERE gone = 0;
CREATE VIEW present_names AS SELECT name FROM present;
INSERT INTO users VALUES (1, 'Ann', 0), (2, 'Bob', 1);
