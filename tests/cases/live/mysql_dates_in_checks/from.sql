CREATE TABLE people (id int NOT NULL PRIMARY KEY);
CREATE TABLE trips (
  id int NOT NULL PRIMARY KEY,
  begins date,
  ends date,
  state enum('new', 'gone'),
  price double,
  place varchar(20),
  person int,
  CONSTRAINT in_order CHECK (begins < ends),
  CONSTRAINT is_known CHECK (state IN ('new', 'gone')),
  CONSTRAINT trips_person FOREIGN KEY (person) REFERENCES people (id)
);
INSERT INTO people VALUES (1);
INSERT INTO trips VALUES (1, '2020-01-01', '2020-01-02', 'new', 2.5, 'here', 1), (2, NULL, NULL, NULL, NULL, NULL, NULL);
