-- schemac 0.1.0: rollback of: create table orders and 8 more
-- from tests/cases/emitters/golden/shop_postgresql/to.schemac
-- to   tests/cases/emitters/golden/shop_postgresql/from.schemac
-- run it with: psql -v ON_ERROR_STOP=1 -f FILE DATABASE

BEGIN;

-- undo 9. drop column users.legacy_code
--    loses data: the values of users.legacy_code
ALTER TABLE public.users ADD COLUMN legacy_code character varying(10);

-- undo 8. set not null users.display_name
ALTER TABLE public.users ALTER COLUMN display_name DROP NOT NULL;

-- undo 6. create index users_display_name_idx on users (display_name desc)
DROP INDEX public.users_display_name_idx;

-- undo 5. add unique users_email_key on users
ALTER TABLE public.users DROP CONSTRAINT users_email_key;

-- undo 4. change type users.email from character varying(200) to character varying(320)
ALTER TABLE public.users ALTER COLUMN email TYPE character varying(200);

-- undo 3. add column users.display_name character varying(300)
ALTER TABLE public.users DROP COLUMN display_name;

-- undo 2. create table orders
DROP TABLE public.orders;

-- undo 1. create enum order_status
DROP TYPE public.order_status;

COMMIT;
