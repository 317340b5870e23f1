INSERT INTO prices VALUES (1, 'tea', 'north'), (2, 'coffee', NULL);
