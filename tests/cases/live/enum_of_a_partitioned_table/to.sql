CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE days (id int NOT NULL, felt mood DEFAULT 'glad', note text) PARTITION BY RANGE (id);
CREATE TABLE days_early PARTITION OF days FOR VALUES FROM (0) TO (10);
CREATE TABLE days_late PARTITION OF days FOR VALUES FROM (10) TO (20) PARTITION BY LIST (note);
CREATE TABLE days_late_glad PARTITION OF days_late FOR VALUES IN ('a', 'b');
CREATE VIEW gladness AS SELECT id FROM days WHERE felt = 'glad';
