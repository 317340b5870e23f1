CREATE TABLE parent (id integer, at date);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE leaving (id integer, note text);
CREATE TABLE base (id integer);
CREATE TABLE kid (id integer);
