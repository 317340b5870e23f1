CREATE TABLE payments (
  id int NOT NULL PRIMARY KEY,
  method varchar(20),
  amount int,
  fee int,
  CONSTRAINT payments_method_chk CHECK (method IN ('card', 'cash')),
  CONSTRAINT amount_is_positive CHECK (amount > 0),
  CONSTRAINT goes CHECK (fee < amount),
  CHECK (fee >= 0)
);
INSERT INTO payments VALUES (1, 'card', 10, 1), (2, NULL, NULL, NULL);
