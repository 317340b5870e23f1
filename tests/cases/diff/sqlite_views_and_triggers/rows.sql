INSERT INTO users (name, first) VALUES ('ann', 'a'), ('bob', 'b');
