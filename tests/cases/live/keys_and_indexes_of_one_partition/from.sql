create table moved (id int not null, k text not null) partition by list (k);
create table moved_a partition of moved for values in ('a');
alter table moved_a add constraint moved_a_pkey primary key (k, id);

create table taken (id int, k text) partition by list (k);
create table taken_a partition of taken for values in ('a');
create index taken_id_idx on taken (id);

create table freed (id int, k text, note text) partition by list (k);
create table freed_a partition of freed for values in ('a');
alter table freed_a add primary key (id) include (note);

create table lines (id int, k int, primary key (id, k)) partition by range (id);
create table lines_all partition of lines default;
create table marks (id int primary key, line int, k int, foreign key (line, k) references lines_all);

insert into moved values (1, 'a');
insert into taken values (1, 'a'), (1, 'a');
insert into freed values (1, 'a', 'x');
insert into lines values (1, 2);
insert into marks values (1, 1, 2);
