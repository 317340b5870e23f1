#include "sources/sql/statements.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/nesting.h"
#include "sources/sql/script.h"

namespace schemac::sql {
namespace {

constexpr std::size_t longest_replaced = std::size_t{64}
                                         << 20U;  // bytes; a variable that doubles itself would fill the memory

bool is_word_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_word_part(char c) { return is_word_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$'; }

class Splitter {
 public:
  Splitter(const std::shared_ptr<const SourceText>& source, Script& script)
      : source_(source), text_(source->text), script_(script), shell_(script.shell) {}

  Result<void> run() {
    while (true) {
      const auto more = skip_between();
      if (!more) return std::unexpected(more.error());
      if (!*more) return script_.end_text();
      if (const auto statement = read_statement(); !statement) return statement;
    }
  }

 private:
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  bool is_line_start() const {
    const auto before = text_.substr(0, at_).find_last_not_of(" \t\r");
    return before == std::string_view::npos || text_[before] == '\n';
  }

  // To the next statement: past white space, comments, empty statements and the shell's own commands. False at the end.
  Result<bool> skip_between() {
    comment_ = {};
    while (at_ < text_.size() && !script_.has_quit) {
      const auto begin = at_;
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == ';') {
        ++at_;
      } else if (skip_comment()) {
        if (!comment_) comment_ = {source_, begin, begin};
        comment_.end = at_;
      } else if (shell_ == Shell::psql && text_[at_] == '\\') {
        if (const auto done = carry_out_psql(false); !done) return std::unexpected(done.error());
      } else if (shell_ == Shell::sqlite3 && text_[at_] == '.' && is_line_start()) {
        to_line_end();
        if (const auto done = script_.carry_out_sqlite3({source_, begin, at_}); !done)
          return std::unexpected(done.error());
      } else {
        return true;
      }
    }
    return false;
  }

  // True when the command ends the statement it stands in.
  Result<bool> carry_out_psql(bool in_statement) {
    const auto command = read_psql_command(source_, at_, script_.variables);
    const bool copies = psql_effect(command.name) == PsqlEffect::rows;
    if (copies && words_in({source_, command.where.end, command.end}).contains("stdin")) {
      skip_rows();
    } else {
      at_ = command.end;
    }
    return script_.carry_out_psql(command, in_statement ? lower_words() : std::vector<std::string>(), in_statement);
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
  void see_word(std::string_view word) {
    words_.push_back(word);
    const auto is = [&](std::string_view other) { return equal_ignoring_case(word, other); };
    if (shell_ == Shell::sqlite3 && is("trigger") && is_word(0, "create")) in_trigger_ = true;
    const bool begins = shell_ == Shell::psql ? is("atomic") && words_.size() > 1 && is_word(words_.size() - 2, "begin")
                                              : in_trigger_ && is("begin");
    if (body_ == 0 && begins)
      body_ = 1;
    else if (body_ > 0 && is("case"))
      ++body_;
    else if (body_ > 0 && is("end"))
      --body_;
  }

  Result<void> read_statement() {
    const auto begin = at_;
    words_.clear();
    body_ = 0;
    in_trigger_ = false;
    unclosed_ = {};
    unset_ = {};
    sent_.clear();
    copied_ = begin;
    int depth = 0;
    Span open;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ';' && depth <= 0 && body_ == 0) break;
      if ((c == '-' || c == '/') && skip_comment()) continue;
      if (shell_ == Shell::psql && c == '\\') {
        const auto command = at_;
        const auto ends = carry_out_psql(true);
        if (!ends) return std::unexpected(ends.error());
        if (*ends) return finish(begin, command);
        replace(command, at_, {});
        continue;
      }
      if (shell_ == Shell::psql && c == ':') {
        if (const auto done = read_colon(); !done) return done;
        continue;
      }
      if (is_word_start(c)) {
        const auto start = at_;
        while (at_ < text_.size() && is_word_part(text_[at_])) ++at_;
        const auto word = text_.substr(start, at_ - start);
        if (at(at_) == '\'' && equal_ignoring_case(word, "e") && shell_ == Shell::psql)
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
    if (unclosed_) return failure("unclosed-quote", "unterminated quoted string", unclosed_);
    if (depth > 0)
      return failure("unclosed-parenthesis", "found no `)` for this `(`, expected one before the statement ends", open);
    return finish(begin, at_);
  }

  // A cast, `:=`, a bound of a slice, or a variable.
  Result<void> read_colon() {
    const auto begin = at_;
    const auto use = at(at_ + 1) == ':' || at(at_ + 1) == '=' ? std::nullopt : script_.variables.use_at(text_, at_);
    at_ = use ? use->end : at_ + (at(at_ + 1) == ':' ? 2 : 1);
    if (!use) return {};
    const Span where{source_, begin, at_};
    if (use->value) {
      if (use->form == ' ' && !is_one_piece(*use->value))
        return failure("unsupported-variable",
                       fmt::format("the value of `{}` is more than a part of one statement", where.text()), where,
                       "write the statements out");
      replace(begin, at_, *use->value);
    } else if (use->form == ' ') {
      if (!unset_) unset_ = where;  // may be a bound of a slice: `a[1:n]`
    } else if (script_.is_active()) {
      return failure("unset-variable", fmt::format("nothing in this script sets psql's variable `{}`", use->name),
                     where, fmt::format("give it a value before: `\\set {} …`", use->name));
    }
    return {};
  }

  bool is_one_piece(const std::string& value) const {
    Script script{.shell = shell_};
    const auto text = std::make_shared<const SourceText>(SourceText{"", value});
    const auto whole = value.find_last_not_of(" \t\r\n");
    return Splitter(text, script).run() && script.statements.size() <= 1 &&
           (whole == std::string::npos || value[whole] != ';') && value.find('\\') == std::string::npos;
  }

  void replace(std::size_t begin, std::size_t end, std::string_view value) {
    sent_ += text_.substr(copied_, begin - copied_);
    sent_ += value;
    copied_ = end;
  }

  Result<void> finish(std::size_t begin, std::size_t end) {
    while (end > begin && std::isspace(static_cast<unsigned char>(text_[end - 1])) != 0) --end;
    const bool copies_rows = words_.size() > 1 && is_word(0, "copy") && has_word("from") && has_word("stdin");
    if (script_.is_active()) {
      if (const auto fine = add({Span{source_, begin, end}, comment_, word(0), word(1), {}, unset_}, begin, end); !fine)
        return fine;
    }
    if (shell_ == Shell::psql && copies_rows) skip_rows();
    return {};
  }

  Result<void> add(Statement statement, std::size_t begin, std::size_t end) {
    if (auto fine = fits_on_the_stack(statement.where.text(), begin); !fine) return fine;
    if (copied_ != begin) {
      statement.sent = sent_ + std::string(copied_ < end ? text_.substr(copied_, end - copied_) : std::string_view());
      Script script{.shell = shell_};
      script_.replaced += statement.sent.size();
      if (script_.replaced > longest_replaced)
        return failure("too-long",
                       fmt::format("psql's variables make more than {} MB of SQL up to here", longest_replaced >> 20U),
                       statement.where, "write the statements out");
      if (auto fine = fits_on_the_stack(statement.sent, std::nullopt, statement.where); !fine) return fine;
      const auto text = std::make_shared<const SourceText>(SourceText{"", statement.sent});
      if (!Splitter(text, script).run() || script.statements.empty()) return {};  // a comment alone
      statement.verb = script.statements[0].verb;
      statement.object = script.statements[0].object;
    }
    script_.statements.push_back(std::move(statement));
    return {};
  }

  // What a server is given may be made of variables, and has no place in the file.
  Result<void> fits_on_the_stack(std::string_view sql, std::optional<std::size_t> begin, const Span& whole = {}) const {
    const SqlLexis lexis{.dollar_quotes = shell_ == Shell::psql,
                         .backtick_identifiers = shell_ == Shell::sqlite3,
                         .bracket_identifiers = shell_ == Shell::sqlite3};
    const auto place = too_deep(sql, lexis);
    if (!place) return {};
    return failure("too-deep", fmt::format("too deeply nested, expected at most {}", nesting_limit),
                   begin ? Span{source_, *begin + *place, *begin + *place + 1} : whole);
  }

  std::string word(std::size_t at) const { return at < words_.size() ? lower(words_[at]) : std::string(); }
  bool is_word(std::size_t at, std::string_view word) const { return equal_ignoring_case(words_[at], word); }
  bool has_word(std::string_view word) const {
    return std::ranges::any_of(words_, [&](std::string_view other) { return equal_ignoring_case(other, word); });
  }
  std::vector<std::string> lower_words() const {
    std::vector<std::string> out;
    for (const auto& word : words_) out.push_back(lower(word));
    return out;
  }

  void skip_rows() {
    while (at_ < text_.size()) {
      to_line_end();
      if (at_ < text_.size()) ++at_;
      const auto line = text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
      if (line == "\\." || line == "\\.\r") return to_line_end();
    }
  }

  static std::set<std::string> words_in(const Span& place) {
    std::set<std::string> out;
    for (const auto& token : sql_tokens(place.text(), {})) out.insert(lower(token.text(place.text())));
    return out;
  }

  std::shared_ptr<const SourceText> source_;
  std::string_view text_;
  Script& script_;
  Shell shell_;
  std::size_t at_ = 0;
  Span comment_;
  Span unclosed_;
  Span unset_;
  std::vector<std::string_view> words_;  // as written
  int body_ = 0;
  bool in_trigger_ = false;
  std::string sent_;        // of a statement in which something is replaced: up to `copied_`
  std::size_t copied_ = 0;  // where it goes on
};

}  // namespace

Result<void> Script::read(const std::shared_ptr<const SourceText>& source) {
  open_texts.push_back(source);
  const auto outer = std::exchange(branches, {});
  auto done = Splitter(source, *this).run();
  branches = outer;
  has_quit = false;
  open_texts.pop_back();
  return done;
}

Result<std::vector<Statement>> split(const std::shared_ptr<const SourceText>& source, Shell shell) {
  Script script{.shell = shell};
  if (auto done = script.read(source); !done) return std::unexpected(done.error());
  return std::move(script.statements);
}

}  // namespace schemac::sql
