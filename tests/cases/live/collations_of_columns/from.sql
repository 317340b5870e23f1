CREATE COLLATION old_order (provider = icu, locale = 'de');
CREATE TABLE a (id integer PRIMARY KEY, name text COLLATE old_order);
CREATE TABLE b (id integer PRIMARY KEY, name text);
CREATE TABLE gone (name text COLLATE old_order);
CREATE INDEX b_name ON b (name COLLATE old_order);
