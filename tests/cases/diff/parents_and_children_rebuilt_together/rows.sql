INSERT INTO parents VALUES (1, 'p'), (2, 'q');
INSERT INTO children VALUES (1, 1, 'c'), (2, 1, 'd'), (3, 2, 'c');
INSERT INTO toys VALUES (1, 1), (2, 3), (3, NULL);
