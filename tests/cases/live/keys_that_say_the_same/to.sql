CREATE TABLE helpers (name text CONSTRAINT helpers_name_key UNIQUE, room int);
ALTER TABLE helpers ADD CONSTRAINT helpers_name_unique UNIQUE (name);
ALTER TABLE helpers ADD CONSTRAINT helpers_once_more UNIQUE (name) DEFERRABLE;
