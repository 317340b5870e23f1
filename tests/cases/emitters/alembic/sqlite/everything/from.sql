CREATE TABLE kept (id INTEGER PRIMARY KEY, old_name TEXT, gone TEXT, amount NUMERIC(10, 2) DEFAULT 0);
CREATE TABLE dropped (id INTEGER PRIMARY KEY, body TEXT);
CREATE INDEX kept_gone ON kept (amount);
INSERT INTO kept VALUES (1, 'one', 'g', 1.5);
INSERT INTO dropped VALUES (1, 'b');
