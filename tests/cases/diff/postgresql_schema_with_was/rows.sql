INSERT INTO shop.articles VALUES (1, 'large'); INSERT INTO orders VALUES (5, 1);
