CREATE TYPE status AS ENUM ('new', 'running', 'old', 'failed');
CREATE TABLE jobs (id integer PRIMARY KEY, state status NOT NULL DEFAULT 'running', before status);
CREATE INDEX jobs_failed ON jobs (id) WHERE state = 'failed';
