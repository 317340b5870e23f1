INSERT INTO "begin" VALUES (1, 'begin'), (2, 'x; BEGIN');
