CREATE TABLE users (id int PRIMARY KEY, name varchar(40), gone tinyint(1) NOT NULL DEFAULT 0);
CREATE VIEW here AS SELECT id, name FROM users WHERE gone = 0;
CREATE VIEW present_names AS SELECT name FROM here;
