CREATE EXTENSION citext;
CREATE TABLE words (w citext PRIMARY KEY);
CREATE TABLE kept (t text);
