INSERT INTO people (id, mood, size) VALUES (1, 'happy', 'medium_size'), (2, 'sad', 'large');
