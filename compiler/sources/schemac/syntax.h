// What a .schemac file says, line by line, before any dialect has looked at it: words as written, texts without their
// quotes, and the place of each. Plain values; ANTLR stays behind parser.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "schema/schema.h"

namespace schemac::language {

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A name, folded by the dialect unless it was quoted.
struct Word {
  std::string text;
  bool quoted = false;
  Range at = {};
};

struct Path {
  std::optional<Word> schema = {};
  Word name = {};
  Range at = {};
};

// The inside of '…' or `…`.
struct Text {
  std::string text;
  Range at = {};
};

struct AttributeSyntax {
  Word key;
  std::string value;  // `true` when none was written
};

// What any declared object can say beside its definition.
struct ObjectSyntax {
  std::vector<Path> was = {};
  std::optional<Text> comment = {};
  std::vector<Range> clauses = {};  // each as written, of its line
};

enum class ConstraintKind { primary_key, unique, check, foreign_key, exclude };

struct ReferenceSyntax {
  Path table = {};
  std::vector<Word> columns = {};
  ReferentialAction on_delete = ReferentialAction::no_action;
  ReferentialAction on_update = ReferentialAction::no_action;
  std::vector<Word> on_delete_columns = {};
  bool match_full = false;
  std::vector<Range> clauses = {};
};

struct ConstraintSyntax {
  ConstraintKind kind = ConstraintKind::check;
  Range at = {};
  std::optional<Word> name = {};
  std::vector<Word> columns = {};
  std::optional<Text> expression = {};
  std::optional<ReferenceSyntax> reference = {};
  std::vector<Word> include = {};
  bool nulls_not_distinct = false;
  bool no_inherit = false;
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  std::vector<AttributeSyntax> attributes = {};
  ObjectSyntax object = {};
};

struct IndexKeySyntax {
  std::optional<Word> column = {};
  std::optional<Text> expression = {};
  bool descending = false;
  std::optional<bool> nulls_first = {};
  std::optional<Path> collation = {};
  std::optional<Text> operator_class = {};
  std::vector<Range> clauses = {};
};

struct IndexSyntax {
  Range at = {};
  std::optional<Word> name = {};
  bool unique = false;
  std::vector<IndexKeySyntax> keys = {};
  std::optional<Word> method = {};
  std::vector<Word> include = {};
  std::optional<Text> where = {};
  bool nulls_not_distinct = false;
  bool valid = true;
  std::vector<AttributeSyntax> attributes = {};
  ObjectSyntax object = {};
};

enum class SequenceOptionKind { type, start, increment, minimum, maximum, cache, cycle, no_cycle };

struct SequenceOptionSyntax {
  SequenceOptionKind kind;
  Text value = {};
};

struct TypeSyntax {
  std::string text;               // as the dialect reads it
  bool raw = false;               // in backticks: the engine's own, not looked up
  std::optional<Path> path = {};  // when it could name an enum
  bool array = false;
  bool has_arguments = false;
  Range at = {};
};

struct IdentitySyntax {
  IdentityKind kind = IdentityKind::by_default;
  std::vector<SequenceOptionSyntax> options = {};
  Range at = {};
};

// Of an identity or a serial column.
struct ColumnSequenceSyntax {
  std::optional<Word> name = {};
  std::vector<SequenceOptionSyntax> options = {};
  Range at = {};
};

struct ColumnSyntax {
  Word name;
  Range at = {};
  std::optional<TypeSyntax> type = {};
  std::optional<bool> not_null = {};
  Rare<Text> default_value = {};  // SQL: literals with their quotes
  Rare<IdentitySyntax> identity = {};
  Rare<ColumnSequenceSyntax> sequence = {};
  Rare<Text> generated = {};
  bool stored = true;
  Rare<Path> collation = {};
  Rare<Text> backfill = {};
  Rare<Text> conversion = {};
  std::vector<ConstraintSyntax> constraints = {};
  bool index = false;
  std::vector<AttributeSyntax> attributes = {};
  ObjectSyntax object = {};
};

// What a column that goes holds again on the way back.
struct BackSyntax {
  Word column;
  Text sql = {};
  Range at = {};
};

using TableItem =
    std::variant<ColumnSyntax, ConstraintSyntax, IndexSyntax, Text, BackSyntax>;  // a text: the table's comment

struct TableSyntax {
  Path name;
  ObjectSyntax object = {};
  std::vector<AttributeSyntax> attributes = {};
  std::vector<TableItem> items = {};
};

struct EnumLabelSyntax {
  Range at = {};
  Text label = {};
  std::vector<Text> was = {};
};

struct EnumSyntax {
  Path name;
  ObjectSyntax object = {};
  std::vector<EnumLabelSyntax> labels = {};
};

struct SequenceSyntax {
  Path name;
  ObjectSyntax object = {};
  std::vector<SequenceOptionSyntax> options = {};
  std::vector<Word> owned_by = {};  // table, column or schema, table, column
  std::vector<AttributeSyntax> attributes = {};
};

struct SchemaSyntax {
  Word name;
  ObjectSyntax object = {};
};

struct SqlSyntax {
  std::string kind;
  Path name;
  Text definition;
  std::vector<Path> was = {};
};

struct DialectSyntax {
  Word name;
  std::optional<Text> version = {};
};

// What the file speaks of: what of it is not declared is not wanted.
struct CoversSyntax {
  std::vector<Text> words = {};     // `everything`, or kinds
  std::vector<Text> left_out = {};  // behind `except`
  std::vector<Text> schemas = {};   // behind `in`
};

struct Declaration {
  std::variant<DialectSyntax, CoversSyntax, SchemaSyntax, SequenceSyntax, SqlSyntax, EnumSyntax, TableSyntax> body;
  Range at = {};  // from its first word to the end of its block
};

enum class TokenKind {
  word,
  quoted,
  number,
  string,
  backticked,
  unclosed,
  unknown,
  keyword,
  left_brace,
  right_brace,
  left_parenthesis,
  right_parenthesis,
  other_mark,  // [ ] , . =
  separator,   // ;
  line_end,
  continuation,
  space,
  comment,
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  int type = 0;  // the grammar's own number
  Range at = {};
};

struct FileSyntax {
  std::shared_ptr<const SourceText> source;
  std::vector<Declaration> declarations = {};
  std::vector<Token> tokens = {};  // every one, when they were asked for
  Diagnostics errors = {};
};

inline Span span(const std::shared_ptr<const SourceText>& source, Range at) { return {source, at.begin, at.end}; }

}  // namespace schemac::language
