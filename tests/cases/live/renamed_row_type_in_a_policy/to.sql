create table users (id int primary key, nm text);
create function full_nm(users) returns text stable language sql as 'select $1.nm';
create policy p on users using (full_nm(users) = 'x');
