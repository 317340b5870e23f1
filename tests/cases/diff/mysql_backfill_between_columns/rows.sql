INSERT INTO customers VALUES (1, 'Ada', 'Lovelace', 'a@x'), (2, 'Grace', 'Hopper', 'g@x');
