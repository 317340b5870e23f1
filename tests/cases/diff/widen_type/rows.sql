INSERT INTO items VALUES (1, 'first'), (2, 'second');
