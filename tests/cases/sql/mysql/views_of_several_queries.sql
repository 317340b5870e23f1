-- unions, subqueries, derived and common tables: what servers keep of them, in their words
CREATE TABLE orders (id int PRIMARY KEY, u int, total decimal(9,2), at datetime, note varchar(20));
CREATE TABLE users (id int PRIMARY KEY, name varchar(30), boss int);
CREATE VIEW ids AS SELECT id FROM orders UNION SELECT id FROM users;
CREATE VIEW texts AS SELECT id, note FROM orders UNION ALL SELECT id, name FROM users ORDER BY id DESC LIMIT 3;
CREATE VIEW apart AS (SELECT id FROM orders ORDER BY id LIMIT 2) UNION ALL (SELECT id FROM users WHERE id > 3);
CREATE VIEW kinds AS SELECT id, 'o' AS kind FROM orders UNION DISTINCT SELECT id, 'u' FROM users;
CREATE VIEW buyers AS SELECT * FROM users WHERE id IN (SELECT u FROM orders);
CREATE VIEW others AS SELECT name FROM users a WHERE a.id NOT IN (SELECT u FROM orders) AND name <> 'x';
CREATE VIEW best AS SELECT name, (SELECT max(total) FROM orders WHERE orders.u = users.id) AS best FROM users;
CREATE VIEW active AS SELECT name FROM users WHERE EXISTS (SELECT 1 FROM orders o WHERE o.u = users.id);
CREATE VIEW idle AS SELECT name FROM users WHERE NOT EXISTS (SELECT * FROM orders o WHERE o.u = users.id);
CREATE VIEW answered AS SELECT id IN (SELECT u FROM orders) AS b, EXISTS (SELECT id, total FROM orders) AS e FROM users;
CREATE VIEW any_of AS SELECT name FROM users WHERE id = ANY (SELECT u FROM orders) OR boss = (SELECT min(u) FROM orders);
CREATE VIEW greatest_of AS SELECT id FROM orders WHERE total >= ALL (SELECT total FROM orders o2 WHERE o2.u = orders.u);
CREATE VIEW sums AS SELECT d.s, users.name FROM users JOIN (SELECT u, sum(total) AS s FROM orders GROUP BY u) d ON d.u = users.id;
CREATE VIEW counted AS SELECT name, n FROM (SELECT name, count(*) n FROM users GROUP BY name HAVING count(*) > 1) AS x WHERE n > 1;
CREATE VIEW both_of AS SELECT x.* FROM (SELECT id FROM orders UNION SELECT id FROM users) x;
CREATE VIEW years AS SELECT YEAR(at) y, sum(total) FROM orders GROUP BY YEAR(at) ORDER BY 1 DESC;
CREATE VIEW by_alias AS SELECT YEAR(at) y, count(*) n FROM orders GROUP BY y ORDER BY n;
CREATE VIEW turned AS SELECT a.id, b.name FROM users a RIGHT JOIN users b ON a.boss = b.id LIMIT 5, 10;
CREATE VIEW merged AS SELECT id, total FROM users LEFT JOIN orders USING (id) LIMIT 10 OFFSET 5;
CREATE VIEW common AS WITH d AS (SELECT u, sum(total) AS s FROM orders GROUP BY u), e (x) AS (SELECT s FROM d)
  SELECT users.name, d.s, x FROM users LEFT JOIN d ON d.u = users.id JOIN e;
CREATE VIEW tree AS WITH RECURSIVE t (id, depth) AS (SELECT id, 0 FROM users WHERE boss IS NULL
  UNION ALL SELECT users.id, t.depth + 1 FROM users JOIN t ON users.boss = t.id) SELECT * FROM t;
CREATE VIEW of_views AS SELECT id, n FROM ids JOIN counted ON counted.n = ids.id WHERE id IN (SELECT id FROM tree);
