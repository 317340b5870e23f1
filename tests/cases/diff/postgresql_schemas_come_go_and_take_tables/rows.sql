INSERT INTO things VALUES (1, 'x'); INSERT INTO old.leftovers VALUES (1, 1);
