INSERT INTO doors VALUES (1, 'closed');
