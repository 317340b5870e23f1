CREATE TABLE parents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code VARCHAR(20) COLLATE NOCASE CHECK (length(code) > 1),
  note TEXT DEFAULT 'n:one' NOT NULL
);
CREATE TABLE cascading (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE);
CREATE TABLE nulled (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE SET NULL);
CREATE TABLE held (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parents (id) ON DELETE RESTRICT);
CREATE INDEX parents_lower ON parents (lower(code));
CREATE VIEW codes AS SELECT id, code FROM parents;
CREATE TRIGGER parents_note AFTER UPDATE OF code ON parents BEGIN UPDATE parents SET note = 'changed' WHERE id = new.id; END;
