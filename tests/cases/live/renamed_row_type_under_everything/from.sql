create table usr (id int primary key, nm text);
create function full_nm(usr) returns text stable language sql as 'select $1.nm';
create view v as select id, full_nm(u) from usr u;
create policy p on usr using (full_nm(usr) = 'x');
create function anyusr() returns setof usr language sql as 'select * from usr';
create table h (u usr, us usr[]);
create function af(usr[]) returns int language sql as 'select 1';
create view v3 as select af(us) from h;
