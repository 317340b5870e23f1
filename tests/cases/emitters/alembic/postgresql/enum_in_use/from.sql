CREATE TYPE status AS ENUM ('new', 'old');
CREATE TABLE jobs (id integer PRIMARY KEY, state status NOT NULL DEFAULT 'new');
INSERT INTO jobs VALUES (1, 'new'), (2, 'old');
