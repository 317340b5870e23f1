-- schemac 0.1.0: create table orders and 8 more
-- from tests/cases/emitters/golden/shop_postgresql/from.schemac
-- to   tests/cases/emitters/golden/shop_postgresql/to.schemac
-- run it with: psql -v ON_ERROR_STOP=1 -f FILE DATABASE

BEGIN;

-- 1. create enum order_status
CREATE TYPE public.order_status AS ENUM ('pending', 'paid', 'shipped');

-- 2. create table orders
CREATE TABLE public.orders (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  user_id bigint NOT NULL,
  status public.order_status DEFAULT 'pending' NOT NULL,
  total numeric(10,2) DEFAULT 0 NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT positive CHECK (total >= 0),
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE
);

-- 3. add column users.display_name character varying(300)
ALTER TABLE public.users ADD COLUMN display_name character varying(300);

-- 4. change type users.email from character varying(200) to character varying(320)
ALTER TABLE public.users ALTER COLUMN email TYPE character varying(320);

-- 5. add unique users_email_key on users
--    add-unique-on-existing: fails if users has duplicates of (email)
ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE (email);

-- 6. create index users_display_name_idx on users (display_name desc)
CREATE INDEX users_display_name_idx ON public.users (display_name DESC) WHERE email <> '';

-- 7. backfill users.display_name from first_name || ' ' || last_name
DO $schemac$
BEGIN
  IF EXISTS (SELECT 1 FROM public.users WHERE display_name IS NULL AND (first_name || ' ' || last_name) IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'not_null_violation', MESSAGE = 'the backfill of users.display_name yields NULL for some rows; nothing was written: first_name || '' '' || last_name';
  END IF;
END
$schemac$;
UPDATE public.users SET display_name = first_name || ' ' || last_name WHERE display_name IS NULL;

-- 8. set not null users.display_name
ALTER TABLE public.users ALTER COLUMN display_name SET NOT NULL;

-- 9. drop column users.legacy_code
--    drop-column: deletes the values of users.legacy_code
ALTER TABLE public.users DROP COLUMN legacy_code;

COMMIT;
