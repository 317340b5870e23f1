-- a file that makes its database, and takes away what may not be there
DROP DATABASE IF EXISTS shop_of_the_file;
CREATE DATABASE IF NOT EXISTS shop_of_the_file;
USE shop_of_the_file;
DROP TABLE IF EXISTS nothing, nobody;
DROP VIEW IF EXISTS nothing;
DROP TRIGGER IF EXISTS nothing;
DROP PROCEDURE IF EXISTS nothing;
DROP FUNCTION IF EXISTS nothing;
DROP EVENT IF EXISTS nothing;
CREATE TABLE goods (id int NOT NULL PRIMARY KEY, name varchar(20));
CREATE VIEW named AS select `goods`.`id` AS `id` from `goods`;
