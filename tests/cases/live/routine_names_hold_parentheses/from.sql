CREATE TABLE victim (a int);
INSERT INTO victim VALUES (1);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "gone(x) "(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION "gone(x) "(int) IS 'a comment';
CREATE FUNCTION "changed""(integer)"(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
