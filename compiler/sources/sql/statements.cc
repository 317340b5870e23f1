#include "sources/sql/statements.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace schemac::sql {
namespace {

bool is_word_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0; }
bool is_word_part(char c) { return is_word_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$'; }

class Splitter {
 public:
  Splitter(const std::shared_ptr<const SourceText>& source, Shell shell) : source_(source), text_(source->text), shell_(shell) {}

  Result<std::vector<Statement>> run() {
    while (skip_between()) {
      if (const auto statement = read_statement(); !statement) return std::unexpected(statement.error());
    }
    return std::move(out_);
  }

 private:
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  bool is_line_start() const {
    const auto before = text_.substr(0, at_).find_last_not_of(" \t\r");
    return before == std::string_view::npos || text_[before] == '\n';
  }

  // To the next statement: past white space, comments, empty statements and the shell's own lines. False at the end.
  bool skip_between() {
    comment_ = {};
    while (at_ < text_.size()) {
      const auto begin = at_;
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == ';') {
        ++at_;
      } else if (skip_comment()) {
        if (!comment_) comment_ = {source_, begin, begin};
        comment_.end = at_;
      } else if (text_[at_] == (shell_ == Shell::psql ? '\\' : '.') && is_line_start()) {
        to_line_end();
      } else {
        return true;
      }
    }
    return false;
  }

  bool skip_comment() {
    if (starts("--")) return to_line_end(), true;
    if (!starts("/*")) return false;
    int depth = 0;
    do {
      if (starts("/*") && (depth == 0 || shell_ == Shell::psql)) {
        ++depth;
        at_ += 2;
      } else if (starts("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
    return true;
  }

  // A quoted piece, closed or not.
  bool skip_quoted(bool backslashes) {
    const char open = text_[at_];
    const bool known = open == '\'' || open == '"' || (shell_ == Shell::sqlite3 && (open == '`' || open == '['));
    if (!known) return shell_ == Shell::psql && open == '$' && skip_dollar_quoted();
    const char close = open == '[' ? ']' : open;
    const auto begin = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (backslashes && text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == close) {
        if (at(at_ + 1) != close || close == ']') return ++at_, true;
        ++at_;
      }
    }
    unclosed_ = Span{source_, begin, begin + 1};
    return true;
  }

  bool skip_dollar_quoted() {
    auto end = at_ + 1;
    while (is_word_part(at(end)) && at(end) != '$') ++end;
    if (at(end) != '$' || std::isdigit(static_cast<unsigned char>(at(at_ + 1))) != 0) return false;
    const auto tag = text_.substr(at_, end + 1 - at_);
    const auto close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) unclosed_ = Span{source_, at_, end + 1};
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
    return true;
  }

  // A body of several statements: BEGIN ATOMIC … END of a routine, BEGIN … END of a trigger of SQLite.
  void see_word(const std::string& word) {
    words_.push_back(word);
    const bool in_trigger = shell_ == Shell::sqlite3 && words_[0] == "create" && std::ranges::find(words_, "trigger") != words_.end();
    const bool begins =
        shell_ == Shell::psql ? word == "atomic" && words_.size() > 1 && words_[words_.size() - 2] == "begin" : in_trigger && word == "begin";
    if (body_ == 0 && begins)
      body_ = 1;
    else if (body_ > 0 && word == "case")
      ++body_;
    else if (body_ > 0 && word == "end")
      --body_;
  }

  Result<void> read_statement() {
    const auto begin = at_;
    words_.clear();
    body_ = 0;
    unclosed_ = {};
    int depth = 0;
    Span open;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ';' && depth <= 0 && body_ == 0) break;
      if (skip_comment()) continue;
      if (is_word_start(c)) {
        const auto start = at_;
        while (at_ < text_.size() && is_word_part(text_[at_])) ++at_;
        const auto word = lower(text_.substr(start, at_ - start));
        if (at(at_) == '\'' && word == "e" && shell_ == Shell::psql)
          skip_quoted(true);
        else
          see_word(word);
        continue;
      }
      if (skip_quoted(false)) continue;
      if (c == '(' && depth++ == 0) open = {source_, at_, at_ + 1};
      if (c == ')') --depth;
      ++at_;
    }
    if (unclosed_) return failure("unclosed-quote", "found no end of what is quoted here, expected one before the file ends", unclosed_);
    if (depth > 0) return failure("unclosed-parenthesis", "found no `)` for this `(`, expected one before the statement ends", open);
    finish(begin);
    return {};
  }

  void finish(std::size_t begin) {
    auto end = at_;
    while (end > begin && std::isspace(static_cast<unsigned char>(text_[end - 1])) != 0) --end;
    out_.push_back({Span{source_, begin, end}, comment_, words_.empty() ? std::string() : words_[0], words_.size() < 2 ? std::string() : words_[1]});
    const auto has = [&](std::string_view word) { return std::ranges::find(words_, word) != words_.end(); };
    if (shell_ == Shell::psql && words_.size() > 1 && words_[0] == "copy" && has("from") && has("stdin")) skip_rows();
  }

  void skip_rows() {
    while (at_ < text_.size()) {
      to_line_end();
      if (at_ < text_.size()) ++at_;
      const auto line = text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
      if (line == "\\." || line == "\\.\r") return to_line_end();
    }
  }

  std::shared_ptr<const SourceText> source_;
  std::string_view text_;
  Shell shell_;
  std::size_t at_ = 0;
  Span comment_;
  Span unclosed_;
  std::vector<std::string> words_;
  int body_ = 0;
  std::vector<Statement> out_;
};

}  // namespace

Result<std::vector<Statement>> split(const std::shared_ptr<const SourceText>& source, Shell shell) { return Splitter(source, shell).run(); }

}  // namespace schemac::sql
