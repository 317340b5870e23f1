INSERT INTO events (id, name, taken) VALUES (1, 'a', '2024-03-01'), (2, NULL, '2024-05-01'), (3, 'c', '2025-07-01');
