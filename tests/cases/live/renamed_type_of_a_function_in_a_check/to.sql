create type feeling as enum('sad','ok');
create function f(feeling) returns int immutable language sql as 'select 1';
create table q (m feeling, check (f(m) = 1));
