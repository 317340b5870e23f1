create table moved (id int not null, k text not null) partition by list (k);
create table moved_a partition of moved for values in ('a');
alter table moved add constraint moved_pkey primary key (k, id);

create table taken (id int, k text) partition by list (k);
create table taken_a partition of taken for values in ('a');
create index taken_a_id_idx on taken_a (id);

create table freed (id int, k text, note text) partition by list (k);
create table freed_a partition of freed for values in ('a');

create table lines (id int, k int, primary key (id, k)) partition by range (k);
create table lines_all partition of lines default;
create table marks (id int primary key, line int, k int, foreign key (line, k) references lines_all);
