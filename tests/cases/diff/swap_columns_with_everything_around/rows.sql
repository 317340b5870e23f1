INSERT INTO towns VALUES (1), (2);
INSERT INTO trips VALUES (1, 1, 2, 40, 30), (2, 2, NULL, 9, 8);
