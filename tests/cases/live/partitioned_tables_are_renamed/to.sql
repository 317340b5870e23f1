CREATE TABLE entries (id int NOT NULL, day date NOT NULL, note text) PARTITION BY RANGE (day);
CREATE TABLE logs_24 PARTITION OF entries FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (day);
CREATE TABLE logs_1 PARTITION OF logs_24 FOR VALUES IN ('2024-01-01', '2024-01-02');
CREATE INDEX logs_first_note ON logs_1 (note);
COMMENT ON TABLE logs_1 IS 'the first';
CREATE TABLE root (id int);
CREATE TABLE heir (own int) INHERITS (root);
