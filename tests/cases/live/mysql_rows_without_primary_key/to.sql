CREATE TABLE prices (level datetime);
CREATE TABLE items (code varchar(10) NOT NULL, kind int NOT NULL, note text, UNIQUE KEY kind (kind));
CREATE TABLE tags (name varchar(10), note int, UNIQUE KEY name (name));
CREATE TABLE users (id int NOT NULL, mail varchar(20) NOT NULL, UNIQUE KEY id (id));
