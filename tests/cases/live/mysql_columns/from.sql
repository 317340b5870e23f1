CREATE TABLE users (
  id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  mail varchar(100) NOT NULL,
  state enum('new', 'active') NOT NULL DEFAULT 'new',
  born date,
  note text,
  old_flag tinyint(1) DEFAULT '0',
  changed timestamp NULL,
  twice int AS (price * 2) VIRTUAL,
  price decimal(8,2) DEFAULT 1.50
) COMMENT = 'people';
INSERT INTO users (mail, state, born, note, old_flag) VALUES ('a@b', 'active', '2000-01-02', 'x', 1), ('c@d', 'new', NULL, NULL, 0);
