CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money';
GRANT USAGE ON SCHEMA billing TO PUBLIC;
CREATE TYPE billing.state AS ENUM ('open', 'paid');
CREATE SEQUENCE billing.numbers START 100;
CREATE FUNCTION billing.next_number() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('billing.numbers') $$;
CREATE FUNCTION billing.is_open(what billing.state) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT what = 'open' $$;
CREATE TABLE billing.invoices (
  id bigint PRIMARY KEY DEFAULT nextval('billing.numbers'),
  state billing.state NOT NULL DEFAULT 'open'::billing.state,
  amount numeric(10, 2) CHECK (amount > 0),
  number bigint DEFAULT billing.next_number()
);
CREATE TABLE payments (id serial PRIMARY KEY, invoice_id bigint NOT NULL REFERENCES billing.invoices (id));
CREATE VIEW billing.due AS SELECT id, amount FROM billing.invoices WHERE billing.is_open(state);
CREATE VIEW owed AS SELECT sum(due.amount) AS amount FROM billing.due;
GRANT SELECT ON billing.due TO PUBLIC;
CREATE INDEX ON billing.invoices (state) WHERE state = 'open'::billing.state;
INSERT INTO billing.invoices (amount) VALUES (10), (20);
INSERT INTO payments (invoice_id) SELECT min(id) FROM billing.invoices;
