-- DropIndex
DROP INDEX `Note_title_idx` ON `Note`;

-- DropTable
DROP TABLE `Gone`;

-- CreateTable
CREATE TABLE `authors` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `email` VARCHAR(191) NOT NULL,
    `handle` VARCHAR(191) NOT NULL,
    `tagline` TEXT NOT NULL,
    `born` DATE NOT NULL,
    `boss_id` INTEGER NULL,

    UNIQUE INDEX `authors_email_key`(`email`),
    UNIQUE INDEX `one_handle`(`handle` DESC),
    UNIQUE INDEX `authors_tagline_key`(`tagline`(100)),
    INDEX `authors_born_email_idx`(`born` DESC, `email`),
    INDEX `authors_email_born_idx`(`email`(10), `born`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Book` (
    `isbn` VARCHAR(191) NOT NULL,
    `edition` INTEGER NOT NULL,
    `authorId` INTEGER NOT NULL,
    `editorId` INTEGER NULL,

    INDEX `Book_editorId_idx`(`editorId`),
    UNIQUE INDEX `Book_authorId_edition_key`(`authorId`, `edition`),
    PRIMARY KEY (`isbn`, `edition`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `chapters_of_books` (
    `isbn` VARCHAR(191) NOT NULL,
    `edition` INTEGER NOT NULL,
    `number` SMALLINT UNSIGNED NOT NULL,
    `title` VARCHAR(191) NOT NULL,
    `a_rather_long_column_name_one` INTEGER NOT NULL,
    `a_rather_long_column_name_two` INTEGER NOT NULL,
    `a_rather_long_column_name_three` INTEGER NOT NULL,

    INDEX `chapters_of_books_a_rather_long_column_name_one_a_rather_lon_idx`(`a_rather_long_column_name_one`, `a_rather_long_column_name_two`, `title`),
    UNIQUE INDEX `chapters_of_books_a_rather_long_column_name_one_a_rather_lon_key`(`a_rather_long_column_name_one`, `a_rather_long_column_name_two`, `a_rather_long_column_name_three`),
    PRIMARY KEY (`isbn`, `edition`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Profile` (
    `id` TEXT NOT NULL,
    `authorId` INTEGER NOT NULL,
    `serial` INTEGER NOT NULL AUTO_INCREMENT,

    UNIQUE INDEX `Profile_authorId_key`(`authorId`),
    INDEX `Profile_serial_idx`(`serial`),
    PRIMARY KEY (`id`(20))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Tag` (
    `name` VARCHAR(50) NOT NULL,
    `isbn` VARCHAR(191) NULL,
    `edition` INTEGER NULL,

    PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Kind` (
    `id` TINYINT UNSIGNED NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `BookOfTag` (
    `tagName` VARCHAR(50) NOT NULL,
    `at` INTEGER NOT NULL,

    PRIMARY KEY (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `_friends` (
    `A` INTEGER NOT NULL,
    `B` INTEGER NOT NULL,

    UNIQUE INDEX `_friends_AB_unique`(`A`, `B`),
    INDEX `_friends_B_index`(`B`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `_KindToTag` (
    `A` TINYINT UNSIGNED NOT NULL,
    `B` VARCHAR(50) NOT NULL,

    UNIQUE INDEX `_KindToTag_AB_unique`(`A`, `B`),
    INDEX `_KindToTag_B_index`(`B`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateIndex
CREATE INDEX `Note_title_idx` ON `Note`(`title`(30));

-- CreateIndex
CREATE FULLTEXT INDEX `Note_title_body_idx` ON `Note`(`title`, `body`);

-- CreateIndex
CREATE FULLTEXT INDEX `words_of_body` ON `Note`(`body`);

-- AddForeignKey
ALTER TABLE `authors` ADD CONSTRAINT `authors_boss_id_fkey` FOREIGN KEY (`boss_id`) REFERENCES `authors`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Book` ADD CONSTRAINT `Book_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `authors`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Book` ADD CONSTRAINT `edited_by` FOREIGN KEY (`editorId`) REFERENCES `authors`(`id`) ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE `chapters_of_books` ADD CONSTRAINT `chapters_of_books_isbn_edition_fkey` FOREIGN KEY (`isbn`, `edition`) REFERENCES `Book`(`isbn`, `edition`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Profile` ADD CONSTRAINT `Profile_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `authors`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `Tag` ADD CONSTRAINT `Tag_isbn_edition_fkey` FOREIGN KEY (`isbn`, `edition`) REFERENCES `Book`(`isbn`, `edition`) ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `BookOfTag` ADD CONSTRAINT `BookOfTag_tagName_fkey` FOREIGN KEY (`tagName`) REFERENCES `Tag`(`name`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `_friends` ADD CONSTRAINT `_friends_A_fkey` FOREIGN KEY (`A`) REFERENCES `authors`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `_friends` ADD CONSTRAINT `_friends_B_fkey` FOREIGN KEY (`B`) REFERENCES `authors`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `_KindToTag` ADD CONSTRAINT `_KindToTag_A_fkey` FOREIGN KEY (`A`) REFERENCES `Kind`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `_KindToTag` ADD CONSTRAINT `_KindToTag_B_fkey` FOREIGN KEY (`B`) REFERENCES `Tag`(`name`) ON DELETE CASCADE ON UPDATE CASCADE;

-- RenameIndex
ALTER TABLE `Note` RENAME INDEX `by_body` TO `by_text`;
