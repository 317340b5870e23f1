INSERT INTO users VALUES (1, ' ann@x ', false), (2, 'bob@x', true);
