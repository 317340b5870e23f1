create table users (id int primary key, nm text);
create function full_nm(users) returns text stable language sql as 'select $1.nm';
create view v as select id, full_nm(u) from users u;
create policy p on users using (full_nm(users) = 'x');
create function anyusr() returns setof users language sql as 'select * from users';
create table h (u users, us users[]);
create function af(users[]) returns int language sql as 'select 1';
create view v3 as select af(us) from h;
