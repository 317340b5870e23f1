-- views that search by words, as the servers show them, and a sequence of MariaDB as its dump leaves it
CREATE TABLE t (id int PRIMARY KEY, k varchar(50), l varchar(50), FULLTEXT KEY f1 (k), FULLTEXT KEY f2 (k,l));
/*!50001 CREATE ALGORITHM=UNDEFINED VIEW `v1` AS select `t`.`id` AS `id` from `t` where (match `t`.`k`,`t`.`l` against ('x' in boolean mode)) */;
/*!50001 CREATE ALGORITHM=UNDEFINED VIEW `v2` AS select (match `t`.`k` against ('x' with query expansion)) AS `m` from `t` */;
/*!50001 CREATE ALGORITHM=UNDEFINED VIEW `v3` AS select `t`.`id` AS `id`,(match `t`.`k`,`t`.`l` against ('a b')) AS `m` from `t` order by (match `t`.`k`,`t`.`l` against ('a b')) desc */;
/*M!100300 CREATE SEQUENCE `s` start with 1 minvalue 1 maxvalue 9223372036854775806 increment by 1 cache 1000 nocycle ENGINE=InnoDB */;
/*M!100300 DO SETVAL(`s`, 25, 0) */;
