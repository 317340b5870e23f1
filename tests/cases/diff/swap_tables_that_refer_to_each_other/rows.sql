INSERT INTO drafts VALUES (1, 'one', 'long'), (2, 'two', NULL);
INSERT INTO posts VALUES (7, 2);
INSERT INTO comments VALUES (9, 7, 'well said');
