INSERT INTO people VALUES (1, 'ada@x', '1815-12-10', 'first'), (2, 'bob@x', NULL, NULL);
