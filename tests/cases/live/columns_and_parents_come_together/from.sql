CREATE TABLE parent (id integer);
CREATE TABLE child (id integer);
CREATE TABLE leaving (note text) INHERITS (parent);
CREATE TABLE base (id integer, old text);
CREATE TABLE kid () INHERITS (base);
INSERT INTO child VALUES (1);
