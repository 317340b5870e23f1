CREATE TABLE notes (
  id int NOT NULL PRIMARY KEY,
  next_id int GENERATED ALWAYS AS (id + 1) VIRTUAL,
  twice int GENERATED ALWAYS AS (id * 2) STORED,
  seen date,
  size int,
  half int GENERATED ALWAYS AS (size / 2) VIRTUAL,
  KEY by_next (next_id, seen)
);
CREATE TABLE events (
  id int NOT NULL PRIMARY KEY,
  note int,
  odd int GENERATED ALWAYS AS (id + 1) VIRTUAL,
  UNIQUE KEY odd (odd),
  CONSTRAINT events_note FOREIGN KEY (note) REFERENCES notes (id) ON UPDATE CASCADE
);
INSERT INTO notes (id, seen, size) VALUES (1, '2020-01-01', 4), (2, NULL, 6);
INSERT INTO events (id, note) VALUES (1, 2), (2, NULL);
