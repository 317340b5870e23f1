CREATE TABLE notes (
  id int NOT NULL PRIMARY KEY,
  `date` varchar(20),
  `text` varchar(20) NOT NULL,
  `day` int,
  `lower` varchar(20),
  held date GENERATED ALWAYS AS (cast(`date` as date)) STORED,
  later date GENERATED ALWAYS AS (held + interval `day` day) STORED,
  small varchar(20) GENERATED ALWAYS AS (lower(`lower`)) VIRTUAL,
  CONSTRAINT dated CHECK (cast(`date` as date) > date'2020-01-01'),
  CONSTRAINT said CHECK (`text` <> 'text' and `text` not like 'text\_%' and `text` <> 'it\'s text\\'),
  CONSTRAINT lowered CHECK (`lower` <> concat('lower', lower(`lower`)))
);
INSERT INTO notes (id, `date`, `text`, `day`, `lower`) VALUES (1, '2021-05-06', 'a', 2, 'Ab');
