CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100);
ALTER DOMAIN percentage SET DEFAULT 5;
COMMENT ON DOMAIN percentage IS 'of a hundred';
CREATE TYPE place AS (town text, street text);
CREATE FUNCTION tidy(what text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(trim(what)) $$;
COMMENT ON FUNCTION tidy(text) IS 'small and without blanks';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'changed'; RETURN NEW; END $$;
CREATE TABLE notes (
  id integer PRIMARY KEY,
  title text NOT NULL DEFAULT tidy(' New '),
  note text CHECK (tidy(note) <> ''),
  share percentage,
  at place,
  tidied text GENERATED ALWAYS AS (tidy(title)) STORED
);
CREATE PROCEDURE forget() LANGUAGE sql AS $$ DELETE FROM public.notes $$;
CREATE INDEX notes_tidy ON notes (tidy(title));
CREATE TRIGGER touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON notes FOR SELECT USING (tidy(title) <> 'secret');
CREATE VIEW short AS SELECT id, title, tidy(note) AS tidy_note FROM notes;
COMMENT ON VIEW short IS 'the short form';
COMMENT ON COLUMN short.title IS 'as given';
GRANT SELECT ON short TO PUBLIC;
CREATE RULE no_insert AS ON INSERT TO short DO INSTEAD NOTHING;
CREATE VIEW shorter AS SELECT short.id FROM short;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n, share FROM notes GROUP BY share;
CREATE INDEX counted_share ON counted (share);
INSERT INTO notes (id, note, share, at) VALUES (1, 'a', 10, ROW('York', 'High')), (2, 'b', 20, NULL);
