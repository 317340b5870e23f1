-- CreateTable
CREATE TABLE `values of all kinds` (
    `id` CHAR(36) NOT NULL DEFAULT (uuid()),
    `tab` VARCHAR(191) NOT NULL DEFAULT 'tab	here',
    `line` VARCHAR(191) NOT NULL DEFAULT 'line
break',
    `far` VARCHAR(191) NOT NULL DEFAULT 'émoji 😀 "q"',
    `empty` VARCHAR(191) NOT NULL DEFAULT '',
    `low` DECIMAL(10, 3) NOT NULL DEFAULT 12.34,
    `half` FLOAT NOT NULL DEFAULT -0.5,
    `least` BIGINT NOT NULL DEFAULT -9223372036854775808,
    `unsigned` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `tiny` TINYINT NOT NULL DEFAULT 1,
    `bit` BIT(1) NOT NULL DEFAULT false,
    `char` CHAR(3) NOT NULL DEFAULT 'x',
    `later` DATETIME(3) NOT NULL DEFAULT (now() + interval 1 day),
    `sum` INTEGER NOT NULL DEFAULT (1 + 2),
    `raw` VARBINARY(10) NOT NULL DEFAULT (unhex('00ff')),
    `text` VARCHAR(20) NULL DEFAULT 'null',
    `nothing` DECIMAL(65, 30) NULL DEFAULT 0,
    `hundred` DOUBLE NOT NULL DEFAULT 100,
    `whole` DATETIME(0) NOT NULL DEFAULT CURRENT_TIMESTAMP(0),
    `stamp` TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3),
    `stamped` TIMESTAMP(3) NULL,
    `place` geometry NOT NULL,
    `odd name``s` VARCHAR(191) NOT NULL DEFAULT '100%',
    `letter` ENUM('a,b', 'c''d', 'ü') NOT NULL DEFAULT 'c''d',
    `other` ENUM('a,b', 'c''d', 'ü') NULL DEFAULT 'ü',
    `key` VARCHAR(191) NOT NULL,
    `left` INTEGER NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
