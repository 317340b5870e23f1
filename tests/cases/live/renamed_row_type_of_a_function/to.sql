create table users (id int primary key, nm text);
create function fm(users) returns text immutable language sql as 'select $1.nm';
create function tg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update on users for each row when (fm(new) is distinct from fm(old)) execute function tg();
