create table t (id int, a int, b int) partition by range (id);
create table t1 partition of t for values from (0) to (10);
alter table t1 add constraint c check (a > 0);
create table r (x int primary key);
alter table t1 add constraint t1_b_fkey foreign key (b) references r;
create function tf() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before insert on t for each row execute function tf();
create trigger h before insert on t1 for each row execute function tf();
