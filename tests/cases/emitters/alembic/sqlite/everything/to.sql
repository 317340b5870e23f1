CREATE TABLE kept (id INTEGER PRIMARY KEY, old_name TEXT, amount NUMERIC(10, 2) DEFAULT 0, added VARCHAR(20) DEFAULT 'it''s :new' NOT NULL, half NUMERIC GENERATED ALWAYS AS (amount / 2) VIRTUAL);
CREATE INDEX kept_amount ON kept (amount DESC, old_name) WHERE amount > 0 AND old_name <> ':x';
CREATE UNIQUE INDEX kept_lower ON kept (lower(old_name));
CREATE TABLE made (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kept_id INTEGER NOT NULL REFERENCES kept (id) ON DELETE CASCADE ON UPDATE SET NULL,
  created DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
  tag CHAR(3) COLLATE NOCASE DEFAULT ('a' || 'b'),
  flag BOOLEAN DEFAULT 1,
  "two words" TEXT,
  json_text JSON DEFAULT '{"a":true,"b":[1,2]}',
  CONSTRAINT made_tag CHECK (tag <> 'x:y' AND flag IN (0, 1)),
  UNIQUE (tag, created)
);
CREATE TABLE plain (a INTEGER, b REAL, c BLOB, d, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE "select" ("from" BIGINT NOT NULL, "Größe" TEXT, "a.b" TEXT);
