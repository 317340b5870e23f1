create function f(x int) returns bigint language sql immutable as 'select x'; create table u(e int default f(3)::int);
insert into u values (1);
create type ct as (x bigint, y text); create table uu(d ct default row(1,'z')::ct); insert into uu default values;
