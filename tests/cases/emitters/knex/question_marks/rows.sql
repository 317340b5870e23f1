INSERT INTO notes VALUES (1, 'why?'), (2, '\?');
