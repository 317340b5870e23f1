CREATE TABLE logs (id smallint PRIMARY KEY, at timestamptz, word text, CONSTRAINT one_key UNIQUE (id), CHECK (id IN (1, 2, 3)), CHECK (at > '2001-01-01'));
CREATE RULE quiet AS ON DELETE TO logs WHERE old.id > 1 DO INSTEAD NOTHING;
CREATE RULE never AS ON UPDATE TO logs DO ALSO NOTHING;
ALTER TABLE logs DISABLE RULE never;
CREATE FUNCTION taxed(amount numeric, rate numeric DEFAULT 0.1) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN amount + amount * rate;
CREATE FUNCTION weight(logs) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
ALTER TABLE logs ADD CONSTRAINT light CHECK (weight(logs) < 5);
CREATE STATISTICS together ON word, id FROM logs;
CREATE TABLE twice (a numeric, CONSTRAINT first EXCLUDE (a WITH =), CONSTRAINT second EXCLUDE (a WITH =));
