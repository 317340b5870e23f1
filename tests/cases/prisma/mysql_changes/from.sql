-- CreateTable
CREATE TABLE `Owner` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `email` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Thing` (
    `id` INTEGER NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `note` VARCHAR(191) NULL,
    `size` INTEGER NOT NULL DEFAULT 1,
    `price` DECIMAL(10, 2) NOT NULL DEFAULT 1.5,
    `state` ENUM('draft', 'open', 'done') NOT NULL DEFAULT 'draft',
    `shade` ENUM('draft', 'open', 'done') NULL,
    `flag` BOOLEAN NOT NULL DEFAULT false,
    `made` DATETIME(3) NOT NULL,
    `seen` DATETIME(6) NULL,
    `gone` VARCHAR(191) NOT NULL,
    `data` JSON NOT NULL,
    `ownerId` INTEGER NOT NULL,

    UNIQUE INDEX `Thing_name_key`(`name`),
    INDEX `Thing_size_idx`(`size`),
    INDEX `old_name`(`state`, `size`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Link` (
    `a` INTEGER NOT NULL,
    `b` INTEGER NOT NULL,
    `ownerId` INTEGER NULL,

    PRIMARY KEY (`a`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `Thing` ADD CONSTRAINT `Thing_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `Owner`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Link` ADD CONSTRAINT `Link_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `Owner`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;
