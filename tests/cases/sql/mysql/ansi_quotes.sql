-- names in double quotes, as a session with ANSI_QUOTES reads them
SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES';
CREATE TABLE "users" ("id" int PRIMARY KEY, "full ""name""" varchar(20) NOT NULL DEFAULT 'a "b"', age int, CHECK ("age" > 0));
CREATE TABLE "orders" ("id" int PRIMARY KEY, "user" int, KEY "by_user" ("user"), CONSTRAINT "of_user" FOREIGN KEY ("user") REFERENCES "users" ("id"));
CREATE INDEX "by_age" ON "users" ("age");
SET sql_mode = '';
CREATE TABLE texts (a varchar(9) DEFAULT "x", CHECK (a <> "y"));
