CREATE TABLE notes (
  `rank` int NOT NULL PRIMARY KEY,
  next_id int GENERATED ALWAYS AS (`rank` + 1) VIRTUAL,
  twice int GENERATED ALWAYS AS (`rank` * 2) STORED,
  seen date
);
CREATE TABLE events (
  id int NOT NULL PRIMARY KEY,
  about int,
  odd int GENERATED ALWAYS AS (id + 1) VIRTUAL,
  UNIQUE KEY odd (odd),
  CONSTRAINT events_note FOREIGN KEY (about) REFERENCES notes (`rank`) ON UPDATE CASCADE
);
