INSERT INTO alone VALUES (1, 'a', 10), (2, 'b', 20);
INSERT INTO fused VALUES (1, 'a', 10, 5, 1), (2, 'b', 20, NULL, 2);
