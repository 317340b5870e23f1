create function noted() returns trigger language plpgsql as $$ begin return new; end $$;
create table events (id int, k text) partition by list (k);
create table events_a partition of events for values in ('a');
create table events_b partition of events for values in ('b');
create trigger note before insert on events for each row execute function noted();
