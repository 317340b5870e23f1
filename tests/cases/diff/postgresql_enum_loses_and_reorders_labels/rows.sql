INSERT INTO orders VALUES (1, 'paid', '{pending,paid}'), (2, 'shipped', '{}');
