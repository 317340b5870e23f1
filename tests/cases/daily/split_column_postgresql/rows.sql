INSERT INTO users (id, name, email) VALUES (1, 'Ada Lovelace', 'ada@example.org'), (2, 'Alan Turing', 'alan@example.org');
INSERT INTO orders (id, user_id, note) VALUES (10, 1, 'first'), (11, 2, NULL);
