-- The catalogue has question marks for such characters.
CREATE TABLE t (
  a varchar(20) DEFAULT '💩',
  b varchar(40) GENERATED ALWAYS AS (concat(a, ' 💩')) STORED
) CHARSET=utf8mb4;
