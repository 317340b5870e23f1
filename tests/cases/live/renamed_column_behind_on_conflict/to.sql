create table g (b text unique, i int);
create function ins() returns void begin atomic insert into g(b) values ('a') on conflict (b) do update set b = excluded.b where g.b <> 'x'; end;
