CREATE TABLE payments (
  id int NOT NULL PRIMARY KEY,
  method varchar(20),
  amount int,
  fee int,
  CHECK (method IN ('card', 'cash')),
  CONSTRAINT amount_counts CHECK (amount > 0),
  CONSTRAINT fee_is_small CHECK (fee < 100),
  CONSTRAINT fee_is_no_gift CHECK (fee >= 0)
);
