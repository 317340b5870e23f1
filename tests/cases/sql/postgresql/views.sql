-- differs between texts: options in another order, VALUES in a UNION, `*` over USING, the name of an output in ORDER BY
CREATE TABLE people (id int PRIMARY KEY, name text, age int, boss int REFERENCES people);
CREATE VIEW adults AS SELECT id, name FROM people WHERE age >= 18;
CREATE OR REPLACE VIEW adults AS SELECT id, name, age FROM people WHERE age >= 18;
CREATE VIEW named (number, "Full Name") WITH (security_barrier) AS
  -- a comment; with a semicolon
  SELECT p.id, p.name || '!' FROM people p LEFT JOIN people b ON b.id = p.boss ORDER BY 1 DESC NULLS LAST LIMIT 5;
DROP VIEW named;
CREATE VIEW named (number, "Full Name") WITH (security_barrier) AS SELECT p.id, p.name || '!' FROM people p WHERE EXISTS (SELECT 1 FROM people b WHERE b.id = p.boss);
CREATE VIEW counted AS
  WITH RECURSIVE chain(id, boss, depth) AS (
    SELECT id, boss, 0 FROM people WHERE boss IS NULL
    UNION ALL SELECT p.id, p.boss, c.depth + 1 FROM people p JOIN chain c ON p.boss = c.id)
  SELECT depth, count(*) FILTER (WHERE boss IS NOT NULL) AS bosses, row_number() OVER (PARTITION BY depth ORDER BY count(*) DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW),
    CASE depth WHEN 0 THEN 'top' ELSE 'below' END, array_agg(id ORDER BY id) AS ids
  FROM chain GROUP BY depth, boss HAVING count(*) > 0;
CREATE VIEW sets AS SELECT 1 AS n UNION (SELECT 2 EXCEPT SELECT 3) INTERSECT VALUES (4);
CREATE VIEW more_sets AS SELECT DISTINCT ON (age) age, name, lag(name) OVER w FROM people, LATERAL (SELECT people.id) x(i), generate_series(1, 2) WITH ORDINALITY g(n, o)
  WHERE age BETWEEN 1 AND 2 OR name NOT IN ('a', 'b') OR (id, age) = (1, 2) WINDOW w AS (ORDER BY id) ORDER BY age;
CREATE MATERIALIZED VIEW by_age (years, number) WITH (fillfactor = 50) AS SELECT age, count(*) FROM people GROUP BY ROLLUP (age) WITH NO DATA;
CREATE UNIQUE INDEX by_age_years ON by_age (years);
COMMENT ON VIEW adults IS 'grown up';
COMMENT ON COLUMN adults.name IS 'whole';
COMMENT ON MATERIALIZED VIEW by_age IS 'how many';
CREATE VIEW checked AS SELECT id FROM people WHERE id > 0 WITH LOCAL CHECK OPTION;
ALTER VIEW adults SET (security_invoker = true);
CREATE VIEW guarded WITH (security_barrier, security_invoker = on) AS SELECT id FROM people;
ALTER VIEW guarded RESET (security_barrier);
ALTER VIEW guarded SET (check_option = 'local', security_invoker = false);
ALTER VIEW checked RESET (check_option);
ALTER MATERIALIZED VIEW by_age SET (autovacuum_enabled = false);
ALTER MATERIALIZED VIEW by_age ALTER COLUMN years SET STATISTICS 500;
CREATE MATERIALIZED VIEW named_ages AS SELECT name, age FROM people;
CREATE INDEX named_ages_age ON named_ages (age);
ALTER MATERIALIZED VIEW named_ages SET (fillfactor = 70), CLUSTER ON named_ages_age;
CREATE MATERIALIZED VIEW elders AS SELECT age FROM people;
CREATE INDEX elders_age ON elders (age);
CLUSTER elders USING elders_age;
CREATE TABLE item (id integer PRIMARY KEY, title text, status text);
CREATE TABLE category (id integer PRIMARY KEY, name text);
CREATE VIEW merged AS SELECT * FROM item JOIN category USING (id);
CREATE VIEW grouped AS SELECT count(*) AS n, lower(title) AS title FROM item GROUP BY status, lower(title) ORDER BY title, status;

-- several columns in the parentheses of a grouping set are no row
CREATE TABLE sold (region text, city text, amount int, k int, n int);
CREATE VIEW by_sets AS SELECT region, city, sum(amount) AS s FROM sold GROUP BY GROUPING SETS ((region, city), (region), n, ());
CREATE VIEW by_rollup AS SELECT k, amount, n, count(*) AS c FROM sold GROUP BY ROLLUP ((k, amount), n);
CREATE VIEW by_cube AS SELECT k, count(*) AS c FROM sold GROUP BY CUBE ((k, amount), (n, region)), GROUPING SETS (ROLLUP (k, (amount, n)), region);
CREATE VIEW by_both AS SELECT k, amount, count(*) AS c FROM sold GROUP BY (k, amount);
CREATE VIEW by_row AS SELECT count(*) AS c FROM sold GROUP BY ROW(k, amount);
CREATE VIEW grouped_by AS SELECT sum(amount) AS s, GROUPING(region) FROM sold GROUP BY ROLLUP (region);
