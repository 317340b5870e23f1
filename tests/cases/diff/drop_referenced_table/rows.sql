INSERT INTO teams VALUES (1, 'red'); INSERT INTO players VALUES (1, 1, 'Ann'), (2, NULL, 'Bea');
