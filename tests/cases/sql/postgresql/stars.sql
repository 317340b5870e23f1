-- What a star stands for is settled when the view is made.
CREATE TABLE item (id integer PRIMARY KEY, title text);
CREATE TABLE category (id integer PRIMARY KEY, name text);
CREATE VIEW before AS SELECT * FROM item;
ALTER TABLE item ADD COLUMN status text;
CREATE VIEW behind AS SELECT i.*, c.name AS category FROM item i JOIN category c ON c.id = i.id;
CREATE VIEW over_views AS SELECT b.*, x.title AS second FROM before b CROSS JOIN (SELECT * FROM behind) x;
CREATE VIEW common AS WITH w AS (SELECT * FROM item) SELECT w.* FROM w WHERE EXISTS (SELECT * FROM category WHERE id = w.id);
CREATE VIEW unnamed AS SELECT 'a', lower('B');
CREATE VIEW unnamed_null AS SELECT NULL, EXISTS (SELECT 1);
CREATE VIEW unnamed_number AS SELECT 1 UNION SELECT 2;
ALTER VIEW before ALTER COLUMN title SET DEFAULT 'none';
-- A name that was a view's, and one that a view gave away.
CREATE VIEW again AS SELECT id AS gone FROM item;
DROP VIEW again;
CREATE TABLE again (x integer);
CREATE VIEW over_again AS SELECT * FROM again;
