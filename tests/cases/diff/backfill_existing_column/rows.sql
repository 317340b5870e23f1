INSERT INTO notes (id, title, body) VALUES (1, 'kept', 'first body'), (2, NULL, 'second body');
