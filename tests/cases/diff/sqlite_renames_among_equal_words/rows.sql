INSERT INTO notes (id, n, text, "end") VALUES (1, 7, 'one', 3), (2, NULL, 'two', NULL);
