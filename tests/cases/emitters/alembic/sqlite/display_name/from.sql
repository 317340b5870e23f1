CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  first_name TEXT,
  last_name TEXT
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO users VALUES (1, 'Ada', 'Lovelace'), (2, 'Grace', 'Hopper: 100%');
INSERT INTO posts VALUES (1, 1), (2, 2), (3, 2);
