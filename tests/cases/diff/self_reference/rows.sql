INSERT INTO nodes VALUES (1, 'root'), (2, 'leaf');
