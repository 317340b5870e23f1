CREATE TABLE notes (id int PRIMARY KEY, owner text, secret boolean DEFAULT false);
INSERT INTO notes VALUES (1, 'ann', true);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON notes FOR SELECT USING (owner = current_user);
COMMENT ON POLICY mine ON notes IS 'own notes';
CREATE POLICY odd ON notes AS RESTRICTIVE FOR INSERT TO pg_monitor WITH CHECK (NOT secret);
CREATE TABLE plain (id int);
CREATE RULE quiet AS ON DELETE TO plain DO INSTEAD NOTHING;
