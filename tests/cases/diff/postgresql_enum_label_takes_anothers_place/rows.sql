INSERT INTO orders VALUES (1, 'settled', '{settled,pending,"sent back"}'), (2, 'lost', '{lost,lost}'), (3, 'paid', NULL), (4, 'sent back', '{}');
INSERT INTO letters VALUES (1, 'settled', 0), (2, 'paid', 1), (3, 'sent back', 3), (4, NULL, 1), (5, 'lost', 2);
