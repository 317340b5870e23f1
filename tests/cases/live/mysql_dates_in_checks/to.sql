CREATE TABLE people (id int NOT NULL PRIMARY KEY);
CREATE TABLE trips (
  id int NOT NULL PRIMARY KEY,
  begins date,
  ends date,
  state enum('new', 'gone'),
  price double DEFAULT 0.5,
  place varchar(40),
  traveller int,
  CONSTRAINT in_order CHECK (begins < ends),
  CONSTRAINT is_known CHECK (state IN ('new', 'gone')),
  CONSTRAINT trips_person FOREIGN KEY (traveller) REFERENCES people (id)
);
