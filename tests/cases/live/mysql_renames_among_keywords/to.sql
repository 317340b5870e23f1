CREATE TABLE notes (
  id int NOT NULL PRIMARY KEY,
  `moment` varchar(20),
  `body` varchar(20) NOT NULL,
  `days` int,
  `word` varchar(20),
  held date GENERATED ALWAYS AS (cast(`moment` as date)) STORED,
  later date GENERATED ALWAYS AS (held + interval `days` day) STORED,
  small varchar(20) GENERATED ALWAYS AS (lower(`word`)) VIRTUAL,
  CONSTRAINT dated CHECK (cast(`moment` as date) > date'2020-01-01'),
  CONSTRAINT said CHECK (`body` <> 'text' and `body` not like 'text\_%' and `body` <> 'it\'s text\\'),
  CONSTRAINT lowered CHECK (`word` <> concat('lower', lower(`word`)))
);
