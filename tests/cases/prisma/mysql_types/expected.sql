-- CreateTable
CREATE TABLE `Standard` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `string` VARCHAR(191) NOT NULL,
    `boolean` BOOLEAN NOT NULL,
    `int` INTEGER NOT NULL,
    `bigint` BIGINT NOT NULL,
    `float` DOUBLE NOT NULL,
    `decimal` DECIMAL(65, 30) NOT NULL,
    `moment` DATETIME(3) NOT NULL,
    `json` JSON NOT NULL,
    `bytes` LONGBLOB NOT NULL,
    `level` ENUM('low', 'very high', 'it''s') NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Optional` (
    `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    `string` VARCHAR(191) NULL,
    `boolean` BOOLEAN NULL,
    `int` INTEGER NULL,
    `bigint` BIGINT NULL,
    `float` DOUBLE NULL,
    `decimal` DECIMAL(65, 30) NULL,
    `moment` DATETIME(3) NULL,
    `json` JSON NULL,
    `bytes` LONGBLOB NULL,
    `level` ENUM('low', 'very high', 'it''s') NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `default_values` (
    `id` VARCHAR(191) NOT NULL,
    `string` VARCHAR(191) NOT NULL DEFAULT 'it''s "so"',
    `slashed` VARCHAR(191) NOT NULL DEFAULT 'a\nb',
    `boolean` BOOLEAN NOT NULL DEFAULT true,
    `no` BOOLEAN NOT NULL DEFAULT false,
    `int` INTEGER NOT NULL DEFAULT -7,
    `bigint` BIGINT NOT NULL DEFAULT 9007199254740993,
    `float` DOUBLE NOT NULL DEFAULT 1.5,
    `whole` DOUBLE NOT NULL DEFAULT 2,
    `decimal` DECIMAL(65, 30) NOT NULL DEFAULT 1.5,
    `money` DECIMAL(12, 2) NOT NULL DEFAULT 99.9,
    `created` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `second` TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP(0),
    `fine` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    `changed` DATETIME(3) NOT NULL,
    `level` ENUM('low', 'very high', 'it''s') NOT NULL DEFAULT 'very high',
    `quoted` ENUM('low', 'very high', 'it''s') NOT NULL DEFAULT 'it''s',
    `bit` BIT(1) NOT NULL DEFAULT true,
    `year` YEAR NOT NULL DEFAULT 2024,
    `text` TEXT NULL DEFAULT NULL,
    `touched` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    `bytes` LONGBLOB NOT NULL,
    `json` JSON NOT NULL,
    `nano` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Native` (
    `id` INTEGER UNSIGNED NOT NULL,
    `int` INTEGER NOT NULL,
    `smallint` SMALLINT NOT NULL,
    `unsignedsmallint` SMALLINT UNSIGNED NOT NULL,
    `tinyint` TINYINT NOT NULL,
    `tinybool` BOOLEAN NOT NULL,
    `unsignedtinyint` TINYINT UNSIGNED NOT NULL,
    `unsignedbool` TINYINT UNSIGNED NOT NULL,
    `mediumint` MEDIUMINT NOT NULL,
    `unsignedmedium` MEDIUMINT UNSIGNED NOT NULL,
    `bigint` BIGINT NOT NULL,
    `unsignedbigint` BIGINT UNSIGNED NOT NULL,
    `decimal` DECIMAL NOT NULL,
    `decimal2` DECIMAL(5, 0) NOT NULL,
    `float` FLOAT NOT NULL,
    `double` DOUBLE NOT NULL,
    `bit` BIT(1) NOT NULL,
    `bits` BIT(64) NOT NULL,
    `char` CHAR(10) NOT NULL,
    `varchar` VARCHAR(3000) NOT NULL,
    `binary` BINARY(230) NOT NULL,
    `varbinary` VARBINARY(150) NOT NULL,
    `tinyblob` TINYBLOB NOT NULL,
    `blob` BLOB NOT NULL,
    `mediumblob` MEDIUMBLOB NOT NULL,
    `longblob` LONGBLOB NOT NULL,
    `tinytext` TINYTEXT NOT NULL,
    `text` TEXT NOT NULL,
    `mediumtext` MEDIUMTEXT NOT NULL,
    `longtext` LONGTEXT NOT NULL,
    `date` DATE NOT NULL,
    `time` TIME NOT NULL,
    `time3` TIME(3) NOT NULL,
    `datetime` DATETIME NOT NULL,
    `datetime6` DATETIME(6) NOT NULL,
    `timestamp` TIMESTAMP NOT NULL,
    `timestamp6` TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    `year` YEAR NOT NULL,
    `json` JSON NOT NULL,
    `place` point NOT NULL,
    `flags` set('a','b') NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
