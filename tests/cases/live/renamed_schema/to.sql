CREATE SCHEMA invoicing;
COMMENT ON SCHEMA invoicing IS 'money';
GRANT USAGE ON SCHEMA invoicing TO PUBLIC;
CREATE TYPE invoicing.state AS ENUM ('open', 'paid');
CREATE SEQUENCE invoicing.numbers START 100;
CREATE FUNCTION invoicing.next_number() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('invoicing.numbers') $$;
CREATE FUNCTION invoicing.is_open(what invoicing.state) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT what = 'open' $$;
CREATE TABLE invoicing.invoices (
  id bigint PRIMARY KEY DEFAULT nextval('invoicing.numbers'),
  state invoicing.state NOT NULL DEFAULT 'open'::invoicing.state,
  amount numeric(10, 2) CHECK (amount > 0),
  number bigint DEFAULT invoicing.next_number()
);
CREATE TABLE payments (id serial PRIMARY KEY, invoice_id bigint NOT NULL REFERENCES invoicing.invoices (id));
CREATE VIEW invoicing.due AS SELECT id, amount FROM invoicing.invoices WHERE invoicing.is_open(state);
CREATE VIEW owed AS SELECT sum(due.amount) AS amount FROM invoicing.due;
GRANT SELECT ON invoicing.due TO PUBLIC;
CREATE INDEX ON invoicing.invoices (state) WHERE state = 'open'::invoicing.state;
