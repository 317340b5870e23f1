CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
ALTER DOMAIN percent SET DEFAULT 5;
COMMENT ON DOMAIN percent IS 'of a hundred';
CREATE TYPE address AS (town text, street text);
CREATE FUNCTION tidied_up(what text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(trim(what)) $$;
COMMENT ON FUNCTION tidied_up(text) IS 'small and without blanks';
CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'changed'; RETURN NEW; END $$;
CREATE TABLE notes (
  id integer PRIMARY KEY,
  title text NOT NULL DEFAULT tidied_up(' New '),
  note text CHECK (tidied_up(note) <> ''),
  share percent,
  at address,
  tidied text GENERATED ALWAYS AS (tidied_up(title)) STORED
);
CREATE PROCEDURE forget_all() LANGUAGE sql AS $$ DELETE FROM public.notes $$;
CREATE INDEX notes_tidy ON notes (tidied_up(title));
CREATE TRIGGER touched BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION mark();
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON notes FOR SELECT USING (tidied_up(title) <> 'secret');
CREATE VIEW brief AS SELECT id, title, tidied_up(note) AS tidy_note FROM notes;
COMMENT ON VIEW brief IS 'the short form';
COMMENT ON COLUMN brief.title IS 'as given';
GRANT SELECT ON brief TO PUBLIC;
CREATE RULE read_only AS ON INSERT TO brief DO INSTEAD NOTHING;
CREATE VIEW shorter AS SELECT brief.id FROM brief;
CREATE MATERIALIZED VIEW tally AS SELECT count(*) AS n, share FROM notes GROUP BY share;
CREATE INDEX counted_share ON tally (share);
