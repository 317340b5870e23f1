CREATE TABLE texts (id int NOT NULL PRIMARY KEY, a varchar(20), b varchar(20) COLLATE utf8mb4_bin, c text COLLATE utf8mb4_general_ci, n int) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci STATS_PERSISTENT=1 COMMENT='new; one';
CREATE TABLE narrow (id int NOT NULL PRIMARY KEY, a varchar(20)) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE plain (id int NOT NULL PRIMARY KEY) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
