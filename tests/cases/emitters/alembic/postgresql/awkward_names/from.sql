CREATE SCHEMA "Odd.Schema";
CREATE TABLE "Odd.Schema"."select" ("from" integer, "a.b" text, "per%cent" text, "with ""quotes""" text, "Größe" text);
CREATE TABLE "user" ("order" integer PRIMARY KEY, "column" text);
INSERT INTO "user" VALUES (1, 'x');
