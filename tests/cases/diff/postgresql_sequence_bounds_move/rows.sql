SELECT nextval('drawn'); SELECT nextval('narrow'); SELECT nextval('low'); SELECT setval('falling', 350); INSERT INTO t DEFAULT VALUES;
