CREATE TABLE p (a int CHECK (a > 0), b text, CONSTRAINT k CHECK (b <> 'x'));
CREATE TABLE c (a int CHECK (a > 0), b text, CONSTRAINT k CHECK (b <> 'y'));
CREATE TABLE d (a int, x int);
CREATE TABLE top (t int, u int CHECK (u > 0));
CREATE TABLE middle (m int) INHERITS (top);
CREATE TABLE e (m int, t int);
CREATE TABLE f () INHERITS (middle);
