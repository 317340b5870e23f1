--- case an event is disabled
CREATE TABLE t (a int);
--- from
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENABLE DO DELETE FROM t;
--- to
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO DELETE FROM t;
--- asks disable-trigger
--- case an event is enabled
CREATE TABLE t (a int);
--- from
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO DELETE FROM t;
--- to
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENABLE DO DELETE FROM t;
--- asks
--- case JSON becomes text
--- from
CREATE TABLE t (a json);
--- to
CREATE TABLE t (a longtext);
--- asks drop-check
--- case JSON becomes text with a check of its own
--- from
CREATE TABLE t (a json);
--- to
CREATE TABLE t (a longtext, CONSTRAINT c CHECK (json_valid(a)));
--- asks
--- case a column's check goes
--- from
CREATE TABLE t (a int CHECK (a > 0), b int);
--- to
CREATE TABLE t (a int, b int);
--- asks drop-check
--- case a column's check is wider
--- from
CREATE TABLE t (a int CHECK (a > 5), b int);
--- to
CREATE TABLE t (a int CHECK (a > 0), b int);
--- asks widen-check
--- case a table's check is wider
--- from
CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 5));
--- to
CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 0));
--- asks widen-check
--- case a check is narrower
--- from
CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 0));
--- to
CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a > 5));
--- asks
--- case a table becomes MyISAM
--- from
CREATE TABLE t (a int PRIMARY KEY);
--- to
CREATE TABLE t (a int PRIMARY KEY) ENGINE=MyISAM;
--- asks lose-transactions
--- case a table becomes InnoDB
--- from
CREATE TABLE t (a int PRIMARY KEY) ENGINE=MyISAM;
--- to
CREATE TABLE t (a int PRIMARY KEY);
--- asks
--- case a table becomes MyISAM and loses its foreign key
CREATE TABLE p (a int PRIMARY KEY);
--- from
CREATE TABLE t (a int, b int, FOREIGN KEY (a) REFERENCES p (a));
--- to
CREATE TABLE t (a int, b int, KEY a (a)) ENGINE=MyISAM;
--- asks drop-foreign-key lose-transactions
--- case a unique index becomes plain
--- from
CREATE TABLE t (a int, b int, UNIQUE KEY i (a));
--- to
CREATE TABLE t (a int, b int, KEY i (a));
--- asks drop-unique
--- case a unique index goes beside another change
--- from
CREATE TABLE t (a int, b int, UNIQUE KEY i (a));
--- to
CREATE TABLE t (a int, b int, c int);
--- asks drop-unique
--- case a unique index looks at less
--- from
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a));
--- to
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a(5)));
--- asks
--- case a unique index looks at more
--- from
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a(5)));
--- to
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a));
--- asks drop-unique
--- case a key begins to know case
--- from
CREATE TABLE t (a varchar(50) COLLATE utf8mb4_general_ci, UNIQUE KEY i (a)) CHARSET=utf8mb4;
--- to
CREATE TABLE t (a varchar(50) COLLATE utf8mb4_bin, UNIQUE KEY i (a)) CHARSET=utf8mb4;
--- asks drop-unique
--- case a key begins to know case with its table
--- from
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a)) CHARSET=utf8mb4 COLLATE utf8mb4_general_ci;
--- to
CREATE TABLE t (a varchar(50), UNIQUE KEY i (a)) CHARSET=utf8mb4 COLLATE utf8mb4_bin;
--- asks drop-unique
--- case a foreign key deletes rows
CREATE TABLE p (a int PRIMARY KEY);
--- from
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a));
--- to
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) ON DELETE CASCADE);
--- asks add-cascade
--- case a foreign key empties columns
CREATE TABLE p (a int PRIMARY KEY);
--- from
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a));
--- to
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) ON DELETE SET NULL);
--- asks add-cascade
--- case a foreign key is remade around a type
CREATE TABLE q (a int PRIMARY KEY);
--- from
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) ON DELETE CASCADE);
--- to
CREATE TABLE p (a bigint PRIMARY KEY);
CREATE TABLE t (a bigint, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) ON DELETE CASCADE);
--- asks
--- case a view runs with its owner's rights
CREATE TABLE t (a int);
--- from
CREATE SQL SECURITY INVOKER VIEW v AS SELECT a FROM t;
--- to
CREATE SQL SECURITY DEFINER VIEW v AS SELECT a FROM t;
--- asks weaken-security
--- case a view no longer runs with its owner's rights
CREATE TABLE t (a int);
--- from
CREATE SQL SECURITY DEFINER VIEW v AS SELECT a FROM t;
--- to
CREATE SQL SECURITY INVOKER VIEW v AS SELECT a FROM t;
--- asks
--- case a view loses its check option
CREATE TABLE t (a int);
--- from
CREATE VIEW v AS SELECT a FROM t WHERE a > 0 WITH CHECK OPTION;
--- to
CREATE VIEW v AS SELECT a FROM t WHERE a > 0;
--- asks drop-check
--- case a procedure runs with its owner's rights
--- from
CREATE PROCEDURE p() SQL SECURITY INVOKER SELECT 1;
--- to
CREATE PROCEDURE p() SELECT 1;
--- asks weaken-security
--- case a procedure does something else
--- from
CREATE PROCEDURE p() SELECT 1;
--- to
CREATE PROCEDURE p() SELECT 2;
--- asks
--- case a trigger fires for another event
CREATE TABLE t (a int);
--- from
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW SET new.a = 1;
--- to
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET new.a = 1;
--- asks narrow-trigger
--- case a trigger does something else
CREATE TABLE t (a int);
--- from
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW SET new.a = 1;
--- to
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW SET new.a = 2;
--- asks
--- case a sequence begins again
--- of mariadb
--- from
CREATE SEQUENCE s;
--- to
CREATE SEQUENCE s CYCLE;
--- asks repeat-numbers
--- case a check is not enforced
--- of mysql
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));
--- from
--- to
ALTER TABLE t ALTER CHECK c NOT ENFORCED;
--- asks drop-check
--- case a column of a renamed table goes
--- rename t:u
--- from
CREATE TABLE t (a int, b int, c int);
--- to
CREATE TABLE u (a int, c int);
--- asks drop-column
--- case a column of a renamed table gets narrower
--- rename t:u
--- from
CREATE TABLE t (a varchar(50), b int);
--- to
CREATE TABLE u (a varchar(5), b int);
--- asks narrow-type
--- case a check of a renamed table and column goes
--- rename t:u
--- rename u.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0));
--- to
CREATE TABLE u (a int, c int);
--- asks drop-check
--- case a check follows a renamed column
--- rename t.b:c
--- from
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > 0), CONSTRAINT u UNIQUE (b));
--- to
CREATE TABLE t (a int, c int, CONSTRAINT k CHECK (c > 0), CONSTRAINT u UNIQUE (c));
--- asks
--- case a table goes and another takes its name
--- rename b:a
--- from
CREATE TABLE a (x int, y int);
CREATE TABLE b (z int, w int);
--- to
CREATE TABLE a (z int, w int);
--- asks drop-table
--- case a trigger runs as somebody else
CREATE TABLE t (a int);
--- from
CREATE DEFINER = nobody@localhost TRIGGER tr AFTER INSERT ON t FOR EACH ROW SET @a = 1;
--- to
CREATE DEFINER = root@localhost TRIGGER tr AFTER INSERT ON t FOR EACH ROW SET @a = 1;
--- asks weaken-security
--- case an event runs as somebody else
CREATE TABLE t (a int);
--- from
CREATE DEFINER = nobody@localhost EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM t;
--- to
CREATE DEFINER = root@localhost EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM t;
--- asks weaken-security
--- case the time of the last change is no longer kept
--- from
CREATE TABLE t (a int, c timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);
--- to
CREATE TABLE t (a int, c timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
--- asks lose-update-time
--- case a procedure is made again, and what was granted on it goes
--- of mysql
CREATE USER IF NOT EXISTS schemac_app@localhost;
--- from
CREATE PROCEDURE p() SELECT 1;
GRANT EXECUTE ON PROCEDURE p TO schemac_app@localhost;
--- to
CREATE PROCEDURE p() SELECT 2;
--- asks revoke
--- case a procedure is made again on which nothing was granted
--- of mysql
--- from
CREATE PROCEDURE p() SELECT 1;
--- to
CREATE PROCEDURE p() SELECT 2;
--- asks
--- case a procedure is replaced, and keeps what was granted on it
--- of mariadb
CREATE USER IF NOT EXISTS schemac_app@localhost;
--- from
CREATE PROCEDURE p() SELECT 1;
GRANT EXECUTE ON PROCEDURE p TO schemac_app@localhost;
--- to
CREATE PROCEDURE p() SELECT 2;
--- asks
--- case labels change their order
--- from
CREATE TABLE t (a int, b enum('low','mid','high'), c set('x','y'));
--- to
CREATE TABLE t (a int, b enum('high','low','mid'), c set('y','x'));
--- asks reorder-enum-values
--- case a label comes between others, and one goes from its place
--- from
CREATE TABLE t (a int, b enum('low','mid','high'));
--- to
CREATE TABLE t (a int, b enum('low','top','mid','high'));
--- asks
--- case a column begins to know case under a check
--- from
CREATE TABLE u (n varchar(20) COLLATE utf8mb4_general_ci, CONSTRAINT k CHECK (n <> 'admin')) CHARSET=utf8mb4;
--- to
CREATE TABLE u (n varchar(20) COLLATE utf8mb4_bin, CONSTRAINT k CHECK (n <> 'admin')) CHARSET=utf8mb4;
--- asks widen-check
--- case a column begins to know case with its table, under a check
--- from
CREATE TABLE u (n varchar(20), CONSTRAINT k CHECK (n NOT IN ('admin', 'root'))) CHARSET=utf8mb4 COLLATE utf8mb4_general_ci;
--- to
CREATE TABLE u (n varchar(20), CONSTRAINT k CHECK (n NOT IN ('admin', 'root'))) CHARSET=utf8mb4 COLLATE utf8mb4_bin;
--- asks widen-check
--- case a key no longer knows case
--- from
CREATE TABLE u (n varchar(20) COLLATE utf8mb4_bin, UNIQUE KEY i (n), CONSTRAINT k CHECK (n <> 'admin')) CHARSET=utf8mb4;
--- to
CREATE TABLE u (n varchar(20) COLLATE utf8mb4_general_ci, UNIQUE KEY i (n), CONSTRAINT k CHECK (n <> 'admin')) CHARSET=utf8mb4;
--- asks
--- case a key has the same collation in another character set
--- from
CREATE TABLE u (n varchar(20) COLLATE utf8mb3_general_ci, UNIQUE KEY i (n)) CHARSET=utf8mb3;
--- to
CREATE TABLE u (n varchar(20) COLLATE utf8mb4_general_ci, UNIQUE KEY i (n)) CHARSET=utf8mb4;
--- asks
--- case labels change their order under a check
--- from
CREATE TABLE u (n enum('a', 'b', 'c'), CONSTRAINT k CHECK (n < 3)) CHARSET=utf8mb4;
--- to
CREATE TABLE u (n enum('a', 'c', 'b'), CONSTRAINT k CHECK (n < 3)) CHARSET=utf8mb4;
--- asks reorder-enum-values widen-check
