CREATE TABLE users (
  id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  born datetime,
  mail varchar(200) NOT NULL COMMENT 'where to write to',
  nick varchar(20) CHARACTER SET latin1 NOT NULL DEFAULT 'it''s \\ me',
  state enum('new', 'active', 'gone') NOT NULL DEFAULT 'active',
  note mediumtext,
  changed timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  twice bigint AS (price * 4 + 1) STORED,
  price decimal(10,2) NOT NULL DEFAULT 1.5,
  at datetime(3) DEFAULT CURRENT_TIMESTAMP(3),
  made varchar(36) DEFAULT (upper('abc'))
) COMMENT = 'people''s';
