CREATE SCHEMA "Odd.Schema";
CREATE TABLE "Odd.Schema"."select" ("from" bigint NOT NULL, "a.b" varchar(5), "per%cent" text DEFAULT '100%' NOT NULL, "with ""quotes""" text, "Größe" text, "new col" text);
CREATE TABLE "user" ("order" integer PRIMARY KEY, "column" text DEFAULT E'back\\slash', "User Name" text NOT NULL DEFAULT ':name:', "group" integer REFERENCES "user" ("order"));
COMMENT ON COLUMN "user"."column" IS E'back\\slash and tab	end';
CREATE INDEX "Index Name" ON "user" ("User Name" DESC, "column");
ALTER TABLE "user" ADD CONSTRAINT "a.check" CHECK ("User Name" NOT LIKE '%(x)s');
CREATE TABLE "Mixed" ("Id" serial PRIMARY KEY, "limit" integer UNIQUE);
