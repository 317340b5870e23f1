CREATE TABLE docs (
  id int NOT NULL,
  part int NOT NULL,
  title varchar(200) NOT NULL,
  body text,
  score int,
  place point NOT NULL,
  PRIMARY KEY (id),
  KEY by_title (title(10)),
  KEY by_score (score),
  UNIQUE KEY one_title (title, part),
  FULLTEXT KEY words (body),
  KEY gone (part)
);
INSERT INTO docs VALUES (1, 1, 'a', 'b', 3, ST_GeomFromText('POINT(1 1)')), (2, 1, 'c', NULL, NULL, ST_GeomFromText('POINT(2 2)'));
