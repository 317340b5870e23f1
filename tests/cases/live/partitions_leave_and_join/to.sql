CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE logs (id int NOT NULL, at date NOT NULL, note text DEFAULT 'none', customer int REFERENCES customers, more int,
  PRIMARY KEY (id, at), CONSTRAINT small CHECK (id < 2000)) PARTITION BY RANGE (at);
CREATE INDEX logs_note ON logs (note);
CREATE TABLE logs_2023 (id int NOT NULL, at date NOT NULL, note varchar(20) DEFAULT 'none', old int, customer int REFERENCES customers,
  PRIMARY KEY (id, at), CONSTRAINT small CHECK (id < 1000));
CREATE INDEX logs_2023_note_idx ON logs_2023 (note);
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_2025 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE choice (id int, extra text) PARTITION BY LIST (extra);
CREATE TABLE plain PARTITION OF choice DEFAULT;
CREATE TABLE numbered (id serial, kind int NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE numbered_1 (id int NOT NULL, kind int NOT NULL);
CREATE VIEW old_logs AS SELECT id, note FROM logs_2023;
