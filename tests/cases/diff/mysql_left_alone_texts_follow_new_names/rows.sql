INSERT INTO goods VALUES (1, 5, 'a'), (2, 9, 'b');
