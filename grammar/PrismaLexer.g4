// The words of schema.prisma. A declaration of an item ends with its line, so line ends are tokens.
lexer grammar PrismaLexer;

DOC           : '///' ~[\r\n]* ;
COMMENT       : '//' ~[\r\n]* -> skip ;
BLOCK_COMMENT : '/*' .*? '*/' -> skip ;
SPACE         : [ \t\u00A0\uFEFF]+ -> skip ;
NEWLINE       : '\r'? '\n' | '\r' ;

BLOCK_AT : '@@' ;
AT       : '@' ;
OPEN     : '{' ;
CLOSE    : '}' ;
LPAREN   : '(' ;
RPAREN   : ')' ;
LIST     : '[]' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
COMMA    : ',' ;
COLON    : ':' ;
DOT      : '.' ;
EQUALS   : '=' ;
QUESTION : '?' ;
BANG     : '!' ;

STRING : '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '"' ;
NUMBER : '-'? [0-9]+ ( '.' [0-9]+ )? ;
WORD   : [A-Za-z0-9] [A-Za-z0-9_-]* ;

// Whatever else: the parser says what it expected in its place.
OTHER : . ;
