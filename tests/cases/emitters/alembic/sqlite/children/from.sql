CREATE TABLE parents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT COLLATE NOCASE CHECK (length(code) > 1),
  note TEXT
);
CREATE TABLE cascading (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE);
CREATE TABLE nulled (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE SET NULL);
CREATE TABLE held (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parents (id) ON DELETE RESTRICT);
CREATE INDEX parents_lower ON parents (lower(code));
CREATE VIEW codes AS SELECT id, code FROM parents;
CREATE TRIGGER parents_note AFTER UPDATE OF code ON parents BEGIN UPDATE parents SET note = 'changed' WHERE id = new.id; END;
INSERT INTO parents (code, note) VALUES ('ab', 'first'), ('cd', 'x:y'), ('ef', '50%');
DELETE FROM parents WHERE code = 'ef';
INSERT INTO cascading VALUES (1, 1), (2, 2);
INSERT INTO nulled VALUES (1, 1), (2, 2);
INSERT INTO held VALUES (1, 1), (2, 2);
