INSERT INTO offers VALUES (1, 10, 8, 'six'), (2, 20, NULL, NULL);
