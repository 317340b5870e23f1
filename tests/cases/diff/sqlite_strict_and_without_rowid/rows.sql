INSERT INTO pairs VALUES ('x', 'y'), ('x', 'z'); INSERT INTO loose VALUES (1, 2); INSERT INTO tight VALUES (1, 2);
