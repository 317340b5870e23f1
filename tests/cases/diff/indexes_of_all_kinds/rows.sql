INSERT INTO docs VALUES (1, 'One', 'ann', 1, 0), (2, 'Two', NULL, 2, 1);
