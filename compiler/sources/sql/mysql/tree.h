// One statement's parse tree, and the text of its nodes. The files of this folder that see ANTLR include this one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "base/diagnostic.h"
#include "mysql/MysqlLexer.h"
#include "mysql/MysqlParser.h"
#include "schema/schema.h"
#include "sources/quick_lexing.h"
#include "sources/sql/mysql/statements.h"

namespace schemac::sql::mysql_text {

using Grammar = ::schemac::mysql::MysqlParser;

class Tree : public antlr4::BaseErrorListener {
 public:
  explicit Tree(const Statement& statement);

  // Reads the statement by a rule of the grammar; null when it is none, and then `problem` says why.
  template <class Context>
  Context* read(Context* (Grammar::*rule)()) {
    auto* context = (parser_.*rule)();
    return problem ? nullptr : context;
  }

  Span where(antlr4::ParserRuleContext* node) const;
  std::string text(antlr4::ParserRuleContext* node) const;
  std::string text(antlr4::ParserRuleContext* first, antlr4::ParserRuleContext* last) const;
  // With the comments that stand in it.
  std::string commented(antlr4::ParserRuleContext* first, antlr4::ParserRuleContext* last) const;
  // What stands between a group's parentheses.
  std::string inside(Grammar::GroupContext* group) const;

  static std::string name(Grammar::NameContext* node);
  static std::string string(antlr4::tree::TerminalNode* node);
  static std::vector<std::string> names(Grammar::NameListContext* list);
  // The words of a node as numbers and names, without quotes: `value`, `charset`.
  std::string plain(antlr4::ParserRuleContext* node) const;

  std::optional<Diagnostic> problem;

 private:
  void syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* token, std::size_t line, std::size_t column,
                   const std::string& message, std::exception_ptr error) override;

  const Statement& statement_;
  AsciiStream stream_;
  ::schemac::mysql::MysqlLexer lexer_;
  antlr4::CommonTokenStream tokens_;
  Grammar parser_;
};

}  // namespace schemac::sql::mysql_text
