// The sentences of schemac's own language, one line each.
//
// A reader cuts a file into lines and blocks before this grammar sees it (`table x {` is one sentence, every line of its
// block another), so that a mistake costs its own line and nothing else. No rule is recursive: expressions are the engine's
// own SQL in backticks, and depth cannot be had.
parser grammar SchemacParser;
options { tokenVocab = SchemacLexer; }

// --- the top level; of a block its head
declaration : (dialectLine | coversLine | schemaLine | sequenceLine | sqlLine | enumHead | tableHead) EOF ;

dialectLine : DIALECT name NUMBER? ;
coversLine : COVERS (name | STRING | COMMA)+ ;  // `everything except grants, 'audit.*' in public`
schemaLine : SCHEMA name objectOption* ;
sequenceLine : SEQUENCE qualifiedName (sequenceOption | objectOption | UNLOGGED | attributes | ownedBy)* ;
sqlLine : SQL name+ (DOT name)* BACKTICKED was? ;
enumHead : ENUM qualifiedName objectOption* LEFT_BRACE ;
tableHead : TABLE qualifiedName (objectOption | tableAttribute)* LEFT_BRACE ;

objectOption : was | comment ;
tableAttribute : UNLOGGED | STRICT | WITHOUT ROWID | attributes ;
ownedBy : OWNED BY name DOT name (DOT name)? ;

// --- a line of an enum's block
enumLabels : enumLabel* EOF ;
enumLabel : label (WAS label (COMMA label)*)? ;

// --- a line of a table's block
// `unique index (a)` is an index; a constraint of that name is quoted.
tableItem : (indexItem | constraintItem | comment | backItem | columnItem) EOF ;

backItem : BACK name BACKTICKED ;  // `back text` is a column

constraintItem
  : PRIMARY KEY name? columnList constraintOption*                   # primaryKeyItem
  | UNIQUE name? columnList constraintOption*                        # uniqueItem
  | CHECK name? BACKTICKED constraintOption*                         # checkItem
  | FOREIGN KEY name? columnList reference constraintOption*         # foreignKeyItem
  | EXCLUDE name? BACKTICKED constraintOption*                       # excludeItem
  ;
constraintOption : inlineOption | keyOption | attributes | comment | was ;
inlineOption
  : NOT? DEFERRABLE
  | INITIALLY (DEFERRED | IMMEDIATE)
  | NOT VALID
  | NO INHERIT
  ;
keyOption : INCLUDE columnList | NULLS NOT? DISTINCT ;
reference : REFERENCES qualifiedName columnList? referenceOption* ;
referenceOption : ON (DELETE | UPDATE) action columnList? | MATCH FULL ;
action : NO ACTION | RESTRICT | CASCADE | SET NULL_ | SET DEFAULT ;

indexItem : UNIQUE? INDEX name? LEFT_PARENTHESIS indexKey (COMMA indexKey)* RIGHT_PARENTHESIS indexOption* ;
indexKey : (name | BACKTICKED) indexKeyOption* ;
indexKeyOption : ASC | DESC | NULLS (FIRST | LAST) | COLLATE collation | CLASS operatorClass ;
operatorClass : BACKTICKED | name ;
indexOption : USING name | INCLUDE columnList | WHERE BACKTICKED | NULLS NOT? DISTINCT | NOT VALID | attributes | comment | was ;

columnItem : name typeName? columnClause* ;
typeName : BACKTICKED | typeWords typeArguments? ((WITH | WITHOUT) TIME ZONE)? typeArray* ;
typeWords : typeWord DOT name | typeWord (PRECISION | VARYING)? ;
typeArguments : LEFT_PARENTHESIS typeArgument (COMMA typeArgument)* RIGHT_PARENTHESIS ;
typeArgument : NUMBER | STRING | name ;
typeArray : LEFT_BRACKET NUMBER? RIGHT_BRACKET ;

columnClause
  : NOT? NULL_                                                       # nullability
  | DEFAULT value                                                    # defaultClause
  | IDENTITY ALWAYS? sequenceOptions?                                # identityClause
  | SEQUENCE name? sequenceOptions?                                  # sequenceClause
  | AUTOINCREMENT                                                    # autoincrementClause
  | GENERATED BACKTICKED (STORED | VIRTUAL)?                         # generatedClause
  | COLLATE collation                                                # collateClause
  | comment                                                          # commentClause
  | was                                                              # wasClause
  | BACKFILL BACKTICKED                                              # backfillClause
  | USING BACKTICKED                                                 # usingClause
  | (CONSTRAINT name)? PRIMARY KEY inlineOption*                     # primaryKeyClause
  | (CONSTRAINT name)? UNIQUE (inlineOption | NULLS NOT? DISTINCT)*  # uniqueClause
  | (CONSTRAINT name)? CHECK BACKTICKED inlineOption*                # checkClause
  | (CONSTRAINT name)? reference inlineOption*                       # referenceClause
  | INDEX                                                            # indexClause
  | attributes                                                       # attributesClause
  ;
value : STRING | NUMBER | TRUE_ | FALSE_ | NULL_ | BACKTICKED ;
sequenceOptions : LEFT_PARENTHESIS sequenceOption+ RIGHT_PARENTHESIS ;

// --- shared
sequenceOption
  : AS typeWord
  | START WITH? NUMBER
  | INCREMENT BY? NUMBER
  | MINVALUE NUMBER
  | MAXVALUE NUMBER
  | CACHE NUMBER
  | NO? CYCLE
  ;
was : WAS qualifiedName (COMMA qualifiedName)* ;
comment : COMMENT STRING ;
attributes : WITH LEFT_PARENTHESIS attribute (COMMA attribute)* RIGHT_PARENTHESIS ;
attribute : name (EQUALS attributeValue)? ;
attributeValue : STRING | NUMBER | TRUE_ | FALSE_ | name ;
collation : name (DOT name)? ;
columnList : LEFT_PARENTHESIS name (COMMA name)* RIGHT_PARENTHESIS ;
qualifiedName : name (DOT name)? ;
label : name | STRING ;
name : WORD | QUOTED | keyword ;
// A type starts with any word that starts no clause.
typeWord : WORD | QUOTED | TIME | ZONE | ACTION | CLASS | FIRST | LAST | FULL | SCHEMA | TABLE ;

keyword
  : DIALECT | SCHEMA | ENUM | SEQUENCE | TABLE | SQL | ACTION | ALWAYS | AS | ASC | AUTOINCREMENT | BACK | BACKFILL | BY | CACHE | CASCADE | CHECK | CLASS
  | COLLATE | COMMENT | CONSTRAINT | COVERS | CYCLE | DEFAULT | DEFERRABLE | DEFERRED | DELETE | DESC | DISTINCT | EXCLUDE | FALSE_ | FIRST | FOREIGN | FULL
  | GENERATED | IDENTITY | IMMEDIATE | INCLUDE | INCREMENT | INDEX | INHERIT | INITIALLY | KEY | LAST | MATCH | MAXVALUE | MINVALUE | NO | NOT | NULL_
  | NULLS | ON | OWNED | PRECISION | PRIMARY | REFERENCES | RESTRICT | ROWID | SET | START | STORED | STRICT | TIME | TRUE_ | UNIQUE | UNLOGGED | UPDATE
  | USING | VALID | VARYING | VIRTUAL | WAS | WHERE | WITH | WITHOUT | ZONE
  ;
