CREATE TABLE prices (price double NOT NULL, level datetime, UNIQUE KEY price (price));
CREATE TABLE items (code varchar(10) NOT NULL, kind int NOT NULL, note text, UNIQUE KEY code (code), UNIQUE KEY kind (kind));
CREATE TABLE tags (name varchar(10) NOT NULL, note int, UNIQUE KEY name (name));
CREATE TABLE users (id int NOT NULL, mail varchar(20) NOT NULL, UNIQUE KEY mail (mail));
INSERT INTO prices VALUES (1.5, '2020-01-01 10:00:00');
INSERT INTO items VALUES ('a', 1, 'one'), ('b', 2, NULL);
INSERT INTO tags VALUES ('x', 1), ('y', 2);
INSERT INTO users VALUES (1, 'a@b.c'), (2, 'd@e.f');
