#include "dialects/mysql/partition_bounds.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "dialects/mysql/constants.h"
#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/temporal.h"

namespace schemac::mysql {
namespace {

using Number = std::optional<std::int64_t>;

Number whole_number(const std::string& digits) {
  if (digits.starts_with("0x")) {
    const auto bytes = bytes_of_literal(digits);
    if (!bytes || bytes->size() > 7) return std::nullopt;
    std::int64_t out = 0;
    for (const char c : *bytes) out = out * 256 + static_cast<unsigned char>(c);
    return out;
  }
  if (digits.empty() || digits.size() > 18 || digits.find_first_not_of("-0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(digits);
}

std::optional<Moment> moment_of(const Term& term) {
  if (term.is("cast") && term.parts.size() == 2 && (term.parts[1].head == "date" || term.parts[1].head == "datetime"))
    return moment_of(term.parts[0]);
  if (term.kind != Term::constant) return std::nullopt;
  const auto quote = term.head.find('\'');
  std::optional<Moment> out;
  if (quote != std::string::npos)
    out = read_datetime(literal_value(std::string_view(term.head).substr(quote)));
  else if (const auto number = whole_number(term.head))
    out = datetime_of_number(*number);
  return out && is_date(*out) ? out : std::nullopt;
}

std::int64_t days_of(const Moment& moment) { return day_number(moment.year, moment.month, moment.day); }

Number part_of_moment(const std::string& what, const Moment& moment) {
  static const std::map<std::string, std::function<std::int64_t(const Moment&)>, std::less<>> parts = {
      {"to_days", days_of},
      {"to_seconds", [](const Moment& m) { return days_of(m) * 86400 + m.hour * 3600 + m.minute * 60 + m.second; }},
      {"year", [](const Moment& m) { return m.year; }},
      {"month", [](const Moment& m) { return m.month; }},
      {"quarter", [](const Moment& m) { return (m.month + 2) / 3; }},
      {"dayofmonth", [](const Moment& m) { return m.day; }},
      {"dayofyear", [](const Moment& m) { return days_of(m) - day_number(m.year, 1, 1) + 1; }},
      {"weekday", [](const Moment& m) { return (days_of(m) + 5) % 7; }},
      {"dayofweek", [](const Moment& m) { return (days_of(m) + 6) % 7 + 1; }},
      {"hour", [](const Moment& m) { return m.hour; }},
      {"minute", [](const Moment& m) { return m.minute; }},
      {"second", [](const Moment& m) { return m.second; }},
  };
  const auto at = parts.find(what);
  return at == parts.end() ? Number() : at->second(moment);
}

Number computed(const Term& term);

Number of_two(const std::string& op, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (op == "+") return __builtin_add_overflow(a, b, &out) ? Number() : out;
  if (op == "-") return __builtin_sub_overflow(a, b, &out) ? Number() : out;
  if (op == "*") return __builtin_mul_overflow(a, b, &out) ? Number() : out;
  if (op == "div" && b != 0) return a / b;
  if (op == "%" && b != 0) return a % b;
  if (a < 0 || b < 0) return std::nullopt;
  if (op == "&") return a & b;
  if (op == "|") return a | b;
  if (op == "^") return a ^ b;
  if (op == "<<" && b < 40 && a < (1 << 20)) return a << b;
  if (op == ">>" && b < 63) return a >> b;
  return std::nullopt;
}

Number computed(const Term& term) {
  if (term.kind == Term::constant) return whole_number(term.head);
  if (term.kind != Term::call || term.parts.empty()) return std::nullopt;
  if (term.parts.size() == 1)
    if (const auto moment = moment_of(term.parts[0]))
      if (const auto part = part_of_moment(term.head, *moment)) return part;
  if (term.head == "ceiling" || term.head == "floor") {
    const auto& number = term.parts[0];
    if (number.kind != Term::constant || number.head.size() > 12 ||
        number.head.find_first_not_of("-.0123456789") != std::string::npos)
      return std::nullopt;
    const auto value = std::stod(number.head);
    return static_cast<std::int64_t>(term.head == "floor" ? std::floor(value) : std::ceil(value));
  }
  const auto first = computed(term.parts[0]);
  if (!first) return std::nullopt;
  if (term.parts.size() == 1)
    return term.is("-") ? Number(-*first) : term.is("abs") ? Number(std::abs(*first)) : Number();
  const auto second = term.parts.size() == 2 ? computed(term.parts[1]) : Number();
  return second ? of_two(term.head, *first, *second) : Number();
}

// One value of a bound; a row of them in parentheses.
class Bounds {
 public:
  explicit Bounds(std::string_view text) : text_(text), tokens_(sql_tokens(text, lexis)) {}

  std::string run() {
    while (at_ < tokens_.size()) {
      const bool opens =
          is("(") && at_ > 1 && ((is("than", -1) && is("less", -2)) || (is("in", -1) && is("values", -2)));
      columns_ = columns_ || is("columns");
      if (opens)
        bound();
      else
        ++at_;
    }
    return out_ + std::string(text_.substr(copied_));
  }

 private:
  bool is(std::string_view word, int ahead = 0) const {
    const auto place = static_cast<long>(at_) + ahead;
    return place >= 0 && place < static_cast<long>(tokens_.size()) &&
           equal_ignoring_case(tokens_[static_cast<std::size_t>(place)].text(text_), word);
  }

  void bound() {
    const auto begin = tokens_[at_].begin;
    out_ += text_.substr(copied_, begin - copied_);
    const auto values = list();
    copied_ = at_ == 0 ? begin : tokens_[at_ - 1].end;
    out_ += !columns_ && equal_ignoring_case(values, "(maxvalue)") ? "MAXVALUE" : values;
  }

  // From the parenthesis at hand to behind its partner.
  std::string list() {
    std::string out = "(";
    auto begin = tokens_[at_].end;
    int depth = 0;
    for (; at_ < tokens_.size(); ++at_) {
      const bool closes = is(")");
      depth += is("(") ? 1 : closes ? -1 : 0;
      const bool ends = closes && depth == 0;
      if (!ends && !(depth == 1 && is(","))) continue;
      const auto piece = text_.substr(begin, tokens_[at_].begin - begin);
      out += (out.size() > 1 ? ", " : "") + value(piece);
      begin = tokens_[at_].end;
      if (!ends) continue;
      ++at_;
      break;
    }
    return out + ")";
  }

  std::string value(std::string_view piece) const {
    while (!piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
    while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
    const bool is_text = columns_ && bytes_of_literal(piece).has_value();
    if (const auto number = computed_number(piece); number && !is_text) return *number;
    static const Type text{.name = "varchar", .arguments = {"20"}, .portable = {TypeFamily::varchar}};
    const auto constant = piece.starts_with("(") ? std::nullopt : stored_constant(piece, text, {}, {});
    if (!piece.starts_with("(")) return constant.value_or(std::string(piece));
    const auto tokens = sql_tokens(piece, lexis);
    if (tokens.size() < 3) return std::string(piece);
    Bounds row(piece);
    row.columns_ = columns_;
    return row.list();
  }

  std::string_view text_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0, copied_ = 0;
  bool columns_ = false;
  std::string out_;
};

}  // namespace

std::optional<std::string> computed_number(std::string_view expression) {
  const auto tree = read_expression(expression);
  if (!tree) return std::nullopt;
  const auto number = computed(*tree);
  return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

std::string with_computed_bounds(std::string_view partitioning) { return Bounds(partitioning).run(); }

}  // namespace schemac::mysql
