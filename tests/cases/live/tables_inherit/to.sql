CREATE TABLE base (id bigint, created timestamptz DEFAULT now(), more text, CHECK (id > 0));
CREATE TABLE other (note text);
CREATE TABLE child (extra bigint) INHERITS (base);
CREATE INDEX child_extra ON child (extra);
CREATE INDEX child_created ON child (created, extra);
CREATE TABLE parent (id int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE leaves (id int, own int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE joins (own int) INHERITS (parent);
CREATE TABLE grandchild (g int) INHERITS (child, other);
