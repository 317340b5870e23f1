CREATE TABLE parents (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, n int);
CREATE TABLE children (id int NOT NULL PRIMARY KEY, parent_id int, CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parents (id));
CREATE TABLE forests (id bigint AUTO_INCREMENT PRIMARY KEY, up bigint, CONSTRAINT up_the_tree FOREIGN KEY (up) REFERENCES forests (id));
CREATE TABLE wide (id bigint NOT NULL, n int NOT NULL, PRIMARY KEY (n, id), KEY by_id (id));
CREATE TABLE to_wide (id int NOT NULL PRIMARY KEY, w bigint, CONSTRAINT to_wide_w FOREIGN KEY (w) REFERENCES wide (id));
