CREATE TABLE parents (id int NOT NULL PRIMARY KEY, n int);
CREATE TABLE children (id int NOT NULL PRIMARY KEY, parent_id int, CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parents (id));
CREATE TABLE trees (id bigint AUTO_INCREMENT PRIMARY KEY, up bigint, CONSTRAINT up_the_tree FOREIGN KEY (up) REFERENCES trees (id));
CREATE TABLE wide (id int NOT NULL PRIMARY KEY, n int);
CREATE TABLE to_wide (id int NOT NULL PRIMARY KEY, w int, CONSTRAINT to_wide_w FOREIGN KEY (w) REFERENCES wide (id));
INSERT INTO parents VALUES (1, 1), (2, 2);
INSERT INTO children VALUES (1, 1), (2, 2);
INSERT INTO wide VALUES (1, 1);
INSERT INTO to_wide VALUES (1, 1);
