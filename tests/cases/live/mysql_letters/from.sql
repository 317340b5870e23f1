CREATE TABLE words (id int NOT NULL PRIMARY KEY, word varchar(20), state enum('new', 'done'), n int, KEY BY_WORD (word)) CHARSET=utf8mb4;
CREATE TABLE texts (id int NOT NULL PRIMARY KEY, body text CHARACTER SET latin1) CHARSET=utf8mb4;
INSERT INTO words VALUES (1, 'ä', 'new', -5), (2, NULL, 'done', 7);
INSERT INTO texts VALUES (1, 'é'), (2, NULL);
