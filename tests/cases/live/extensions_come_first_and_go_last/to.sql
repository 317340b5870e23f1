CREATE SCHEMA tools;
CREATE EXTENSION pg_trgm WITH SCHEMA tools;
CREATE TABLE kept (t text);
CREATE INDEX kept_words ON kept USING gin (t tools.gin_trgm_ops);
CREATE TABLE another (t text, likeness real GENERATED ALWAYS AS (tools.similarity(t, 'x')) STORED);
