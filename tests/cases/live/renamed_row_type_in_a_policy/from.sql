create table usr (id int primary key, nm text);
create function full_nm(usr) returns text stable language sql as 'select $1.nm';
create policy p on usr using (full_nm(usr) = 'x');
