INSERT INTO users (id, retired, name) VALUES (1, 1, 'Ada'), (2, 0, 'Bob');
