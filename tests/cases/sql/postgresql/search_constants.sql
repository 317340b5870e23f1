-- Operands of a tsquery are any run of characters but white space and its operators; words of a tsvector any but quotes, backslashes and positions.
CREATE TABLE pages (id int PRIMARY KEY, words tsvector DEFAULT 'b a-b c.d/e'::tsvector, query tsquery DEFAULT '!a & (b | c)'::tsquery);
ALTER TABLE pages ADD CHECK (words @@ 'fat & (rat|cat)'::tsquery);
ALTER TABLE pages ADD CHECK (words @@ 'a <-> (b <-> c)'::tsquery);
ALTER TABLE pages ADD CHECK (words @@ '(a | b) <2> c:*AB'::tsquery);
ALTER TABLE pages ADD CHECK (query <> 'e-mail@x.org & 3.5'::tsquery);
ALTER TABLE pages ADD CHECK (query <> '!!a<->b | c'::tsquery);
ALTER TABLE pages ADD CHECK (query <> 'a:b & b:*'::tsquery);
ALTER TABLE pages ADD CHECK (words <> 'zu-gross A.b x@y'::tsvector);
