create table par(x int default 1, y int not null, s text, n int);
create table chi(x int default 5) inherits(par);
create table chi2() inherits(chi);
alter table chi alter y drop not null, alter s set storage external;
alter table chi2 alter n set default 4, alter n set not null, alter x set default 6;
comment on column chi.n is 'n of chi';
insert into chi2 values (1,2,'a',3);
create table p (id int, d int default 1) partition by list (id);
create table p1 partition of p (d default 7) for values in (1);
