INSERT INTO billing.shops (kind) VALUES ('a'); INSERT INTO billing.events VALUES (5);
