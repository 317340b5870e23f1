#include "base/secret_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_word_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

bool names_a_secret(std::string_view word) {
  static constexpr auto parts = std::to_array<std::string_view>(
      {"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key"});
  return word == "pass" || word == "pw" || std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
           return word.find(part) != std::string_view::npos;
         });
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text), low_(lower(text)) {}

  std::vector<SecretRange> run() {
    password_file();
    for (std::size_t at = 0; at < text_.size();) {
      if (is_word_byte(text_[at]))
        at = word(at);
      else if (calls_mysql_ && text_[at] == '-' && peek(at + 1) == 'p' && at > 0 && is_space(text_[at - 1]))
        at = bare(at + 2);
      else if (text_[at] == ':')
        at = peek(at + 1) == '/' ? url(at) : behind_colon(at);
      else
        ++at;
    }
    return joined();
  }

 private:
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::size_t behind_spaces(std::size_t at) const {
    while (at < text_.size() && is_space(text_[at])) ++at;
    return at;
  }
  std::size_t behind_word(std::size_t at) const {
    while (at < text_.size() && is_word_byte(text_[at])) ++at;
    return at;
  }
  std::string_view word_at(std::size_t at) const { return std::string_view(low_).substr(at, behind_word(at) - at); }

  void add(std::size_t begin, std::size_t end) {
    if (begin < end) found_.push_back({begin, end});
  }

  // Whatever stands in quotes from here on: '…', E'…', $$…$$, `''…''` inside of another literal. Returns where nothing
  // of it is left.
  std::size_t quoted(std::size_t at) {
    if (peek(at) == '$') {
      const auto close = text_.find('$', at + 1);
      const bool is_tag = close != std::string_view::npos && behind_word(at + 1) == close;
      if (!is_tag) return at;
      const auto tag = text_.substr(at, close + 1 - at);
      const auto end = std::min(text_.find(tag, close + 1), text_.size());
      add(close + 1, end);
      return end;
    }
    while (at < text_.size() &&
           (std::isalpha(static_cast<unsigned char>(text_[at])) || text_[at] == '&' || text_[at] == '\\'))
      ++at;
    if (!is_quote(peek(at))) return at;
    const char quote = text_[at];
    auto begin = at;
    while (peek(begin) == quote) ++begin;
    if (begin - at == 2 && (begin >= text_.size() || !is_word_byte(text_[begin]))) return begin;  // ''
    auto end = begin;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    // 'it''s'
    while (begin - at == 1 && end + 1 < text_.size() && text_[end + 1] == quote)
      for (end += 2; end < text_.size() && text_[end] != quote;) end += text_[end] == '\\' ? 2 : 1;
    end = std::min(end, text_.size());
    add(begin, end);
    return end + 1;
  }
  bool starts_quoted(std::size_t at) const {
    if (is_quote(peek(at)) || peek(at) == '$') return true;
    if (peek(at) == '\\' && is_quote(peek(at + 1))) return true;
    const char c = low_.size() > at ? low_[at] : '\0';
    return ((c == 'e' || c == 'n' || c == 'x') && is_quote(peek(at + 1))) || (c == 'u' && peek(at + 1) == '&');
  }
  std::size_t bare(std::size_t at) {
    auto end = at;
    while (end < text_.size() && !is_space(text_[end]) && !is_quote(text_[end]) && text_[end] != '&' &&
           text_[end] != ';' && text_[end] != ',')
      ++end;
    add(at, end);
    return end;
  }

  std::size_t word(std::size_t begin) {
    const auto end = behind_word(begin);
    const auto name = std::string_view(low_).substr(begin, end - begin);
    if (name == "identified") return identified(end);
    calls_mysql_ = calls_mysql_ || name.starts_with("mysql") || name.starts_with("mariadb");
    if (!names_a_secret(name)) return end;
    auto at = end;
    if (is_quote(peek(at))) ++at;  // "password": "…"
    at = behind_spaces(at);
    if (peek(at) == '=' || peek(at) == ':') {
      const auto value = behind_spaces(at + 1);
      if (starts_quoted(value)) return quoted(value);
      // `a.password:passwd` is a rename, `password = lower(password)` a check
      const bool is_setting = peek(at) == '=' ? value == at + 1 : value > at + 1;
      return is_setting ? bare(value) : value;
    }
    const auto space = behind_spaces(end);
    if (space > end && starts_quoted(space)) return quoted(space);
    if (peek(end) == '"' || peek(end) == '`')  // OPTIONS ("password" '…')
      if (const auto value = behind_spaces(end + 1); value > end + 1 && starts_quoted(value)) return quoted(value);
    if (peek(space) == '(' && starts_quoted(space + 1)) return quoted(space + 1);  // PASSWORD('…')
    if (name == "password" && word_at(space) == "for") return set_password(space);
    const bool is_variable = name == "pgpassword" || name == "mysql_pwd";  // psql: \setenv PGPASSWORD …
    return is_variable && space > end ? bare(space) : end;
  }

  // A line of `.pgpass`: host:port:database:user:SECRET.
  void password_file() {
    for (std::size_t begin = 0; begin < text_.size();) {
      const auto end = std::min(text_.find('\n', begin), text_.size());
      const auto line = text_.substr(begin, end - begin);
      std::vector<std::size_t> colons;
      for (std::size_t at = 0; at < line.size() && colons.size() < 4; ++at)
        if (line[at] == ':' && (at == 0 || line[at - 1] != '\\')) colons.push_back(at);
      if (colons.size() == 4 && std::none_of(line.begin(), line.begin() + colons[3], is_space)) {
        const auto port = line.substr(colons[0] + 1, colons[1] - colons[0] - 1);
        if (port == "*" || (!port.empty() && port.find_first_not_of("0123456789") == std::string_view::npos))
          add(begin + colons[3] + 1, end);
      }
      begin = end + 1;
    }
  }

  // SET PASSWORD FOR somebody = '…'
  std::size_t set_password(std::size_t at) {
    const auto equals = text_.find_first_of("=;", at);
    const auto value = equals == std::string_view::npos ? at : behind_spaces(equals + 1);
    return equals != std::string_view::npos && text_[equals] == '=' && starts_quoted(value) ? quoted(value)
                                                                                            : behind_word(at);
  }

  // IDENTIFIED [WITH plugin] BY | AS | USING [PASSWORD] '…'
  std::size_t identified(std::size_t at) {
    for (int words = 0; words < 7; ++words) {
      at = behind_spaces(at);
      if (words > 0 && starts_quoted(at)) {
        const auto before = at;
        const bool is_plugin = last_ == "with";
        last_.clear();
        at = quoted(at);
        if (is_plugin) found_.pop_back();
        if (!is_plugin || at == before) return at;
        continue;
      }
      if (peek(at) == '(' && last_ == "password") {
        ++at;
        continue;
      }
      if (!is_word_byte(peek(at))) return at;
      last_ = std::string(word_at(at));
      at = behind_word(at);
    }
    return at;
  }

  // `://me:SECRET@host`; `://host:5432/` has none, and where the `@` is missing everything behind the colon may be one.
  std::size_t url(std::size_t colon) {
    auto at = colon + 1;
    while (peek(at) == '/') ++at;
    auto end = at;
    while (end < text_.size() && !is_space(text_[end]) && !is_quote(text_[end])) ++end;
    const auto whole = text_.substr(at, end - at);
    const auto second = whole.find(':');
    if (second == std::string_view::npos) return at;
    const auto stop = whole.rfind('@');
    if (stop != std::string_view::npos && stop > second) {
      add(at + second + 1, at + stop);
      return at + stop;
    }
    const auto behind = whole.substr(second + 1);
    const auto digits = std::find_if_not(behind.begin(), behind.end(), [](unsigned char c) { return std::isdigit(c); });
    const bool is_port = digits == behind.end() || *digits == '/' || *digits == '?' || *digits == ',';
    if (!is_port && stop == std::string_view::npos && whole.find('/') > second) add(at + second + 1, end);
    return at + second + 1;
  }

  // `me:SECRET@tcp(host)`, as Go's drivers have it.
  std::size_t behind_colon(std::size_t colon) {
    auto end = colon + 1;
    while (end < text_.size() && !is_space(text_[end]) && !is_quote(text_[end])) ++end;
    const auto whole = std::string_view(low_).substr(colon + 1, end - colon - 1);
    const auto stop = std::min(whole.rfind("@tcp("), whole.rfind("@unix("));
    if (stop == std::string_view::npos) return colon + 1;
    add(colon + 1, colon + 1 + stop);
    return colon + 1 + stop;
  }

  std::vector<SecretRange> joined() {
    std::sort(found_.begin(), found_.end(),
              [](const SecretRange& a, const SecretRange& b) { return a.begin < b.begin; });
    std::vector<SecretRange> out;
    for (const auto& range : found_)
      if (!out.empty() && range.begin <= out.back().end)
        out.back().end = std::max(out.back().end, range.end);
      else
        out.push_back(range);
    return out;
  }

  std::string_view text_;
  std::string low_;
  std::string last_;
  bool calls_mysql_ = false;  // whose programs take `-pSECRET`
  std::vector<SecretRange> found_;
};

}  // namespace

std::vector<SecretRange> secrets_in(std::string_view text) { return Finder(text).run(); }

std::string without_secrets(std::string_view text, const std::vector<SecretRange>& secrets) {
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, end] : secrets) {
    out += text.substr(at, begin - at);
    for (at = begin; at < end; ++at)
      if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) out += text[at] == '\n' ? '\n' : '.';
  }
  out += text.substr(std::min(at, text.size()));
  return out;
}

std::string without_secrets(std::string_view text) { return without_secrets(text, secrets_in(text)); }

}  // namespace schemac
