INSERT INTO users (id, name) VALUES (9, 'Ann'); DELETE FROM users; INSERT INTO users (name) VALUES ('Bob');
