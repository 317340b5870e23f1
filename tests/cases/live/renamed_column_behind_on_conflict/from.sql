create table g (a text unique, i int);
create function ins() returns void begin atomic insert into g(a) values ('a') on conflict (a) do update set a = excluded.a where g.a <> 'x'; end;
