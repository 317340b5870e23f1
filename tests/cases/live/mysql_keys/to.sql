CREATE TABLE docs (
  id int NOT NULL,
  part int NOT NULL,
  title varchar(200) NOT NULL,
  body text,
  score int,
  place point NOT NULL,
  PRIMARY KEY (id, part),
  KEY by_title (title(20)) COMMENT 'longer',
  KEY by_points (score),
  UNIQUE KEY one_title (title),
  FULLTEXT KEY words (body, title),
  SPATIAL KEY places (place),
  KEY score (score, part),
  CONSTRAINT part_is_small CHECK (part < 100 AND score <> 13)
);
