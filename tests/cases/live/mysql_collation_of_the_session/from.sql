CREATE TABLE users (id int NOT NULL PRIMARY KEY, name varchar(50)) CHARSET=utf8mb4;
CREATE VIEW stays AS SELECT substr(min(202006), 1, 4) AS y, 'a' AS a FROM users;
SET SESSION collation_connection = 'utf8mb4_bin';
CREATE VIEW goes AS SELECT substr(min(202006), 1, 4) AS y, 'a' AS a FROM users;
SET NAMES utf8mb4;
