#include "sources/prisma/parser.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include <antlr4-runtime.h>

#include "prisma/PrismaLexer.h"
#include "prisma/PrismaParser.h"
#include "sources/prisma/blocks.h"
#include "sources/quick_lexing.h"
#include "sources/schemac/text.h"

namespace schemac::prisma {
namespace {

using Grammar = PrismaParser;

// ANTLR counts code points, the house counts bytes.
class Offsets {
 public:
  Offsets(std::string_view text, std::size_t base) : base_(base) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return;
    for (std::size_t i = 0; i < text.size(); ++i)
      if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts_.push_back(i);
    starts_.push_back(text.size());
  }

  std::size_t operator()(std::size_t code_point) const {
    if (starts_.empty()) return base_ + code_point;
    return base_ + starts_[std::min(code_point, starts_.size() - 1)];
  }

 private:
  std::size_t base_;
  std::vector<std::size_t> starts_;
};

// A line that cannot be read is left at its end; the next one starts afresh.
class LineByLine : public antlr4::DefaultErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr) override {
    auto* input = parser->getInputStream();
    for (auto type = input->LA(1); type != Grammar::NEWLINE && type != antlr4::Token::EOF; type = input->LA(1))
      parser->consume();
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { throw antlr4::InputMismatchException(parser); }
  void sync(antlr4::Parser*) override {}
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) override {
    if (inErrorRecoveryMode(parser)) return;
    beginErrorCondition(parser);
    parser->notifyErrorListeners(e.getOffendingToken(), "", std::make_exception_ptr(e));
  }
};

std::string expected_in(std::size_t rule, BlockKind kind) {
  switch (rule) {
    case Grammar::RuleHead: return "the end of the line behind `{`";
    case Grammar::RuleFieldType:
    case Grammar::RuleBaseType: return "a type";
    case Grammar::RuleUnsupported: return "the engine's type in quotes: `Unsupported(\"circle\")`";
    case Grammar::RuleArguments: return "a value, `,` or `)` on the same line";
    case Grammar::RuleArgument:
    case Grammar::RuleValue: return "a value: a string in quotes, a number, a name or a list in brackets";
    case Grammar::RuleObject:
    case Grammar::RuleEntry: return "`{ field: value }` on the same line";
    case Grammar::RuleList: return "a value, `,` or `]` on the same line";
    case Grammar::RulePath:
    case Grammar::RuleWord: return "a name";
    case Grammar::RuleAttribute:
    case Grammar::RuleBlockAttribute: return "the name of an attribute";
    case Grammar::RuleSetting: return "`name = value`";
    default: break;
  }
  if (kind == BlockKind::enumeration)
    return "a value's name, `@map(…)`, or an attribute of the enum that begins with `@@`";
  if (kind == BlockKind::datasource || kind == BlockKind::generator) return "`name = value`";
  return "a field as `name Type @attribute`, or an attribute of the model that begins with `@@`";
}

// One error a line.
class Listener : public antlr4::BaseErrorListener {
 public:
  Listener(const Block& block, const Offsets& offsets, Diagnostics& errors)
      : block_(block), offsets_(offsets), errors_(errors) {}

  void syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* token, std::size_t line, std::size_t,
                   const std::string&, std::exception_ptr) override {
    const auto* parser = dynamic_cast<antlr4::Parser*>(recognizer);
    if (!parser || !token || !lines_.insert(line).second) return;
    const bool at_end = token->getType() == antlr4::Token::EOF || token->getType() == Grammar::NEWLINE;
    const auto begin = offsets_(token->getStartIndex());
    const auto end = at_end ? begin : offsets_(token->getStopIndex() + 1);
    const auto expected = expected_in(const_cast<antlr4::Parser*>(parser)->getContext()->getRuleIndex(), block_.kind);
    const auto found = at_end ? "the end of the line" : fmt::format("`{}`", token->getText());
    errors_.push_back(
        error_at("syntax", fmt::format("found {}, expected {}", found, expected), {block_.source, begin, end}));
  }

 private:
  const Block& block_;
  const Offsets& offsets_;
  Diagnostics& errors_;
  std::set<std::size_t> lines_;
};

std::string string_meaning(std::string_view literal) {
  std::string out;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    char c = literal[i];
    if (c == '\\' && i + 2 < literal.size()) {
      c = literal[++i];
      if (c == 'n') c = '\n';
      if (c == 't') c = '\t';
      if (c == 'r') c = '\r';
    }
    out += c;
  }
  return out;
}

// Parse tree → syntax.
class Reader {
 public:
  // `intact`: the trees were read without a mistake.
  Reader(Block& block, const Offsets& offsets, const bool& intact, Diagnostics& errors)
      : block_(block), offsets_(offsets), intact_(intact), errors_(errors) {}

  void read(Grammar::ModelContext* tree) {
    const auto items = tree->modelItem();
    block_.fields.reserve(items.size());
    for (auto* item : items) {
      if (auto* one = item->field())
        field(one);
      else if (auto* doc = item->DOC())
        add_doc(doc);
      else if (auto* attribute = item->blockAttribute())
        block_attribute(attribute);
    }
  }

  void read(Grammar::EnumerationContext* tree) {
    for (auto* item : tree->enumItem()) {
      if (item->DOC()) add_doc(item->DOC());
      if (item->enumValue()) enum_value(item->enumValue());
      if (item->blockAttribute()) block_attribute(item->blockAttribute());
    }
  }

  void read(Grammar::SettingsContext* tree) {
    for (auto* item : tree->setting()) {
      if (item->exception || !item->value() || !item->WORD()) continue;
      Setting out{spelled(item->WORD()), {}, range(item)};
      if (value(item->value(), out.value)) block_.settings.push_back(std::move(out));
    }
  }

  std::vector<Attribute> read(Grammar::IntentsContext* tree) { return attributes(tree->attribute()); }

 private:
  Range range(antlr4::Token* first, antlr4::Token* last) const {
    return {static_cast<std::uint32_t>(offsets_(first->getStartIndex())),
            static_cast<std::uint32_t>(offsets_(last->getStopIndex() + 1))};
  }
  Range range(antlr4::ParserRuleContext* tree) const {
    return range(tree->getStart(), tree->getStop() ? tree->getStop() : tree->getStart());
  }
  Range range(antlr4::tree::TerminalNode* node) const { return range(node->getSymbol(), node->getSymbol()); }

  std::string_view text(Range where) const {
    return std::string_view(block_.source->text).substr(where.begin, where.end - where.begin);
  }

  std::string spelled(antlr4::tree::TerminalNode* node) const { return std::string(text(range(node))); }
  // Without the spaces that the grammar does not see. ANTLR's own way there is slow.
  std::string spelled(antlr4::ParserRuleContext* tree) const {
    const auto written = text(range(tree));
    const bool plain = std::none_of(written.begin(), written.end(), [](char c) {
      return std::isspace(static_cast<unsigned char>(c)) || c == '/' || c < 0;
    });
    return plain ? std::string(written) : tree->getText();
  }

  void add_doc(antlr4::tree::TerminalNode* node) {
    const auto where = range(node);
    docs_.push_back({text(where).substr(3), where});
  }
  std::vector<Doc> take_docs(antlr4::tree::TerminalNode* trailing) {
    if (trailing) add_doc(trailing);
    auto out = std::move(docs_);
    docs_.clear();
    return out;
  }

  void field(Grammar::FieldContext* tree) {
    if (broken(tree)) return docs_.clear();
    Field out;
    out.name_at = range(tree->word());
    out.name = text(out.name_at);
    out.where = range(tree);
    auto* type_of_field = tree->fieldType();
    const auto attributes_of_field = tree->attribute();
    // a colon or a comment: asking for them is dear
    const bool has_marks = tree->children.size() > (type_of_field ? 2 : 1) + attributes_of_field.size();
    if (has_marks && tree->COLON())
      errors_.push_back(error_at("syntax", "found `:` behind a field's name, expected the type alone",
                                 block_.span(range(tree->COLON()))));
    if (!type_of_field) {
      errors_.push_back(error_at("field-without-type",
                                 fmt::format("found the field `{}` without a type, expected one behind it", out.name),
                                 block_.span(out.name_at)));
      return docs_.clear();
    }
    type(type_of_field, out);
    out.attributes = attributes(attributes_of_field);
    out.docs = take_docs(has_marks ? tree->DOC() : nullptr);
    block_.fields.push_back(std::move(out));
  }

  void type(Grammar::FieldTypeContext* tree, Field& out) {
    auto* base = tree->baseType();
    out.type_at = range(base);
    if (auto* unsupported = base->unsupported()) {
      if (spelled(unsupported->WORD()) != "Unsupported")
        errors_.push_back(error_at(
            "unknown-type",
            fmt::format("found `{}(…)` as a type, expected `Unsupported(\"…\")`", spelled(unsupported->WORD())),
            block_.span(out.type_at)));
      out.unsupported = true;
      out.type = string_meaning(spelled(unsupported->STRING()));
    } else {
      out.type = spelled(base->WORD());
    }
    if (tree->children.size() == 1) return;
    if (tree->LIST()) out.arity = Arity::list;
    if (tree->QUESTION()) out.arity = tree->LIST() ? Arity::list : Arity::optional;
    if (tree->LIST() && tree->QUESTION())
      errors_.push_back(error_at("optional-list",
                                 fmt::format("found `{}[]?`, expected `{}[]` or `{}?`: there are no optional lists",
                                             out.type, out.type, out.type),
                                 block_.span(range(tree))));
    if (tree->BANG())
      errors_.push_back(error_at(
          "syntax",
          fmt::format("found `{}!`, expected `{}`: a field is required when nothing is said", out.type, out.type),
          block_.span(range(tree))));
    if (tree->LBRACKET())
      errors_.push_back(error_at("syntax", fmt::format("found `[{}]`, expected `{}[]` for a list", out.type, out.type),
                                 block_.span(range(tree))));
  }

  void enum_value(Grammar::EnumValueContext* tree) {
    if (broken(tree)) return docs_.clear();
    EnumValue out{spelled(tree->word()), range(tree), attributes(tree->attribute()), take_docs(tree->DOC())};
    block_.values.push_back(std::move(out));
  }

  void block_attribute(Grammar::BlockAttributeContext* tree) {
    docs_.clear();
    if (broken(tree)) return;
    Attribute out{spelled(tree->path()), {}, range(tree), true};
    if (tree->DOC())
      out.where.end =
          range(tree->arguments() ? static_cast<antlr4::ParserRuleContext*>(tree->arguments()) : tree->path()).end;
    if (tree->arguments()) out.arguments = arguments(tree->arguments());
    block_.attributes.push_back(std::move(out));
  }

  std::vector<Attribute> attributes(const std::vector<Grammar::AttributeContext*>& trees) {
    std::vector<Attribute> out;
    out.reserve(trees.size());
    for (auto* tree : trees) {
      if (broken(tree)) continue;
      Attribute attribute{spelled(tree->path()), {}, range(tree)};
      if (tree->arguments()) attribute.arguments = arguments(tree->arguments());
      out.push_back(std::move(attribute));
    }
    return out;
  }

  std::vector<Argument> arguments(Grammar::ArgumentsContext* tree) {
    std::vector<Argument> out;
    for (auto* item : tree->argument()) {
      if (broken(item) || !item->value()) continue;
      Argument argument{item->WORD() ? spelled(item->WORD()) : std::string(), {}, range(item)};
      if (value(item->value(), argument.value)) out.push_back(std::move(argument));
    }
    return out;
  }

  bool value(Grammar::ValueContext* tree, Value& out) {
    if (broken(tree)) return false;
    out.where = range(tree);
    if (tree->STRING()) {
      out.kind = Value::Kind::string;
      out.text = string_meaning(text(out.where));
    } else if (tree->NUMBER()) {
      out.kind = Value::Kind::number;
      out.text = spelled(tree);
    } else if (auto* call = tree->call()) {
      out.kind = Value::Kind::call;
      out.text = spelled(call->path());
      out.arguments = arguments(call->arguments());
    } else if (auto* object = tree->object()) {
      out.kind = Value::Kind::object;
      for (auto* entry : object->entry()) {
        Argument argument{spelled(entry->WORD()), {}, range(entry)};
        if (value(entry->value(), argument.value)) out.arguments.push_back(std::move(argument));
      }
    } else if (auto* list = tree->list()) {
      out.kind = Value::Kind::list;
      for (auto* item : list->value())
        if (Value element; value(item, element)) out.items.push_back(std::move(element));
    } else {
      out.kind = Value::Kind::word;
      out.text = spelled(tree);
    }
    return true;
  }

  // A rule that met an error has said so already.
  bool broken(antlr4::ParserRuleContext* tree) const {
    if (intact_) return false;
    if (tree->exception) return true;
    return std::any_of(tree->children.begin(), tree->children.end(), [this](antlr4::tree::ParseTree* child) {
      auto* rule = dynamic_cast<antlr4::ParserRuleContext*>(child);
      return rule && broken(rule);
    });
  }

  Block& block_;
  const Offsets& offsets_;
  const bool& intact_;
  Diagnostics& errors_;
  std::vector<Doc> docs_;
};

constexpr int deepest = 500;  // brackets in one another: parser and reader descend once for each

// Where the brackets are in one another too deep to be read.
std::optional<std::size_t> too_deep(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at)
        if (text[at] == '\\') ++at;
    } else if (c == '/' && text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '(' || c == '[' || c == '{') {
      if (++depth > deepest) return at;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    }
  }
  return std::nullopt;
}

Diagnostic nested(const Block& block, std::size_t at) {
  return error_at("too-deep", fmt::format("found brackets more than {} deep", deepest), {block.source, at, at + 1});
}

// Fast prediction first; what it cannot read is read again with the whole context, and only then is an error one.
class BlockParser {
 public:
  // `parser` is dear to make, and made once for all blocks.
  BlockParser(PrismaParser& parser, Block& block, std::string_view text, std::size_t base, Diagnostics& errors)
      : parser_(parser), block_(block), errors_(errors), offsets_(text, base), reader_(text), tokens_(&reader_) {
    parser_.removeErrorListeners();
    parser_.setTokenStream(&tokens_);
  }
  ~BlockParser() { parser_.setTokenStream(nullptr); }
  BlockParser(const BlockParser&) = delete;
  BlockParser& operator=(const BlockParser&) = delete;

  void read_block() {
    Reader reader(block_, offsets_, intact_, errors_);
    switch (block_.kind) {
      case BlockKind::model:
      case BlockKind::view:
      case BlockKind::type: return reader.read(tree([&] { return parser_.model(); }));
      case BlockKind::enumeration: return reader.read(tree([&] { return parser_.enumeration(); }));
      case BlockKind::datasource:
      case BlockKind::generator: return reader.read(tree([&] { return parser_.settings(); }));
    }
  }

  std::vector<Attribute> read_intents() {
    Reader reader(block_, offsets_, intact_, errors_);
    return reader.read(tree([&] { return parser_.intents(); }));
  }

 private:
  template <class F>
  auto tree(F&& rule) -> decltype(rule()) {
    auto* simulator = parser_.getInterpreter<antlr4::atn::ParserATNSimulator>();
    simulator->setPredictionMode(antlr4::atn::PredictionMode::SLL);
    static const auto bail = std::make_shared<antlr4::BailErrorStrategy>();
    parser_.setErrorHandler(bail);
    try {
      auto* out = rule();
      intact_ = true;
      return out;
    } catch (const antlr4::ParseCancellationException&) {
      tokens_.seek(0);
      parser_.reset();
      parser_.setErrorHandler(std::make_shared<LineByLine>());
      simulator->setPredictionMode(antlr4::atn::PredictionMode::LL);
      Listener listener(block_, offsets_, errors_);
      parser_.addErrorListener(&listener);
      auto* out = rule();
      parser_.removeErrorListeners();
      return out;
    }
  }

  PrismaParser& parser_;
  Block& block_;
  Diagnostics& errors_;
  bool intact_ = false;
  Offsets offsets_;
  TokenReader<PrismaLexer> reader_;
  antlr4::CommonTokenStream tokens_;
};

}  // namespace

Document parse(const std::vector<std::shared_ptr<const SourceText>>& sources, Diagnostics& errors) {
  Document document;
  PrismaParser parser(nullptr);
  for (const auto& source : sources) {
    if (auto readable = language::readable(source); !readable) {
      errors.insert(errors.end(), readable.error().begin(), readable.error().end());
      continue;
    }
    auto blocks = find_blocks(source, errors);
    for (auto& block : blocks) {
      const auto text = std::string_view(source->text).substr(block.where.begin, block.where.end - block.where.begin);
      if (const auto at = too_deep(text))
        errors.push_back(nested(block, block.where.begin + *at));
      else
        BlockParser(parser, block, text, block.where.begin, errors).read_block();
      document.blocks.push_back(std::move(block));
    }
  }
  return document;
}

std::vector<Attribute> parse_intents(const Block& block, const Doc& doc, Diagnostics& errors) {
  const auto first = doc.text.find('@');
  if (first == std::string_view::npos) return {};
  Block copy;
  copy.source = block.source;
  if (const auto at = too_deep(doc.text.substr(first))) {
    errors.push_back(nested(block, doc.where.begin + 3 + first + *at));
    return {};
  }
  Diagnostics found;
  PrismaParser parser(nullptr);
  auto attributes =
      BlockParser(parser, copy, doc.text.substr(first), doc.where.begin + 3 + first, found).read_intents();
  errors.insert(errors.end(), found.begin(), found.end());
  return attributes;
}

}  // namespace schemac::prisma
