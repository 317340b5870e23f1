CREATE SCHEMA app;
CREATE COLLATION app."New order" (provider = icu, locale = 'en');
CREATE TABLE a (id integer PRIMARY KEY, name text COLLATE app."New order", more text COLLATE app."New order");
CREATE TABLE b (id integer PRIMARY KEY, name text);
CREATE TABLE new (name text COLLATE app."New order");
CREATE INDEX b_name ON b (name COLLATE app."New order");
