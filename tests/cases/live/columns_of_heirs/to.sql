create table par(x int default 2, y int not null, s text, n int not null default 3);
create table chi(x int default 5) inherits(par);
create table chi2() inherits(chi);
alter table chi alter y drop not null, alter s set storage external;
alter table chi2 alter n set default 4, alter x set default 8;
comment on column chi.n is 'other';
create table p (id int, d int) partition by list (id);
create table p1 partition of p (d default 7) for values in (1);
