INSERT INTO Album VALUES (1, 'new', 'a'), (2, 'void', 'b');
