// schema.prisma, one top-level block at a time. Each item is a line of its own; a line that cannot be read does not hide the
// mistakes of the next.
parser grammar PrismaParser;
options { tokenVocab = PrismaLexer; }

model       : head (modelItem? NEWLINE)* CLOSE EOF ;  // model, view, type
enumeration : head (enumItem? NEWLINE)* CLOSE EOF ;
settings    : head (setting? NEWLINE)* CLOSE EOF ;    // datasource, generator
intents     : attribute* EOF ;                        // behind `///`

head : WORD word OPEN DOC? NEWLINE ;

modelItem : DOC | field | blockAttribute ;
enumItem  : DOC | enumValue | blockAttribute ;
setting   : DOC | WORD EQUALS value DOC? ;

field     : word COLON? fieldType? attribute* DOC? ;
enumValue : word attribute* DOC? ;

fieldType   : LBRACKET baseType RBRACKET | baseType (LIST QUESTION? | QUESTION | BANG)? ;
baseType    : unsupported | WORD ;
unsupported : WORD LPAREN STRING RPAREN ;

attribute      : AT path arguments? ;
blockAttribute : BLOCK_AT path arguments? DOC? ;
arguments      : LPAREN (argument (COMMA argument)*)? RPAREN ;
argument       : (WORD COLON)? value ;

value  : STRING | NUMBER | call | path | list | object ;
call   : path arguments ;
list   : LIST | LBRACKET value (COMMA value)* RBRACKET ;
object : OPEN (entry (COMMA entry)*)? CLOSE ;  // the condition of an index
entry  : WORD COLON value ;
path   : word (DOT word)* ;
word   : WORD | NUMBER ;
