CREATE TABLE texts (id int NOT NULL PRIMARY KEY, a varchar(20), b varchar(20) COLLATE utf8mb4_bin, c text, n int) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci ROW_FORMAT=COMPACT COMMENT='old';
CREATE TABLE narrow (id int NOT NULL PRIMARY KEY, a varchar(20)) DEFAULT CHARACTER SET latin1;
CREATE TABLE plain (id int NOT NULL PRIMARY KEY) ENGINE=MyISAM;
INSERT INTO texts VALUES (1, 'ä', 'B', 'c', 1);
INSERT INTO narrow VALUES (1, 'ö');
INSERT INTO plain VALUES (1);
