INSERT INTO with_key VALUES (1); INSERT INTO without_key VALUES (2);
