-- bounds move between neighbours, one partition is split, a value changes its partition
CREATE TABLE readings (id integer NOT NULL, day integer NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM (0) TO (10);
CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM (10) TO (20);
CREATE TABLE split (id integer) PARTITION BY RANGE (id);
CREATE TABLE split_low PARTITION OF split FOR VALUES FROM (0) TO (20);
CREATE TABLE regions (name text NOT NULL) PARTITION BY LIST (name);
CREATE TABLE regions_a PARTITION OF regions FOR VALUES IN ('north', 'east');
CREATE TABLE regions_b PARTITION OF regions FOR VALUES IN ('south');
