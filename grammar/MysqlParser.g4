// MySQL's and MariaDB's DDL, one statement at a time. Expressions, queries and bodies are kept as text: of them only the parentheses
// are counted.
parser grammar MysqlParser;
options { tokenVocab = MysqlLexer; }

// --- tables
createTable : CREATE (OR REPLACE)? TABLE ifNotExists? path (LIKE path | LPAREN LIKE path RPAREN | elements? (tableOption COMMA?)* partitioning? query?) EOF ;
elements    : LPAREN element (COMMA element)* RPAREN ;
query       : (IGNORE | REPLACE)? AS? (SELECT | WITH | LPAREN+ SELECT) anything* ;
anything    : . ;

element
  : constraintName? CHECK group enforcement? # checkElement
  | constraintName? PRIMARY KEY name? indexType? keyParts indexOption* # primaryElement
  | constraintName? UNIQUE (KEY | INDEX)? ifNotExists? indexName? indexType? keyParts indexOption* # uniqueElement
  | (FULLTEXT | SPATIAL | VECTOR) (KEY | INDEX)? ifNotExists? indexName? keyParts indexOption* # specialElement
  | (KEY | INDEX) ifNotExists? indexName? indexType? keyParts indexOption* # indexElement
  | constraintName? FOREIGN KEY ifNotExists? indexName? nameList references # foreignElement
  | PERIOD FOR name LPAREN name COMMA name RPAREN # periodElement
  | column # columnElement
  ;
constraintName : CONSTRAINT name? ;
ifNotExists : IF NOT EXISTS ;
ifExists    : IF EXISTS ;
indexName   : name ;
indexType   : (USING | TYPE) name ;
keyParts    : LPAREN keyPart (COMMA keyPart)* RPAREN ;
keyPart     : (group | name (LPAREN NUMBER RPAREN)?) (ASC | DESC)? (WITHOUT OVERLAPS)? ;
indexOption
  : COMMENT STRING
  | indexType
  | WITH PARSER name
  | VISIBLE | INVISIBLE | NOT? IGNORED
  | (WORD | BACKQUOTED) EQUALS? value
  ;
references  : REFERENCES path nameList? (MATCH name)? action* ;
action      : ON (DELETE | UPDATE) (CASCADE | RESTRICT | SET NULL_ | SET DEFAULT | NO ACTION) ;
enforcement : NOT? ENFORCED ;

column : name type columnClause* ;
type   : NATIONAL? typeName (PRECISION | VARYING | BYTE | typeWord VARYING?)? group? BYTE? (UNSIGNED | SIGNED | ZEROFILL)* ;
typeName : typeWord | SERIAL ;
typeWord : WORD | SET | CHARACTER | BINARY | LONG | VECTOR ;
columnClause
  : (CHARACTER SET | CHARSET) EQUALS? charset # charsetClause
  | ASCII # asciiClause
  | UNICODE # unicodeClause
  | BINARY # binaryClause
  | COLLATE EQUALS? charset # collateClause
  | NOT NULL_ # notNullClause
  | NULL_ # nullClause
  | DEFAULT defaultValue # defaultClause
  | ON UPDATE defaultValue # onUpdateClause
  | SERIAL DEFAULT VALUE # serialClause
  | AUTO_INCREMENT # autoIncrementClause
  | UNIQUE KEY? # uniqueClause
  | PRIMARY? KEY # primaryClause
  | COMMENT STRING # commentClause
  | constraintName? CHECK group enforcement? # checkClause
  | constraintName? references # referencesClause
  | (GENERATED ALWAYS)? AS ROW (START | END) # rowClause
  | (GENERATED ALWAYS)? AS group (VIRTUAL | STORED | PERSISTENT)? # generatedClause
  | (VISIBLE | INVISIBLE) # visibilityClause
  | (SRID | REF_SYSTEM_ID) EQUALS? NUMBER # sridClause
  | (COLUMN_FORMAT | STORAGE) (name | DEFAULT) # formatClause
  | (WITH | WITHOUT) SYSTEM VERSIONING # versioningClause
  | COMPRESSED (EQUALS name)? # compressedClause
  | (WORD | BACKQUOTED) EQUALS value # otherClause
  ;
charset : name | STRING | BINARY | DEFAULT ;
defaultValue
  : group
  | (PLUS | MINUS)? NUMBER
  | BITS
  | NULL_
  | WORD? STRING+
  | WORD BITS
  | OTHER WORD STRING OTHER  // {d '2024-01-01'}
  | name (DOT name)* group?
  ;

tableOption
  : DEFAULT? (CHARACTER SET | CHARSET) EQUALS? charset # tableCharset
  | DEFAULT? COLLATE EQUALS? charset # tableCollate
  | COMMENT EQUALS? STRING # tableComment
  | AUTO_INCREMENT EQUALS? NUMBER # tableCounter
  | WITH SYSTEM VERSIONING # tableVersioning
  | (DATA | INDEX) DIRECTORY EQUALS? STRING # tableDirectory
  | optionName EQUALS? value # tableOther
  ;
optionName : WORD | BACKQUOTED | UNION | TABLESPACE | TYPE ;
partitioning : PARTITION BY anything* ;
value : name | DEFAULT | STRING | BITS | MINUS? NUMBER | group ;

alterTable : ALTER (ONLINE | OFFLINE)? IGNORE? TABLE ifExists? path (alteration (COMMA? alteration)*)? partitioning? EOF ;
alteration
  : ADD COLUMN? ifNotExists? column place? # addColumn
  | ADD COLUMN? ifNotExists? elements # addElements
  | ADD element # addElement
  | ADD PARTITION anything* # changePartitions
  | ADD SYSTEM VERSIONING # addVersioning
  | MODIFY COLUMN? ifExists? column place? # modifyColumn
  | CHANGE COLUMN? ifExists? name column place? # changeColumn
  | ALTER COLUMN? ifExists? name SET DEFAULT defaultValue # setDefault
  | ALTER COLUMN? ifExists? name DROP DEFAULT # dropDefault
  | ALTER COLUMN? name SET (VISIBLE | INVISIBLE) # setVisibility
  | ALTER (INDEX | KEY) ifExists? name (VISIBLE | INVISIBLE | NOT? IGNORED) # alterIndex
  | ALTER (CHECK | CONSTRAINT) name enforcement # alterCheck
  | DROP PRIMARY KEY # dropPrimary
  | DROP (INDEX | KEY) ifExists? name # dropKey
  | DROP FOREIGN KEY ifExists? name # dropForeign
  | DROP (CHECK | CONSTRAINT) ifExists? name # dropConstraint
  | DROP SYSTEM VERSIONING # dropVersioning
  | DROP PARTITION anything* # changePartitions
  | DROP COLUMN? ifExists? name (RESTRICT | CASCADE)? # dropColumn
  | RENAME COLUMN ifExists? name TO name # renameColumn
  | RENAME (INDEX | KEY) ifExists? name TO name # renameKey
  | RENAME (TO | AS | EQUALS)? path # renameTo
  | CONVERT TO (CHARACTER SET | CHARSET) charset (COLLATE charset)? # convertTo
  | (DISABLE | ENABLE) KEYS # keysSwitch
  | (DISCARD | IMPORT) TABLESPACE # spaceSwitch
  | ORDER BY name (ASC | DESC)? # orderRows
  | ALGORITHM EQUALS? (name | DEFAULT) # howDone
  | LOCK EQUALS? (name | DEFAULT) # howLocked
  | FORCE # forced
  | (WITH | WITHOUT) VALIDATION # validated
  | tableOption # setOption
  ;
place : FIRST | AFTER name ;

dropTable   : DROP TABLE ifExists? path (COMMA path)* (RESTRICT | CASCADE)? EOF ;
renameTable : RENAME TABLE ifExists? renaming (COMMA renaming)* EOF ;
renaming    : path TO path ;
createIndex : CREATE (OR REPLACE)? (ONLINE | OFFLINE)? (UNIQUE | FULLTEXT | SPATIAL | VECTOR)? INDEX ifNotExists? name indexType? ON path keyParts
              (indexOption | howIndexed)* EOF ;
howIndexed  : (ALGORITHM | LOCK) EQUALS? (name | DEFAULT) ;
dropIndex   : DROP INDEX ifExists? name ON path howIndexed* EOF ;

// --- objects kept as text
createObject : CREATE (OR REPLACE)? (ALGORITHM EQUALS name)? definer? (SQL SECURITY name)? object EOF ;
definer : DEFINER EQUALS (CURRENT_USER group? | account) ;
account : (name | STRING) (AT (name | STRING))? ;
object
  : VIEW ifNotExists? path nameList? AS anything* # viewObject
  | TRIGGER ifNotExists? path (BEFORE | AFTER) (INSERT | UPDATE | DELETE) ON path FOR EACH ROW ((FOLLOWS | PRECEDES) name)? anything* # triggerObject
  | AGGREGATE? (FUNCTION | PROCEDURE) ifNotExists? path group anything* # routineObject
  | EVENT ifNotExists? path ON SCHEDULE anything* # eventObject
  ;
dropObject : DROP (VIEW | TRIGGER | FUNCTION | PROCEDURE | EVENT) ifExists? path (COMMA path)* (RESTRICT | CASCADE)? EOF ;

nameList : LPAREN name (COMMA name)* RPAREN ;
group    : LPAREN (group | ~(LPAREN | RPAREN))* RPAREN ;
path     : name (DOT name)? ;
name
  : WORD | BACKQUOTED | ACTION | AFTER | AGGREGATE | ALGORITHM | ALWAYS | ASCII | AUTO_INCREMENT | BINARY | BYTE | CHARSET |
    COLUMNS | COLUMN_FORMAT | COMMENT | COMPRESSED | CURRENT_USER | DATA | DEFINER | DIRECTORY | DISABLE | DISCARD | ENABLE
    | END | ENFORCED | EVENT | FIRST | FOLLOWS | FORCE | FUNCTION | GENERATED | IGNORED | IMPORT | INVISIBLE | LONG | MATCH
    | MODIFY | NATIONAL | NO | OFFLINE | ONLINE | OVERLAPS | PARSER | PERIOD | PERSISTENT | PRECEDES | PRECISION |
    REF_SYSTEM_ID | ROW | SCHEDULE | SECURITY | SERIAL | SIGNED | SQL | SRID | START | STORAGE | STORED | SYSTEM |
    TABLESPACE | TEMPORARY | TYPE | UNICODE | UNION | VALIDATION | VALUE | VARYING | VECTOR | VERSIONING | VIEW | VIRTUAL |
    VISIBLE | WITHOUT | WORK
  ;
