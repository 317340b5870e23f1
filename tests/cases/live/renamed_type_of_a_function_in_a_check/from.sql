create type mood as enum('sad','ok');
create function f(mood) returns int immutable language sql as 'select 1';
create table q (m mood, check (f(m) = 1));
