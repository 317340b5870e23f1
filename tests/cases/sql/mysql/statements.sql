# what a file of migrations leaves behind
SET NAMES utf8mb4;
CREATE TABLE towns (
  id   BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) CHARACTER SET latin1 NOT NULL COMMENT 'as it is; written',
  area DECIMAL(10,3) DEFAULT 1.5,
  kind ENUM("city", 'village') DEFAULT 'city'
) ENGINE=InnoDB;
INSERT INTO towns (name) VALUES ('a;b'), ('it''s \'so\'');
CREATE TABLE people (
  id int NOT NULL AUTO_INCREMENT,
  name varchar(40) NOT NULL DEFAULT '',
  mail varchar(200) UNIQUE,
  born date,
  town bigint unsigned,
  old int,
  created timestamp(3) NOT NULL DEFAULT now(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY (born, name(10)),
  FOREIGN KEY (town) REFERENCES towns (id) ON DELETE SET NULL ON UPDATE CASCADE
) COMMENT 'who';
ALTER TABLE people
  ADD COLUMN note text AFTER name,
  ADD COLUMN first_one int NOT NULL DEFAULT -1 FIRST,
  CHANGE old older smallint DEFAULT 3,
  MODIFY mail varchar(300) NULL,
  ADD UNIQUE INDEX by_both (town, born DESC),
  ADD CONSTRAINT grown CHECK (older > 2),
  RENAME INDEX born TO by_birthday;
ALTER TABLE people DROP COLUMN note, ALTER older SET DEFAULT 4, ALTER name DROP DEFAULT;
CREATE INDEX by_name ON people (name) COMMENT 'often';
DROP INDEX by_name ON people;
CREATE TABLE IF NOT EXISTS people (x int);
CREATE TABLE gone (a int);
DROP TABLE IF EXISTS gone, never_there;
CREATE TEMPORARY TABLE passing (a int);
DROP TEMPORARY TABLE passing;
RENAME TABLE towns TO places;
CREATE TABLE copied LIKE places;
ALTER TABLE copied DROP kind, RENAME TO copies, COMMENT='a copy';
CREATE TABLE keyed (a int, b int, c varchar(10), KEY (a), KEY (a, b), UNIQUE (c));
ALTER TABLE keyed DROP KEY a_2, ADD PRIMARY KEY (a, b), DROP COLUMN c;
CREATE TABLE computed (
  a int, b int,
  total int AS (a + b) STORED,
  half int GENERATED ALWAYS AS (`a` / 2) VIRTUAL,
  CHECK (a > 0),
  CONSTRAINT not_both CHECK (a > 1 OR b > 1)
);
