INSERT INTO t (id, a, b, c) VALUES (1, 'a', 1.5, '2026-01-01'), (2, 'b', 'not a number', '2026-01-02');
