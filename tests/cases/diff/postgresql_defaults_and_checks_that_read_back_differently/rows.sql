INSERT INTO events VALUES (1, 'new'), (2, 'done');
