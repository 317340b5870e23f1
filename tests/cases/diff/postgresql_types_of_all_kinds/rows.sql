INSERT INTO t (id, a, e, f, g, h) VALUES (1, 1.25, 'abc', 1.5, '{1,2}', '{"a": 1}');
