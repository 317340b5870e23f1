create type e as enum ('a','b','c'); create domain de as e; create table t2 (z de, y e); insert into t2 values ('a','b');
create domain dd as e default 'a' check (value <> 'b'); create table t3 (z dd);
create view vz as select z from t2 where z::e <> 'a'; create index iz on t2 (z); alter table t2 add constraint cz check (z::e <> 'b');
alter table t2 alter z set default 'a'; comment on domain de is 'hello'; create domain dn as e not null;
create table t4 (a dn, b de[], c de); insert into t4 values ('a', '{a}', 'b'); create function fd(de) returns int language sql as 'select 1';
revoke usage on type dn from public;
