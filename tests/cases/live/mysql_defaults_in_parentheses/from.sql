CREATE TABLE moments (id int NOT NULL PRIMARY KEY, a datetime DEFAULT CURRENT_TIMESTAMP, b datetime DEFAULT (now()), c varchar(9) DEFAULT 'x', d int DEFAULT (1), e int DEFAULT 2);
INSERT INTO moments (id) VALUES (1);
