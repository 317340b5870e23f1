INSERT INTO products VALUES (1, '12 EUR'), (2, '7 EUR');
