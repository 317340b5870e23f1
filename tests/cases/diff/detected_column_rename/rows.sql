INSERT INTO users (id, mail, name, age) VALUES (1, 'ada@x.org', 'Ada', 36), (2, 'bob@x.org', NULL, NULL);
