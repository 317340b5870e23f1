#include "dialects/mysql/expression_tree.h"

#include <array>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/names.h"

namespace schemac::mysql {
namespace {

struct Word {
  bool is_name;  // in quotes
  std::string text;
};

struct NoExpression {};

// How strongly each operator binds; AND of BETWEEN is read with it.
int strength(const std::string& word) {
  static const std::map<std::string, int, std::less<>> all = {
      {"or", 1},   {"xor", 2}, {"and", 3},  {"=", 6},    {"<=>", 6},      {">=", 6},    {">", 6},       {"<=", 6},   {"<", 6},
      {"<>", 6},   {"is", 6},  {"like", 6}, {"in", 6},   {"regexp", 6},   {"rlike", 6}, {"between", 6}, {"not", 6},  {"|", 7},
      {"&", 8},    {"<<", 9},  {">>", 9},   {"+", 10},   {"-", 10},       {"*", 11},    {"/", 11},      {"div", 11}, {"%", 11},
      {"mod", 11}, {"^", 12},  {"->", 14},  {"->>", 14}, {"collate", 13}, {"sounds", 6}};
  const auto at = all.find(word);
  return at == all.end() ? 0 : at->second;
}

constexpr int of_not = 4;
constexpr int of_sign = 12;

class TreeReader {
 public:
  explicit TreeReader(std::string_view sql) {
    for (const auto& token : sql_tokens(sql, lexis)) add(token, token.text(sql));
  }

  std::string whole() {
    auto out = expression(0);
    if (!done()) throw NoExpression{};
    return out;
  }

 private:
  void add(const SqlToken& token, std::string_view text) {
    switch (token.kind) {
      case SqlTokenKind::word: return words_.push_back({false, spelled(lower(text))});
      case SqlTokenKind::quoted_identifier: return words_.push_back({true, lower(unquoted(text))});
      case SqlTokenKind::string:
        if (!words_.empty() && !words_.back().is_name && words_.back().text.starts_with("_utf8")) words_.pop_back();
        if (is_typed_literal()) {
          words_.back() = {true, words_.back().text + literal(literal_value(text))};
          return;
        }
        return words_.push_back({true, text.front() == '\'' || text.front() == '"' ? literal(literal_value(text)) : lower(text)});
      case SqlTokenKind::number: return words_.push_back({true, lower(text)});
      case SqlTokenKind::symbol:
        if (text == "&" && !words_.empty() && !words_.back().is_name && words_.back().text == "&") return void(words_.back().text = "and");
        return words_.push_back({false, spelled(std::string(text))});
      case SqlTokenKind::comment: return;
    }
  }

  // DATE '2020-01-01'
  bool is_typed_literal() const {
    if (words_.empty() || words_.back().is_name) return false;
    const auto& type = words_.back().text;
    return type == "date" || type == "time" || type == "timestamp";
  }

  static std::string spelled(std::string word) {
    static const std::map<std::string, std::string, std::less<>> one = {{"!=", "<>"},
                                                                        {"mod", "%"},
                                                                        {"&&", "and"},
                                                                        {"||", "or"},
                                                                        {"rlike", "regexp"},
                                                                        {"current_timestamp", "now"},
                                                                        {"octet_length", "length"},
                                                                        {"current_date", "curdate"},
                                                                        {"lcase", "lower"},
                                                                        {"ucase", "upper"},
                                                                        {"substring", "substr"},
                                                                        {"character_length", "char_length"},
                                                                        {"ifnull", "ifnull"},
                                                                        {"true", "1"},
                                                                        {"false", "0"}};
    const auto at = one.find(word);
    return at == one.end() ? word : at->second;
  }

  bool done() const { return at_ >= words_.size(); }
  bool is(std::string_view text) const { return !done() && !words_[at_].is_name && words_[at_].text == text; }
  bool accept(std::string_view text) {
    if (!is(text)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view text) {
    if (!accept(text)) throw NoExpression{};
  }

  std::string expression(int weakest) {
    auto left = operand();
    for (;;) {
      if (done() || words_[at_].is_name) return left;
      const auto op = words_[at_].text;
      const int binds = strength(op);
      if (binds == 0 || binds <= weakest) return left;
      ++at_;
      left = joined(std::move(left), op, binds);
    }
  }

  std::string joined(std::string left, std::string op, int binds) {
    std::string negated;
    if (op == "not") {
      negated = "not ";
      op = words_.at(at_++).text;
      if (op != "like" && op != "in" && op != "between" && op != "regexp") throw NoExpression{};
    }
    if (op == "is") return fmt::format("({} is {}{})", left, accept("not") ? "not " : "", operand());
    if (op == "sounds") {
      expect("like");
      return fmt::format("(soundex({}) = soundex({}))", left, expression(binds));
    }
    if (op == "between") {
      auto low = expression(6);
      expect("and");
      return fmt::format("({} {}between {} and {})", left, negated, low, expression(6));
    }
    if (op == "in") {
      expect("(");
      return within(left, !negated.empty());
    }
    // a chain of one kind is one thing, wherever its parentheses stand
    auto right = expression(binds);
    const bool chain = op == "and" || op == "or";
    const auto opened = "(" + op + ": ";
    const auto inside = [&](const std::string& side) {
      return chain && side.starts_with(opened) ? side.substr(opened.size(), side.size() - opened.size() - 1) : side;
    };
    if (chain) return fmt::format("{}{}, {})", opened, inside(condition(left)), inside(condition(right)));
    // MySQL calls functions where MariaDB keeps the words
    auto out = op == "regexp" ? fmt::format("regexp_like({}, {})", left, right) : fmt::format("({} {} {})", left, op, right);
    if (op == "like" && accept("escape")) out = fmt::format("({} like {} escape {})", left, right, operand());
    return negated.empty() ? out : fmt::format("(not {})", out);
  }

  std::string within(const std::string& left, bool negated) {
    const auto before = at_;
    auto only = expression(0);
    if (accept(")")) return fmt::format("({} {} {})", left, negated ? "<>" : "=", only);  // a list of one
    at_ = before;
    return fmt::format("({} {}in ({}))", left, negated ? "not " : "", arguments());
  }

  // Of AND and OR: MySQL writes `0 <> x` for an x that is no comparison.
  static std::string condition(const std::string& side) {
    static constexpr std::string_view is_true = "(0 <> ", is_false = "(0 = ";
    if (side.starts_with(is_true)) return side.substr(is_true.size(), side.size() - is_true.size() - 1);
    if (side.starts_with(is_false)) return fmt::format("(not {})", side.substr(is_false.size(), side.size() - is_false.size() - 1));
    return side;
  }

  std::string arguments() {
    std::vector<std::string> out;
    if (accept(")")) return {};
    do {
      accept("distinct");
      auto one = expression(0);
      while (!is(",") && !is(")")) {  // CAST(x AS type), x USING utf8
        if (accept("charset") && accept("utf8mb4")) continue;
        one += " " + word();
      }
      out.push_back(std::move(one));
    } while (accept(","));
    expect(")");
    return fmt::format("{}", fmt::join(out, ", "));
  }

  std::string word() {
    if (done()) throw NoExpression{};
    if (accept("(")) return "(" + arguments() + ")";
    return words_[at_++].text;
  }

  std::string operand() {
    if (done()) throw NoExpression{};
    if (accept("(")) {
      auto first = expression(0);
      if (accept(")")) return first;
      expect(",");
      return "(" + first + ", " + arguments() + ")";
    }
    if (accept("not") || accept("!")) return fmt::format("(not {})", expression(of_not));
    if (accept("-")) return negative(expression(of_sign));
    if (accept("+")) return expression(of_sign);
    if (accept("~")) return fmt::format("(~{})", expression(of_sign));
    if (accept("binary")) return fmt::format("(binary {})", expression(of_sign));
    if (accept("interval")) {
      auto amount = expression(0);
      return fmt::format("(interval {} {})", amount, word());
    }
    if (accept("case")) return alternatives();
    return name();
  }

  static std::string negative(const std::string& operand) {
    return operand.starts_with('(') || !(operand[0] >= '0' && operand[0] <= '9') ? "(-" + operand + ")" : "-" + operand;
  }

  std::string alternatives() {
    std::string out = "(case";
    if (!is("when")) out += " " + expression(0);
    while (accept("when")) {
      out += " when " + expression(0);
      expect("then");
      out += " then " + expression(0);
    }
    if (accept("else")) out += " else " + expression(0);
    expect("end");
    return out + ")";
  }

  std::string name() {
    const auto& first = words_[at_];
    const bool is_mod = !first.is_name && first.text == "%" && at_ + 1 < words_.size() && words_[at_ + 1].text == "(";
    if (!first.is_name && !is_mod && !(std::isalnum(static_cast<unsigned char>(first.text[0])) || first.text[0] == '_' || first.text[0] == '@'))
      throw NoExpression{};
    if (!first.is_name && (first.text == "select" || first.text == "over")) throw NoExpression{};
    auto out = words_[at_++].text;
    while (accept(".")) out = word();  // within a table, its name says nothing
    if (accept("(")) {
      const auto given = arguments();
      return given.empty() && out == "now" ? out : called(out, given);
    }
    return out;
  }

  // Functions that are written as operators too.
  static std::string called(const std::string& function, const std::string& given) {
    const auto comma = given.rfind(", ");
    const bool two = comma != std::string::npos && given.find(", ") == comma;
    if (function == "%" && two) return fmt::format("({} % {})", given.substr(0, comma), given.substr(comma + 2));
    if (comma != std::string::npos && given.substr(comma + 2).starts_with("(interval ") && (function == "date_add" || function == "date_sub"))
      return fmt::format("({} {} {})", given.substr(0, comma), function == "date_add" ? "+" : "-", given.substr(comma + 2));
    return fmt::format("{}({})", function, given);
  }

  std::vector<Word> words_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> fully_parenthesised(std::string_view sql) {
  try {
    return TreeReader(sql).whole();
  } catch (const NoExpression&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

}  // namespace schemac::mysql
