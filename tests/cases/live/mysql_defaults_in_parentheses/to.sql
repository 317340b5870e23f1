CREATE TABLE moments (id int NOT NULL PRIMARY KEY, a datetime DEFAULT (now()), b datetime DEFAULT CURRENT_TIMESTAMP, c varchar(9) DEFAULT ('x'), d int DEFAULT 1, e int DEFAULT (2 + 1));
