// The words of schemac's own language. A line end is a token: inside a block every line is one item, which is what lets a
// column be called like a keyword. Keywords are known in any letter case and are names wherever a name is expected.
lexer grammar SchemacLexer;

// --- declarations
DIALECT : D I A L E C T ;
SCHEMA : S C H E M A ;
ENUM : E N U M ;
SEQUENCE : S E Q U E N C E ;
TABLE : T A B L E ;
SQL : S Q L ;

// --- items and clauses
ACTION : A C T I O N ;
ALWAYS : A L W A Y S ;
AS : A S ;
ASC : A S C ;
AUTOINCREMENT : A U T O I N C R E M E N T ;
BACK : B A C K ;
BACKFILL : B A C K F I L L ;
BY : B Y ;
CACHE : C A C H E ;
CASCADE : C A S C A D E ;
CHECK : C H E C K ;
CLASS : C L A S S ;
COLLATE : C O L L A T E ;
COMMENT : C O M M E N T ;
CONSTRAINT : C O N S T R A I N T ;
COVERS : C O V E R S ;
CYCLE : C Y C L E ;
DEFAULT : D E F A U L T ;
DEFERRABLE : D E F E R R A B L E ;
DEFERRED : D E F E R R E D ;
DELETE : D E L E T E ;
DESC : D E S C ;
DISTINCT : D I S T I N C T ;
EXCLUDE : E X C L U D E ;
FALSE_ : F A L S E ;
FIRST : F I R S T ;
FOREIGN : F O R E I G N ;
FULL : F U L L ;
GENERATED : G E N E R A T E D ;
IDENTITY : I D E N T I T Y ;
IMMEDIATE : I M M E D I A T E ;
INCLUDE : I N C L U D E ;
INCREMENT : I N C R E M E N T ;
INDEX : I N D E X ;
INHERIT : I N H E R I T ;
INITIALLY : I N I T I A L L Y ;
KEY : K E Y ;
LAST : L A S T ;
MATCH : M A T C H ;
MAXVALUE : M A X V A L U E ;
MINVALUE : M I N V A L U E ;
NO : N O ;
NOT : N O T ;
NULL_ : N U L L ;
NULLS : N U L L S ;
ON : O N ;
OWNED : O W N E D ;
PRECISION : P R E C I S I O N ;
PRIMARY : P R I M A R Y ;
REFERENCES : R E F E R E N C E S ;
RESTRICT : R E S T R I C T ;
ROWID : R O W I D ;
SET : S E T ;
START : S T A R T ;
STORED : S T O R E D ;
STRICT : S T R I C T ;
TIME : T I M E ;
TRUE_ : T R U E ;
UNIQUE : U N I Q U E ;
UNLOGGED : U N L O G G E D ;
UPDATE : U P D A T E ;
USING : U S I N G ;
VALID : V A L I D ;
VARYING : V A R Y I N G ;
VIRTUAL : V I R T U A L ;
WAS : W A S ;
WHERE : W H E R E ;
WITH : W I T H ;
WITHOUT : W I T H O U T ;
ZONE : Z O N E ;

// --- names, literals, the engine's own SQL
WORD : LETTER (LETTER | [0-9$])* ;
NUMBER : '-'? [0-9]+ ('.' [0-9]+)? ([eE] [+\-]? [0-9]+)? ;
QUOTED : '"' (~["\r\n] | '""')* '"' ;
STRING : '\'' (~['] | '\'\'')* '\'' ;
BACKTICKED : '`' (~[`] | '``')* '`' ;
// A longer match than any of the above only where the closing quote is missing.
UNCLOSED : '"' (~["\r\n] | '""')* | '\'' (~['] | '\'\'')* | '`' (~[`] | '``')* ;

// --- punctuation
LEFT_BRACE : '{' ;
RIGHT_BRACE : '}' ;
LEFT_PARENTHESIS : '(' ;
RIGHT_PARENTHESIS : ')' ;
LEFT_BRACKET : '[' ;
RIGHT_BRACKET : ']' ;
COMMA : ',' ;
DOT : '.' ;
EQUALS : '=' ;
SEMICOLON : ';' ;

LINE_END : '\r'? '\n' | '\r' ;
CONTINUATION : '\\' [ \t]* ('\r'? '\n' | '\r') -> channel(HIDDEN) ;
SPACE : [ \t]+ -> channel(HIDDEN) ;
COMMENT_LINE : '--' ~[\r\n]* -> channel(HIDDEN) ;
UNKNOWN : . ;

// Letters beyond ASCII, without the spaces and marks that cannot be seen.
fragment LETTER : [A-Za-z_\u00A1-\u1FFF\u2030-\u205E\u2070-\u2FFF\u3001-\uD7FF\uF900-\uFEFE\uFF00-\uFFEF\u{10000}-\u{10FFFF}] ;
fragment A : [aA] ;
fragment B : [bB] ;
fragment C : [cC] ;
fragment D : [dD] ;
fragment E : [eE] ;
fragment F : [fF] ;
fragment G : [gG] ;
fragment H : [hH] ;
fragment I : [iI] ;
fragment J : [jJ] ;
fragment K : [kK] ;
fragment L : [lL] ;
fragment M : [mM] ;
fragment N : [nN] ;
fragment O : [oO] ;
fragment P : [pP] ;
fragment Q : [qQ] ;
fragment R : [rR] ;
fragment S : [sS] ;
fragment T : [tT] ;
fragment U : [uU] ;
fragment V : [vV] ;
fragment W : [wW] ;
fragment X : [xX] ;
fragment Y : [yY] ;
fragment Z : [zZ] ;
