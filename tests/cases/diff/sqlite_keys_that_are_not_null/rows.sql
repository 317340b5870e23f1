INSERT INTO tight VALUES (1, 'x'); INSERT INTO pairs VALUES (1, 'x'); INSERT INTO loose VALUES (1, 'y'); INSERT INTO kept VALUES ('k', 'y');
