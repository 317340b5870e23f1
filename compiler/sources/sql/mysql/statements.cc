#include "sources/sql/mysql/statements.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/nesting.h"
#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"

namespace schemac::sql::mysql_text {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

struct Range {
  std::size_t begin, end;
};

// The text with every comment made blank that the server does not execute, and the marks around those that it does;
// every other byte stays in its place. The same with people's own comments left, which the server keeps in bodies.
class Uncovered {
 public:
  Uncovered(std::string text, const Engine& engine) : text_(std::move(text)), commented_(text_), engine_(engine) {}

  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'' || c == '"' || c == '`')
        skip_quoted(c);
      else if (c == '#' || (starts("--") && (at_ + 2 >= text_.size() || is_space(text_[at_ + 2]))))
        blank_comment(at_, std::min(text_.find('\n', at_), text_.size()));
      else if (starts("/*"))
        comment();
      else if (executing_ > 0 && starts("*/"))
        close();
      else
        ++at_;
    }
    return std::move(text_);
  }

  // The executed comments, from the first byte of their marks to behind the last. One that is inside of another is a
  // part of it.
  const std::vector<Range>& executed() const { return executed_; }
  std::string commented() { return std::move(commented_); }

 private:
  bool starts(std::string_view what) const { return std::string_view(text_).substr(at_).starts_with(what); }

  void blank_comment(std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i)
      if (text_[i] != '\n') text_[i] = ' ';
    at_ = end;
  }

  void blank(std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i)
      if (commented_[i] != '\n') commented_[i] = ' ';
    blank_comment(begin, end);
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && quote != '`')
        ++at_;
      else if (text_[at_] == quote)
        break;
    }
    ++at_;
  }

  void close() {
    --executing_;
    blank(at_, at_ + 2);
    if (executing_ == 0) executed_.back().end = at_;
  }

  void comment() {
    const bool of_mariadb = starts("/*M!");
    auto end = at_ + (of_mariadb ? 4 : 3);
    const auto number = end;
    while (end < text_.size() && end - number < 6 && std::isdigit(static_cast<unsigned char>(text_[end])) != 0) ++end;
    if ((of_mariadb || starts("/*!")) &&
        is_executed(of_mariadb, std::atoi(text_.substr(number, end - number).c_str()))) {
      if (executing_++ == 0) executed_.push_back({at_, text_.size()});
      return blank(at_, end);
    }
    const auto close = text_.find("*/", at_ + 2);
    const auto behind = close == std::string::npos ? text_.size() : close + 2;
    if (starts("/*!") || of_mariadb)
      blank(at_, behind);
    else
      blank_comment(at_, behind);
  }

  bool is_executed(bool of_mariadb, int version) const {
    if (version >= 999999) return false;  // for the clients' eyes alone
    if (is_unstated(engine_)) return true;
    const bool mariadb = ::schemac::mysql::is_mariadb(engine_);
    if (of_mariadb && !mariadb) return false;
    if (mariadb && !of_mariadb && version >= 50700 && version <= 99999)
      return false;  // it does not know what MySQL did since
    if (engine_.major == 0 || version == 0) return true;
    return ::schemac::mysql::is_at_least(engine_, version / 10000, version / 100 % 100, version % 100) ||
           version / 10000 < engine_.major;
  }

  std::string text_, commented_;
  const Engine& engine_;
  std::size_t at_ = 0;
  int executing_ = 0;
  std::vector<Range> executed_;
};

class Splitter {
 public:
  Splitter(const std::shared_ptr<const SourceText>& source, const Engine& engine) : source_(source) {
    Uncovered uncovered(source->text, engine);
    text_ = uncovered.run();
    commented_ = uncovered.commented();
    executed_ = uncovered.executed();
  }

  Result<std::vector<Statement>> run() {
    while (skip_between())
      if (const auto read = statement(); !read) return std::unexpected(read.error());
    return std::move(out_);
  }

 private:
  bool starts(std::string_view what) const { return std::string_view(text_).substr(at_).starts_with(what); }

  // False at the end.
  bool skip_between() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_]) || text_[at_] == ';')
        ++at_;
      else if (starts(delimiter_))
        at_ += delimiter_.size();
      else if (!delimiter_line())
        return true;
    }
    return false;
  }

  bool delimiter_line() {
    if (!equal_ignoring_case(std::string_view(text_).substr(at_, 9), "delimiter") || at_ + 9 >= text_.size() ||
        !is_space(text_[at_ + 9]))
      return false;
    const auto end = std::min(text_.find('\n', at_), text_.size());
    // the client reads its own line: `DELIMITER --` begins no comment there
    const auto line = source_->text.substr(at_ + 9, end - at_ - 9);
    const auto begin = line.find_first_not_of(" \t\r");
    const auto stop = begin == std::string::npos ? begin : line.find_first_of(" \t\r", begin);
    if (begin != std::string::npos) delimiter_ = line.substr(begin, stop == std::string::npos ? stop : stop - begin);
    at_ = end;
    return true;
  }

  Result<void> statement() {
    const auto begin = at_;
    words_.clear();
    body_ = 0;
    while (at_ < text_.size() && !ends_here()) {
      const char c = text_[at_];
      if (c == '\'' || c == '"' || c == '`') {
        if (!skip_quoted(c))
          return failure("unclosed-quote", "unterminated quoted string", {source_, quote_, quote_ + 1});
      } else if (is_word(c)) {
        const auto start = at_;
        while (at_ < text_.size() && is_word(text_[at_]) && !starts(delimiter_)) ++at_;
        if (at_ == start) ++at_;
        see(lower(text_.substr(start, at_ - start)));
      } else {
        ++at_;
      }
    }
    auto end = std::min(at_, text_.size());
    // the semicolon of `END;` in front of another delimiter is no part of a body
    while (end > begin && (is_space(text_[end - 1]) || text_[end - 1] == ';')) --end;
    if (words_.size() > 16) words_.resize(16);
    const auto executed = text_.substr(begin, end - begin);
    if (const auto place = too_deep(executed, ::schemac::mysql::lexis))
      return failure("too-deep", fmt::format("too deeply nested, expected at most {}", nesting_limit),
                     {source_, begin + *place, begin + *place + 1});
    out_.push_back({{source_, begin, end},
                    executed,
                    commented_.substr(begin, end - begin),
                    words_,
                    with_marks({begin, end}).value_or(executed)});
    return {};
  }

  // None where a comment holds several statements: a half of it says nothing to a server.
  std::optional<std::string> with_marks(Range statement) const {
    const auto [begin, end] = statement;
    for (const auto& comment : executed_) {
      if (comment.end <= begin || comment.begin >= end) continue;
      if (comment.begin < begin && !nothing_else_in(comment.begin, begin)) return {};
      if (comment.end > end && !nothing_else_in(end, comment.end)) return {};
      statement = {std::min(statement.begin, comment.begin), std::max(statement.end, comment.end)};
    }
    return source_->text.substr(statement.begin, statement.end - statement.begin);
  }

  bool nothing_else_in(std::size_t begin, std::size_t end) const {
    return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                       text_.begin() + static_cast<std::ptrdiff_t>(end), is_space);
  }

  bool skip_quoted(char quote) {
    quote_ = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && quote != '`')
        ++at_;
      else if (text_[at_] == quote)
        return ++at_, true;
    }
    return false;
  }

  // Where the file has a delimiter of its own the client sends several statements at once: each ends at its semicolon,
  // but for a body.
  bool ends_here() const {
    if (delimiter_ == ";") return body_ == 0 && text_[at_] == ';';
    return starts(delimiter_) || (text_[at_] == ';' && !makes_a_body());
  }

  bool makes_a_body() const {
    if (words_.empty() || words_[0] != "create") return false;
    // DEFINER and other words may stand before what is made
    static constexpr std::string_view with_body = " trigger procedure function event ";
    static constexpr std::string_view others =
        " table view index database schema sequence temporary unique fulltext spatial user role ";
    for (const auto& word : std::span(words_).first(std::min<std::size_t>(words_.size(), 16))) {
      const auto padded = " " + word + " ";
      if (with_body.find(padded) != std::string_view::npos) return true;
      if (others.find(padded) != std::string_view::npos) return false;
    }
    return false;
  }

  // Without a delimiter of its own, a body ends with the END of its BEGIN: END IF, END LOOP and their kin end what
  // began without one.
  void see(const std::string& word) {
    static constexpr std::array<std::string_view, 5> inner = {"if", "loop", "while", "repeat", "for"};
    const bool behind_end = !words_.empty() && words_.back() == "end";
    words_.push_back(word);
    if (!makes_a_body()) return;
    if (behind_end && std::find(inner.begin(), inner.end(), word) != inner.end())
      ++body_;  // that END was not ours
    else if (behind_end && word == "case")
      return;
    else if (word == "begin" || (word == "case" && body_ > 0))
      ++body_;
    else if (word == "end" && body_ > 0)
      --body_;
  }

  std::shared_ptr<const SourceText> source_;
  std::string text_, commented_;
  std::vector<Range> executed_;
  std::string delimiter_ = ";";
  std::size_t at_ = 0, quote_ = 0;
  std::vector<std::string> words_;
  int body_ = 0;
  std::vector<Statement> out_;
};

}  // namespace

Result<std::vector<Statement>> split_mysql(const std::shared_ptr<const SourceText>& source, const Engine& engine) {
  return Splitter(source, engine).run();
}

}  // namespace schemac::sql::mysql_text
