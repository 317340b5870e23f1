CREATE TABLE words (id int NOT NULL PRIMARY KEY, word varchar(20), state varchar(10), n varchar(11), KEY by_word (word)) CHARSET=latin1;
CREATE TABLE texts (id int NOT NULL PRIMARY KEY, body text) CHARSET=utf8mb4;
