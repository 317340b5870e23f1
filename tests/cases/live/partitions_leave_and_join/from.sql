CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE logs (id int NOT NULL, at date NOT NULL, note varchar(20) DEFAULT 'none', old int, customer int REFERENCES customers,
  PRIMARY KEY (id, at), CONSTRAINT small CHECK (id < 1000)) PARTITION BY RANGE (at);
CREATE INDEX logs_note ON logs (note);
CREATE TABLE logs_2023 PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_2025 (id int NOT NULL, at date NOT NULL, note varchar(20) DEFAULT 'none', customer int);
CREATE TABLE plain (id int, extra text);
CREATE TABLE numbered (id serial, kind int NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE numbered_1 PARTITION OF numbered FOR VALUES IN (1);
CREATE VIEW old_logs AS SELECT id, note FROM logs_2023;
INSERT INTO customers VALUES (7);
INSERT INTO logs VALUES (1, '2023-05-05', 'a', 5, 7), (2, '2024-05-05', 'b', 6, NULL);
INSERT INTO logs_2025 VALUES (3, '2025-05-05', 'c', 7);
INSERT INTO plain VALUES (4, 'd');
INSERT INTO numbered (kind) VALUES (1), (1);
