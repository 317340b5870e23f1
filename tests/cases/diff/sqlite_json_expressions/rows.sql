INSERT INTO events (id, body) VALUES (1, '{"kind": "a", "size": 3}'), (2, '{}');
