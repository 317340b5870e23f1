CREATE TABLE entries (id int NOT NULL, day date NOT NULL, note text) PARTITION BY RANGE (day);
CREATE TABLE logs_2024 PARTITION OF entries FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (day);
CREATE TABLE logs_first PARTITION OF logs_2024 FOR VALUES IN ('2024-01-01');
CREATE INDEX logs_first_note ON logs_first (note);
CREATE TABLE root (id int);
CREATE TABLE heir (own int) INHERITS (root);
