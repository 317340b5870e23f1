-- DropForeignKey
ALTER TABLE `Thing` DROP FOREIGN KEY `Thing_ownerId_fkey`;

-- DropForeignKey
ALTER TABLE `Link` DROP FOREIGN KEY `Link_ownerId_fkey`;

-- DropIndex
DROP INDEX `Thing_name_key` ON `Thing`;

-- DropIndex
DROP INDEX `Thing_size_idx` ON `Thing`;

-- AlterTable
ALTER TABLE `Owner` ADD COLUMN `nick` VARCHAR(191) NULL,
    MODIFY `email` VARCHAR(320) NOT NULL;

-- AlterTable
ALTER TABLE `Thing` DROP COLUMN `gone`,
    ADD COLUMN `fresh` BOOLEAN NOT NULL DEFAULT true,
    MODIFY `id` INTEGER NOT NULL AUTO_INCREMENT,
    MODIFY `name` TEXT NOT NULL,
    MODIFY `note` VARCHAR(191) NOT NULL DEFAULT 'none',
    MODIFY `size` BIGINT NOT NULL DEFAULT 2,
    MODIFY `price` DECIMAL(12, 4) NOT NULL,
    MODIFY `state` ENUM('draft', 'review', 'open') NOT NULL DEFAULT 'review',
    MODIFY `shade` ENUM('draft', 'review', 'open') NULL,
    MODIFY `flag` BOOLEAN NOT NULL DEFAULT true,
    MODIFY `made` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    MODIFY `seen` DATETIME(3) NULL;

-- AlterTable
ALTER TABLE `Link` DROP PRIMARY KEY,
    MODIFY `ownerId` INTEGER NOT NULL,
    ADD PRIMARY KEY (`a`, `b`);

-- CreateIndex
CREATE UNIQUE INDEX `Owner_email_key` ON `Owner`(`email`);

-- CreateIndex
CREATE UNIQUE INDEX `Thing_name_key` ON `Thing`(`name`(40));

-- CreateIndex
CREATE INDEX `Thing_size_idx` ON `Thing`(`size` DESC);

-- RenameIndex
ALTER TABLE `Thing` RENAME INDEX `old_name` TO `new_name`;

-- AddForeignKey
ALTER TABLE `Thing` ADD CONSTRAINT `Thing_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `Owner`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Link` ADD CONSTRAINT `Link_ownerId_fkey` FOREIGN KEY (`ownerId`) REFERENCES `Owner`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
