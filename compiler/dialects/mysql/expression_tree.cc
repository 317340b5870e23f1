#include "dialects/mysql/expression_tree.h"

#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/constants.h"
#include "dialects/mysql/expression_rules.h"
#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

struct NoExpression {};

// How strongly each operator binds. LIKE, IN, BETWEEN and REGEXP bind more strongly than comparisons, whatever manuals
// say: `a = b LIKE c` is `a = (b LIKE c)`.
constexpr int of_and = 3;
constexpr int of_not = 4;
constexpr int of_comparison = 5;
constexpr int of_predicate = 6;
constexpr int of_sign = 12;

int strength(const std::string& word) {
  static const std::map<std::string, int, std::less<>> all = {
      {"or", 1},  {"xor", 2},    {"and", 3},  {"=", 5},    {"<=>", 5}, {">=", 5},       {">", 5},      {"<=", 5},
      {"<", 5},   {"<>", 5},     {"is", 5},   {"like", 6}, {"in", 6},  {"regexp", 6},   {"member", 6}, {"between", 6},
      {"not", 6}, {"sounds", 6}, {"|", 7},    {"&", 8},    {"<<", 9},  {">>", 9},       {"+", 10},     {"-", 10},
      {"*", 11},  {"/", 11},     {"div", 11}, {"%", 11},   {"^", 12},  {"collate", 13}, {"->", 14},    {"->>", 14}};
  const auto at = all.find(word);
  return at == all.end() ? 0 : at->second;
}

struct Word {
  enum Kind { word, name, constant, symbol } kind;
  std::string text;
  Place place = {};
};

// Of `rlike`, `&&`, `||` and their like, the one that is read on.
std::string one_spelling(std::string word) {
  static const std::map<std::string, std::string, std::less<>> others = {
      {"!=", "<>"}, {"mod", "%"}, {"&&", "and"}, {"||", "or"}, {"rlike", "regexp"}};
  const auto at = others.find(word);
  return at == others.end() ? word : at->second;
}

// `007` → `7`, `.5` → `0.5`, `1.` → `1`.
std::string plain_number(std::string_view text) {
  auto out = lower(text);
  if (out.find('e') != std::string::npos) return out;
  const auto point = out.find('.');
  const auto whole = std::min(point, out.size());
  const auto zeros = std::min(out.find_first_not_of('0'), whole);
  out.erase(0, zeros);
  if (out.empty() || out.front() == '.') out.insert(0, "0");
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string hexadecimal(std::string_view bytes) {
  std::string out = "0x";
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::string_view without_n(std::string_view text) {
  return text.front() == 'n' || text.front() == 'N' ? text.substr(1) : text;
}

class WordReader {
 public:
  explicit WordReader(std::string_view sql) {
    for (const auto& token : sql_tokens(sql, lexis)) {
      const auto known = words.size();
      const auto begin = words.empty() ? std::size_t(0) : words.back().place.begin;
      add(token.kind, token.text(sql));
      if (words.empty()) continue;
      // a word that this one became a part of begins where it did
      words.back().place = {words.size() > known ? token.begin : begin, token.end};
    }
  }
  std::vector<Word> words;

 private:
  void add(SqlTokenKind kind, std::string_view text) {
    const bool quoted = text.front() == '"' || text.front() == '\'' ||
                        ((text.front() == 'n' || text.front() == 'N') && text.ends_with('\''));
    if (quoted) return add_text(literal_value(without_n(text)));
    if (const auto bytes = bytes_of_literal(text)) return add_bytes(*bytes);
    switch (kind) {
      case SqlTokenKind::word: return words.push_back({Word::word, one_spelling(lower(text))});
      case SqlTokenKind::quoted_identifier: return words.push_back({Word::name, lower(unquoted(text))});
      case SqlTokenKind::number: return words.push_back({Word::constant, plain_number(text)});
      case SqlTokenKind::symbol: return add_symbol(text);
      case SqlTokenKind::string:
      case SqlTokenKind::comment: return;
    }
  }

  void add_symbol(std::string_view text) {
    if (text == "&" && !words.empty() && words.back().kind == Word::symbol && words.back().text == "&")
      words.back() = {Word::word, "and"};
    else
      words.push_back({Word::symbol, one_spelling(std::string(text))});
  }

  bool behind_word() const { return !words.empty() && words.back().kind == Word::word; }

  // The character set before a text that says what any session says, or another.
  std::optional<std::string> introducer() {
    if (!behind_word() || !words.back().text.starts_with('_')) return std::nullopt;
    auto out = words.back().text;
    words.pop_back();
    return out;
  }

  void add_text(const std::string& value) {
    if (const auto charset = introducer()) {
      words.push_back({Word::constant, (charset->starts_with("_utf8") ? "" : *charset) + literal(value)});
      return;
    }
    if (behind_word())
      if (const auto moment = temporal_literal(words.back().text, value)) {
        const auto& type = words.back().text;
        const auto* full = type == "d" ? "date" : type == "t" ? "time" : type == "ts" ? "timestamp" : type.c_str();
        words.back() = {Word::constant, full + literal(*moment)};
        return;
      }
    // 'a' 'b' is one text
    if (!words.empty() && words.back().kind == Word::constant && words.back().text.ends_with('\'')) {
      auto& before = words.back().text;
      const auto begin = before.find('\'');
      before = before.substr(0, begin) + literal(literal_value(before.substr(begin)) + value);
      return;
    }
    words.push_back({Word::constant, literal(value)});
  }

  void add_bytes(const std::string& bytes) {
    const auto charset = introducer();
    if (!charset) return words.push_back({Word::constant, hexadecimal(bytes)});
    const auto text = text_in("utf8", bytes);
    words.push_back({Word::constant,
                     (charset->starts_with("_utf8") ? "" : *charset) + (text ? literal(*text) : hexadecimal(bytes))});
  }
};

class TreeReader {
 public:
  explicit TreeReader(std::string_view sql) : words_(WordReader(sql).words) {}

  Term whole() {
    auto out = expression(0);
    if (!done()) throw NoExpression{};
    if (out.kind == Term::constant && (out.head == "true" || out.head == "false"))
      out.head = out.head == "true" ? "1" : "0";
    return out;
  }

 private:
  bool done() const { return at_ >= words_.size(); }
  bool is(std::string_view text, std::size_t ahead = 0) const {
    if (at_ + ahead >= words_.size()) return false;
    const auto& word = words_[at_ + ahead];
    return (word.kind == Word::word || word.kind == Word::symbol) && word.text == text;
  }
  bool accept(std::string_view text) {
    if (!is(text)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view text) {
    if (!accept(text)) throw NoExpression{};
  }
  Place place_since(std::size_t first) const { return {words_[first].place.begin, words_[at_ - 1].place.end}; }
  std::string word() {
    if (done() || words_[at_].kind == Word::name || words_[at_].kind == Word::constant) throw NoExpression{};
    return words_[at_++].text;
  }
  static Term keyword(std::string text) { return {Term::keyword, std::move(text)}; }

  Term expression(int weakest) {
    const auto first = at_;
    auto left = operand();
    for (;;) {
      left.place = place_since(first);
      if (done() || words_[at_].kind == Word::name || words_[at_].kind == Word::constant) return left;
      const auto op = words_[at_].text;
      const int binds = strength(op);
      if (binds == 0 || binds <= weakest) return left;
      ++at_;
      left = joined(std::move(left), op, binds);
    }
  }

  Term joined(Term left, std::string op, int binds) {
    bool denied = false;
    if (op == "not") {
      denied = true;
      op = word();
      if (op != "like" && op != "in" && op != "between" && op != "regexp") throw NoExpression{};
    }
    auto out = denied_or_not(std::move(left), op, binds);
    return denied ? negated(std::move(out)) : out;
  }

  Term denied_or_not(Term left, const std::string& op, int binds) {
    if (op == "is") return truth_test(std::move(left));
    if (op == "collate") return {Term::call, "collate", {std::move(left), keyword(word())}};
    if (op == "->" || op == "->>") {
      auto value = simplified("json_extract", {std::move(left), operand()});
      return op == "->" ? value : simplified("json_unquote", {std::move(value)});
    }
    if (op == "member") {
      expect("of");
      expect("(");
      auto list = expression(0);
      expect(")");
      return {Term::call, "member of", {std::move(left), std::move(list)}};
    }
    if (op == "sounds") {
      expect("like");
      return simplified("sounds like", {std::move(left), expression(binds)});
    }
    if (op == "between") {
      auto low = expression(of_predicate);
      expect("and");
      return simplified("between", {std::move(left), std::move(low), expression(of_comparison)});
    }
    if (op == "in") {
      expect("(");
      std::vector<Term> parts;
      parts.push_back(std::move(left));
      for (auto& one : list()) parts.push_back(std::move(one));
      return simplified("in", std::move(parts));
    }
    is_behind_sign_ = (op == "+" || op == "-") && is("interval");
    auto right = expression(binds);
    // MySQL calls a function where MariaDB keeps the word
    if (op == "regexp") return simplified("regexp_like", {std::move(left), std::move(right)});
    if (op == "like" && accept("escape")) {
      auto escape = operand();
      const bool usual = escape.kind == Term::constant && escape.head == literal("\\");
      if (!usual) return simplified("like", {std::move(left), std::move(right), std::move(escape)});
    }
    return simplified(op, {std::move(left), std::move(right)});
  }

  Term truth_test(Term left) {
    const bool denied = accept("not");
    auto what = accept("unknown") ? "null" : word();
    if (what != "null" && what != "true" && what != "false") throw NoExpression{};
    return simplified((denied ? "is not " : "is ") + what, {std::move(left)});
  }

  // What stands behind an open parenthesis, with the one that closes it.
  std::vector<Term> list() {
    std::vector<Term> out;
    if (accept(")")) return out;
    do out.push_back(expression(0));
    while (accept(","));
    expect(")");
    return out;
  }

  Term operand() {
    if (done()) throw NoExpression{};
    if (accept("(")) {
      auto parts = list();
      if (parts.empty()) throw NoExpression{};
      return parts.size() == 1 ? std::move(parts[0]) : Term{Term::call, "row", std::move(parts)};
    }
    if (accept("row")) {
      expect("(");
      return {Term::call, "row", list()};
    }
    if (accept("not")) return negated(expression(of_not));
    if (accept("!")) return negated(expression(of_sign));
    if (accept("-")) return simplified("-", {expression(of_sign)});
    if (accept("+")) return expression(of_sign);
    if (accept("~")) return {Term::call, "~", {expression(of_sign)}};
    if (is("binary") && !is("(", 1)) return ++at_, bytes_of(expression(of_sign));
    if (accept("binary")) return bytes_of(expression(of_sign));
    if (accept("{")) {
      auto inside = operand();
      expect("}");
      return inside;
    }
    if (accept("interval")) return interval();
    if (accept("case")) return alternatives();
    return named();
  }

  static Term bytes_of(Term term) { return {Term::call, "cast", {std::move(term), keyword("char charset binary")}}; }

  // INTERVAL 1 DAY, or the function of that name.
  Term interval() {
    const bool behind_sign = std::exchange(is_behind_sign_, false);
    if (accept("(")) {
      auto parts = list();
      if (parts.size() > 1) return {Term::call, "interval()", std::move(parts)};
      if (parts.size() == 1 && is_unit()) return {Term::call, "interval", {std::move(parts[0]), unit()}};
      throw NoExpression{};
    }
    auto amount = expression(0);
    Term out{Term::call, "interval", {std::move(amount), unit()}};
    // what follows may be a whole comparison: `INTERVAL 1 DAY + a < b` adds to `a < b`
    if (behind_sign || !accept("+")) return out;
    auto moment = is("not") ? operand() : expression(of_and);
    return simplified("+", {std::move(moment), std::move(out)});
  }

  bool is_unit() const { return !done() && words_[at_].kind == Word::word; }

  Term unit() {
    auto name = word();
    if (name.starts_with("sql_tsi_")) name.erase(0, 8);
    return keyword(std::move(name));
  }

  Term alternatives() {
    Term out{Term::call, is("when") ? "case when" : "case"};
    if (!is("when")) out.parts.push_back(expression(0));
    while (accept("when")) {
      out.parts.push_back(expression(0));
      expect("then");
      out.parts.push_back(expression(0));
    }
    if (accept("else")) {
      out.head += " else";
      out.parts.push_back(expression(0));
    }
    expect("end");
    return out;
  }

  static bool is_reserved(const std::string& word) {
    static const std::set<std::string, std::less<>> words = {"select", "over", "from", "where", "as",      "then",
                                                             "else",   "end",  "when", "using", "distinct"};
    return words.contains(word);
  }

  Term named() {
    const auto& first = words_[at_];
    if (first.kind == Word::constant) return {Term::constant, words_[at_++].text};
    if (first.kind == Word::name) return qualified({Term::name, words_[at_++].text});
    const bool is_mod = first.text == "%" && is("(", 1);
    if (first.kind == Word::symbol && !is_mod && first.text != "@") throw NoExpression{};
    if (is_reserved(first.text)) throw NoExpression{};
    if (first.text == "@") return variable();
    if (first.text == "null" || first.text == "true" || first.text == "false")
      return {Term::constant, words_[at_++].text};
    auto out = qualified({Term::name, words_[at_++].text});
    if (accept("(")) return called(out.head);
    static const std::set<std::string, std::less<>> bare = {
        "current_timestamp", "localtime",     "localtimestamp", "current_date", "current_time",
        "utc_date",          "utc_timestamp", "utc_time",       "current_user", "current_role"};
    return bare.contains(out.head) ? simplified(out.head, {}) : out;
  }

  Term variable() {
    std::string out;
    while (accept("@")) out += "@";
    return {Term::name, out + word()};
  }

  // Within a table, its name says nothing.
  Term qualified(Term name) {
    while (accept(".")) name = {Term::name, words_.at(at_++).text};
    return name;
  }

  Term called(const std::string& function) {
    if (function == "cast" || function == "convert") return conversion(function);
    if (function == "trim") return trimmed();
    if (function == "extract") {
      auto what = unit();
      expect("from");
      auto from = expression(0);
      expect(")");
      return {Term::call, function, {std::move(what), std::move(from)}};
    }
    if (function == "position") return position();
    if (function == "substr" || function == "substring" || function == "mid") return part_of(function);
    if (function == "timestampadd" || function == "timestampdiff") {
      auto what = unit();
      expect(",");
      std::vector<Term> parts;
      parts.push_back(std::move(what));
      for (auto& one : list()) parts.push_back(std::move(one));
      return simplified(function, std::move(parts));
    }
    if (function == "json_value") return json_value();
    if (function == "column_get") return dynamic_column();
    if (function == "char") return letters();
    auto parts = list();
    if (function == "now" || function == "current_timestamp" || function == "localtime" || function == "localtimestamp")
      if (parts.size() == 1 && parts[0].head == "0") parts.clear();
    return simplified(function, std::move(parts));
  }

  Term position() {
    auto what = expression(of_predicate);
    expect("in");
    auto where = expression(0);
    expect(")");
    return simplified("locate", {std::move(what), std::move(where)});
  }

  Term part_of(const std::string& function) {
    std::vector<Term> parts;
    parts.push_back(expression(0));
    if (accept("from")) {
      parts.push_back(expression(0));
      if (accept("for")) parts.push_back(expression(0));
      expect(")");
    } else {
      expect(",");
      for (auto& one : list()) parts.push_back(std::move(one));
    }
    return simplified(function, std::move(parts));
  }

  Term trimmed() {
    std::string side = "both";
    bool said = false;
    for (const auto* one : {"both", "leading", "trailing"})
      if (!said && accept(one)) side = one, said = true;
    std::vector<Term> parts;
    if (!is("from")) parts.push_back(expression(0));
    if (accept("from")) parts.insert(parts.begin(), expression(0));
    expect(")");
    const bool of_blanks = parts.size() == 1;
    const auto* function = side == "both" ? "trim" : side == "leading" ? "ltrim" : "rtrim";
    return {Term::call, of_blanks ? function : "trim " + side, std::move(parts)};
  }

  // MySQL keeps no character set here, and MariaDB the database's.
  Term letters() {
    std::vector<Term> parts;
    do parts.push_back(expression(0));
    while (accept(","));
    if (accept("using")) {
      auto charset = word();
      if (!charset.starts_with("utf8")) parts.push_back(keyword(charset));
    }
    expect(")");
    return {Term::call, "char", std::move(parts)};
  }

  // COLUMN_GET(blob, name AS type)
  Term dynamic_column() {
    auto columns = expression(0);
    expect(",");
    auto name = expression(0);
    expect("as");
    auto type = type_name();
    expect(")");
    return {Term::call, "column_get", {std::move(columns), std::move(name), keyword(std::move(type))}};
  }

  Term json_value() {
    std::vector<Term> parts;
    parts.push_back(expression(0));
    expect(",");
    parts.push_back(expression(0));
    if (accept("returning")) {
      if (auto type = type_name(); type != "char(512)") parts.push_back(keyword("returning " + type));
    }
    for (int depth = 0; !is(")") || depth > 0;) {  // NULL ON EMPTY DEFAULT 0 ON ERROR
      if (done()) throw NoExpression{};
      if (is("(")) ++depth;
      if (is(")")) --depth;
      parts.push_back(keyword(words_[at_++].text));
    }
    expect(")");
    return {Term::call, "json_value", std::move(parts)};
  }

  Term conversion(const std::string& function) {
    auto value = expression(0);
    if (function == "convert" && accept("using")) {
      auto charset = word();
      expect(")");
      return {Term::call, "convert", {std::move(value), keyword(charset == "utf8" ? "utf8mb3" : charset)}};
    }
    expect(function == "cast" ? "as" : ",");
    if (accept("at")) throw NoExpression{};
    auto type = type_name();
    if (accept("array")) type += " array";
    expect(")");
    return simplified("cast", {std::move(value), keyword(std::move(type))});
  }

  // As CAST keeps it.
  std::string type_name() {
    auto name = word();
    if (name == "national") name += " " + word();
    std::string arguments;
    if (accept("(")) {
      for (; !is(")"); ++at_) {
        if (done()) throw NoExpression{};
        arguments += words_[at_].text;
      }
      expect(")");
    }
    std::string charset;
    if (accept("character") || accept("char")) {
      expect("set");
      charset = word();
    } else if (accept("charset")) {
      charset = word();
    }
    if (name == "national char" || name == "national character" || name == "nchar") name = "char", charset = "utf8mb3";
    if (name == "binary") name = "char", charset = "binary";
    if (name == "character" || name == "varchar") name = "char";
    if (name == "signed" || name == "unsigned") accept("integer") || accept("int");
    if (name == "int" || name == "integer") name = "signed";
    if (name == "dec" || name == "numeric" || name == "fixed") name = "decimal";
    if (name == "real") name = "double";
    if (name == "double") accept("precision");
    if (name == "decimal" && (arguments.empty() || arguments == "0" || arguments == "0,0")) arguments = "10";
    if (name == "decimal" && arguments.find(',') == std::string::npos) arguments += ",0";
    if ((name == "datetime" || name == "time") && arguments == "0") arguments.clear();
    if (name == "float" && !arguments.empty()) {
      if (std::atoi(arguments.c_str()) > 24) name = "double";
      arguments.clear();
    }
    if (charset == "utf8") charset = "utf8mb3";
    if (charset == "utf8mb4") charset.clear();
    if (!arguments.empty()) name += "(" + arguments + ")";
    return charset.empty() ? name : name + " charset " + charset;
  }

  std::vector<Word> words_;
  std::size_t at_ = 0;
  bool is_behind_sign_ = false;  // the interval of `a + INTERVAL 1 DAY`
};

}  // namespace

std::optional<Term> read_expression(std::string_view sql) {
  try {
    return TreeReader(sql).whole();
  } catch (const NoExpression&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

std::string printed(const Term& term) {
  if (term.kind == Term::name) return "`" + term.head + "`";
  if (term.kind != Term::call) return term.head;
  std::vector<std::string> parts;
  for (const auto& part : term.parts) parts.push_back(printed(part));
  return fmt::format("{}({})", term.head, fmt::join(parts, ", "));
}

std::optional<std::string> meaning_of(std::string_view sql) {
  const auto tree = read_expression(sql);
  return tree ? std::optional(printed(*tree)) : std::nullopt;
}

}  // namespace schemac::mysql
