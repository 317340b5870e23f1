#include "sources/schemac/reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "sources/schemac/misfits.h"
#include "sources/schemac/parser.h"
#include "sources/schemac/scanner.h"

namespace schemac::language {
namespace {

constexpr std::size_t longest_sentence = 20'000;  // tokens; what is longer is no schema, and is read no further
constexpr std::size_t most_errors = 50;

class Reader {
 public:
  Reader(std::shared_ptr<const SourceText> source, KeepTokens keep)
      : scanner_(source->text), parser_(source->text), keep_(keep) {
    file_.source = std::move(source);
  }

  FileSyntax run() {
    while (!over()) declaration();
    std::stable_sort(file_.errors.begin(), file_.errors.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.where.begin < b.where.begin; });
    if (file_.errors.size() >= most_errors)
      file_.errors.push_back(note_at(fmt::format("gave up after {} errors", file_.errors.size())));
    return std::move(file_);
  }

 private:
  using Tokens = std::vector<Token>;

  bool enough() const { return gave_up_ || file_.errors.size() >= most_errors; }
  bool over() { return enough() || peek().kind == TokenKind::end; }

  // --- tokens that the grammar can see
  const Token& peek() {
    if (!ahead_) ahead_ = visible();
    return *ahead_;
  }
  Token take() {
    auto token = peek();
    ahead_.reset();
    return token;
  }
  Token visible() {
    while (true) {
      auto token = scanner_.next();
      if (keep_ == KeepTokens::yes) file_.tokens.push_back(token);
      const auto kind = token.kind;
      if (kind == TokenKind::space || kind == TokenKind::comment || kind == TokenKind::continuation) continue;
      if (kind == TokenKind::string || kind == TokenKind::backticked) remember_long_text(token);
      return token;
    }
  }
  // A missing quote turns the rest of the file inside out: the last text that runs over lines is where to look.
  void remember_long_text(const Token& token) {
    if (slice(token).find('\n') != std::string_view::npos) long_text_ = token.at;
  }

  std::string_view slice(const Token& token) const {
    return std::string_view(file_.source->text).substr(token.at.begin, token.at.end - token.at.begin);
  }
  Span place(Range at) const { return span(file_.source, at); }

  void report(Diagnostic error) {
    if (long_text_ && error.where.begin >= long_text_->end && !blamed_long_text_) {
      blamed_long_text_ = true;
      error.notes.push_back(
          note_at("a quoted text over several lines begins here: is its closing quote where it should be?",
                  place({long_text_->begin, long_text_->begin + 1})));
    }
    if (file_.errors.size() < most_errors) file_.errors.push_back(std::move(error));
  }

  // False when the line holds something that no sentence can.
  bool clean(const Tokens& line) {
    for (const auto& token : line) {
      if (token.kind == TokenKind::unclosed) {
        report(error_at(
            "unclosed-quote",
            fmt::format("found no closing `{}`, expected one",
                        slice(token).substr(0, 1) == "`" ? "backtick" : std::string(slice(token).substr(0, 1))),
            place({token.at.begin, token.at.begin + 1})));
        return false;
      }
      if (token.kind != TokenKind::unknown) continue;
      const auto mark = slice(token);
      const bool comment = mark == "/" || mark == "#";
      report(error_at("unknown-character", fmt::format("found `{}`, which has no meaning here", printable(mark)),
                      place(token.at),
                      comment ? "comments start with `--`" : "the engine's own SQL goes into backticks"));
      return false;
    }
    if (line.size() > longest_sentence) {
      gave_up_ = true;
      report(error_at("too-long",
                      fmt::format("found a line of more than {} words, which is no declaration", longest_sentence),
                      place({line.front().at.begin, line.front().at.end})));
      return false;
    }
    return true;
  }
  static std::string printable(std::string_view mark) {
    const auto byte = static_cast<unsigned char>(mark[0]);
    return byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02x}", byte) : std::string(mark);
  }

  // --- sentences
  void skip_empty_lines() {
    while (peek().kind == TokenKind::line_end || peek().kind == TokenKind::separator) take();
  }

  // Tokens up to the end of the line, which parentheses may carry over lines.
  Tokens line() {
    Tokens out;
    std::size_t depth = 0;
    Range opened;
    std::size_t first_end = 0;  // tokens up to the end of the line in which a parenthesis was opened
    while (true) {
      const auto kind = peek().kind;
      if (kind == TokenKind::end || kind == TokenKind::left_brace || kind == TokenKind::right_brace ||
          out.size() > longest_sentence)
        break;
      if (kind == TokenKind::separator && depth == 0) break;
      if (kind == TokenKind::line_end) {
        if (depth == 0) break;
        if (first_end == 0) first_end = out.size();
        out.push_back(take());
        continue;
      }
      if (kind == TokenKind::left_parenthesis && depth++ == 0) opened = peek().at;
      if (kind == TokenKind::right_parenthesis && depth > 0 && --depth == 0) first_end = 0;
      out.push_back(take());
    }
    if (depth > 0 && out.size() <= longest_sentence) unclosed_parenthesis(out, opened, first_end);
    std::erase_if(out, [](const Token& token) { return token.kind == TokenKind::line_end; });
    return out;
  }

  // The mistake is taken to be in the line with the parenthesis: the lines behind it are read again, as lines.
  void unclosed_parenthesis(Tokens& line, Range opened, std::size_t first_end) {
    report(error_at("unclosed-parenthesis", "found no closing `)`, expected one", place(opened)));
    if (first_end == 0) return line.clear();
    again_.insert(again_.begin(), line.begin() + static_cast<std::ptrdiff_t>(first_end), line.end());
    line.clear();
  }

  void declaration() {
    skip_empty_lines();
    if (peek().kind == TokenKind::end) return;
    if (peek().kind == TokenKind::right_brace) {
      report(
          error_at("unbalanced-brace", "found `}`, expected a declaration: no block is open here", place(take().at)));
      return;
    }
    auto head = line();
    again_.clear();  // only lines of a block are worth reading again
    const bool has_block = peek().kind == TokenKind::left_brace;
    if (has_block) head.push_back(take());
    declaration_of(std::move(head), has_block);
  }

  void declaration_of(Tokens head, bool has_block) {
    std::optional<Declaration> out;
    if (!head.empty() && clean(head)) {
      if (auto parsed = parser_.declaration(head))
        out = std::move(*parsed);
      else
        report(misfit(file_.source, Sentence::declaration, head, parsed.error().token));
    }
    if (has_block) block(out, head);
    if (auto* table = out ? std::get_if<TableSyntax>(&out->body) : nullptr) table->items.shrink_to_fit();
    if (out) file_.declarations.push_back(std::move(*out));
  }

  void block(std::optional<Declaration>& declaration, const Tokens& head) {
    const bool is_enum = declaration && std::holds_alternative<EnumSyntax>(declaration->body);
    while (true) {
      if (!again_.empty()) {
        item(declaration, is_enum, next_again());
        continue;
      }
      skip_empty_lines();
      if (peek().kind == TokenKind::right_brace) {
        const auto end = take().at.end;
        if (declaration) declaration->at.end = end;
        return;
      }
      if (enough() || peek().kind == TokenKind::end) return unclosed_block(head);
      auto tokens = line();
      if (peek().kind == TokenKind::left_brace) {
        const auto brace = take();
        if (!starts_declaration(tokens)) {
          report(error_at("unbalanced-brace", "found `{`, expected none inside a block", place(brace.at)));
          continue;
        }
        unclosed_block(head);
        tokens.push_back(brace);
        if (declaration) file_.declarations.push_back(std::move(*declaration));
        declaration.reset();
        return declaration_of(std::move(tokens), true);
      }
      item(declaration, is_enum, std::move(tokens));
    }
  }

  bool starts_declaration(const Tokens& tokens) const {
    return !tokens.empty() &&
           (equal_ignoring_case(slice(tokens[0]), "table") || equal_ignoring_case(slice(tokens[0]), "enum"));
  }

  void unclosed_block(const Tokens& head) {
    const bool quote_is_open = std::any_of(file_.errors.begin(), file_.errors.end(),
                                           [](const Diagnostic& error) { return error.code == "unclosed-quote"; });
    if (enough() || quote_is_open) return;
    report(error_at("unclosed-block", "found no closing `}`, expected one behind this block", place(head.back().at)));
  }

  Tokens next_again() {
    while (!again_.empty() && again_.front().kind == TokenKind::line_end) again_.erase(again_.begin());
    const auto end = std::find_if(again_.begin(), again_.end(),
                                  [](const Token& token) { return token.kind == TokenKind::line_end; });
    Tokens out(again_.begin(), end);
    again_.erase(again_.begin(), end);
    return out;
  }

  void item(std::optional<Declaration>& declaration, bool is_enum, Tokens tokens) {
    if (tokens.empty() || !clean(tokens)) return;
    if (is_enum) {
      auto labels = parser_.enum_labels(tokens);
      if (!labels) return report(misfit(file_.source, Sentence::enum_labels, tokens, labels.error().token));
      auto& all = std::get<EnumSyntax>(declaration->body).labels;
      all.insert(all.end(), labels->begin(), labels->end());
      return;
    }
    // the lines of a block whose head was not understood are read as a table's, for their own mistakes
    auto parsed = parser_.table_item(tokens);
    auto* table = declaration ? std::get_if<TableSyntax>(&declaration->body) : nullptr;
    if (parsed && table) table->items.push_back(std::move(*parsed));
    if (!parsed && table) report(misfit(file_.source, Sentence::table_item, tokens, parsed.error().token));
  }

  FileSyntax file_;
  Scanner scanner_;
  Parser parser_;
  KeepTokens keep_;
  std::optional<Token> ahead_;
  Tokens again_;
  std::optional<Range> long_text_;
  bool blamed_long_text_ = false;
  bool gave_up_ = false;
};

}  // namespace

FileSyntax read_syntax(std::shared_ptr<const SourceText> source, KeepTokens keep) {
  return Reader(std::move(source), keep).run();
}

}  // namespace schemac::language
