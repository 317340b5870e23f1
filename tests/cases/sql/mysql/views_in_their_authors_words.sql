-- plain queries, of which it can be told what a server makes of them
CREATE TABLE users (id int PRIMARY KEY, name varchar(20), age int, boss int);
CREATE TABLE orders (id int PRIMARY KEY, user_id int, total decimal(10,2), at datetime);
CREATE VIEW everybody AS SELECT * FROM users;
CREATE VIEW of_age AS (SELECT id, Name FROM users WHERE age > 3 AND boss IS NOT NULL);
CREATE VIEW bought AS SELECT u.*, o.total * 2, count(*) AS n
  FROM users AS u INNER JOIN orders o ON o.user_id = u.id GROUP BY u.id, o.total ORDER BY u.id DESC, total LIMIT 5;
CREATE VIEW bosses AS SELECT a.id, b.id boss_id FROM users a, users b WHERE a.boss = b.id;
CREATE VIEW two (x, y) AS SELECT id, lower(name) FROM users WHERE id IN (1, 2) WITH CHECK OPTION;
CREATE VIEW totals AS SELECT DISTINCT u.id, coalesce(o.total, 0) FROM users u LEFT OUTER JOIN orders o ON (u.id = o.user_id AND o.total > 5)
  LEFT JOIN users b ON b.id = u.boss;
CREATE VIEW kinds AS SELECT id, CASE WHEN age > 18 THEN 'adult' ELSE "child" END kind, concat( name , 'x' ) FROM users
  WHERE age BETWEEN 1 AND 5 ORDER BY name;
CREATE VIEW grown AS SELECT id, shown.Name AS called FROM of_age shown WHERE id < 100;
CREATE VIEW named AS SELECT grown.*, u.age FROM grown JOIN users u ON u.id = grown.id AND called = 'x';
