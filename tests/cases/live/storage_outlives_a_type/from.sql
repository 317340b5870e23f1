create table t (id int primary key, a text, b varchar(10));
alter table t alter a set storage external, alter b set compression pglz;
create table pt (id int, a text) partition by range (id); create table pt1 partition of pt for values from (0) to (9);
alter table pt1 alter a set storage external; alter table pt alter a set storage main;
