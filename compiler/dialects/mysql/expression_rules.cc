#include "dialects/mysql/expression_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/sql_tokens.h"

namespace schemac::mysql {
namespace {

Term constant(std::string text) { return {Term::constant, std::move(text)}; }
Term keyword(std::string text) { return {Term::keyword, std::move(text)}; }

// `7`, `-2.50`, `1e2`
bool is_number(const Term& term) {
  const std::string_view text = term.head;
  const bool digits = text.find_first_of("0123456789") <= 1 && !text.starts_with("0x");
  return term.kind == Term::constant && digits && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}
bool is_nought(const Term& term) {
  return std::string_view(term.head).substr(0, term.head.find_first_of("eE")).find_first_of("123456789") ==
         std::string_view::npos;
}

bool is_zero(const Term& term) { return term.kind == Term::constant && term.head == "0"; }

// The name that is kept of several.
std::string one_name(std::string name) {
  static const std::map<std::string, std::string, std::less<>> names = {
      {"octet_length", "length"},
      {"lengthb", "length"},
      {"lcase", "lower"},
      {"ucase", "upper"},
      {"substring", "substr"},
      {"mid", "substr"},
      {"character_length", "char_length"},
      {"power", "pow"},
      {"day", "dayofmonth"},
      {"sha1", "sha"},
      {"ceil", "ceiling"},
      {"atan2", "atan"},
      {"nvl", "ifnull"},
      {"chr", "char"},
      {"json_pretty", "json_detailed"},
      {"current_timestamp", "now"},
      {"localtime", "now"},
      {"localtimestamp", "now"},
      {"current_date", "curdate"},
      {"current_time", "curtime"},
      {"session_user", "user"},
      {"system_user", "user"},
      {"schema", "database"},
      {"mod", "%"},
      {"position", "locate"},
      {"json_merge_preserve", "json_merge"},
      {"x", "st_x"},
      {"y", "st_y"},
      {"srid", "st_srid"},
      {"geometrytype", "st_geometrytype"},
      {"geometryfromtext", "st_geomfromtext"},
      {"geomfromtext", "st_geomfromtext"},
      {"st_geometryfromtext", "st_geomfromtext"},
      {"geometryfromwkb", "st_geomfromwkb"},
      {"geomfromwkb", "st_geomfromwkb"},
      {"st_geometryfromwkb", "st_geomfromwkb"},
      {"st_aswkt", "st_astext"},
      {"aswkt", "st_astext"},
      {"astext", "st_astext"},
      {"st_asbinary", "st_aswkb"},
      {"asbinary", "st_aswkb"},
      {"aswkb", "st_aswkb"},
  };
  const auto at = names.find(name);
  return at == names.end() ? name : at->second;
}

Term interval_of(Term amount, const std::string& unit) {
  return {Term::call, "interval", {std::move(amount), keyword(unit)}};
}

// Yields 1, 0 or NULL, and needs no comparison with 0 to be a condition.
bool is_condition(const Term& term) {
  static const std::set<std::string, std::less<>> heads = {
      "=",      "<>",           "<",      "<=",      ">",       ">=",          "<=>",         "and",      "or",
      "xor",    "xnor",         "not",    "is null", "is true", "is not null", "is not true", "is false", "in",
      "exists", "is not false", "not in", "like",    "between", "not between", "regexp_like", "member of"};
  return term.kind == Term::call && heads.contains(term.head);
}

// TRUE and FALSE are numbers to all but JSON, and MariaDB writes them so.
Term number_for_truth(Term term) {
  const bool is_truth = term.kind == Term::constant && (term.head == "true" || term.head == "false");
  if (is_truth) term.head = term.head == "true" ? "1" : "0";
  return term;
}

// What AND, OR, XOR and NOT see of a value: of a number whether it is 0.
Term truth(Term term) {
  while (term.is("<>") && is_zero(term.parts[1])) {
    auto inner = std::move(term.parts[0]);
    term = std::move(inner);
  }
  term = number_for_truth(std::move(term));
  if (is_number(term)) term.head = is_nought(term) ? "0" : "1";
  return term;
}

std::string_view opposite(std::string_view head) {
  static constexpr auto pairs =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"=", "<>"},
                                                                    {"<", ">="},
                                                                    {">", "<="},
                                                                    {"is null", "is not null"},
                                                                    {"is true", "is not true"},
                                                                    {"is false", "is not false"},
                                                                    {"in", "not in"},
                                                                    {"between", "not between"}});
  for (const auto& [one, other] : pairs) {
    if (head == one) return other;
    if (head == other) return one;
  }
  return {};
}

// Chains of one kind are one thing, wherever their parentheses stand.
Term chain(const std::string& head, std::vector<Term> parts) {
  Term out{Term::call, head};
  for (auto& part : parts) {
    auto one = truth(std::move(part));
    if (one.is(head))
      out.parts.insert(out.parts.end(), one.parts.begin(), one.parts.end());
    else
      out.parts.push_back(std::move(one));
  }
  return out;
}

// What is compared with a text of letters that every character set has needs no other's name.
void drop_introducers(std::vector<Term>& parts) {
  for (auto& part : parts) {
    const auto quote = part.head.find('\'');
    const bool plain = std::all_of(part.head.begin(), part.head.end(), [](unsigned char c) { return c < 128; });
    if (part.kind == Term::constant && part.head.starts_with('_') && !part.head.starts_with("_binary") &&
        quote != std::string::npos && plain)
      part.head.erase(0, quote);
  }
}

// `a IN (SELECT …)` in a condition, as a view's meaning has it.
bool asks_for_rows(const Term& term) {
  return term.is("in") && term.parts.size() == 3 && term.parts[2].head == "'rows of a condition'";
}

bool is_row(const Term& term) { return term.is("row"); }

Term comparison(const std::string& head, std::vector<Term> parts) {
  if (head == "=" && is_row(parts[0]) && is_row(parts[1]) && parts[0].parts.size() == parts[1].parts.size()) {
    std::vector<Term> pairs;
    for (std::size_t at = 0; at < parts[0].parts.size(); ++at)
      pairs.push_back(simplified("=", {parts[0].parts[at], parts[1].parts[at]}));
    return chain("and", std::move(pairs));
  }
  if (is_zero(parts[0]) && !is_zero(parts[1]) && (head == "=" || head == "<>")) std::swap(parts[0], parts[1]);
  if (head == "=" && is_zero(parts[1])) return negated(std::move(parts[0]));
  if (head == "<>" && is_zero(parts[1]) && is_condition(parts[0])) return std::move(parts[0]);
  if (head == "<>" && is_zero(parts[1]) && is_number(parts[0])) return truth(std::move(parts[0]));
  return {Term::call, head, std::move(parts)};
}

// NOT of one part is NOT of the whole, whichever part a server puts it to: the parts that print first, and whether the
// whole is denied.
Term exclusive(std::vector<Term> parts) {
  bool denied = false;
  for (auto& part : parts) {
    part = truth(std::move(part));
    auto other = truth(negated(part));
    if (printed(other) >= printed(part)) continue;
    part = std::move(other);
    denied = !denied;
  }
  return {Term::call, denied ? "xnor" : "xor", std::move(parts)};
}

Term negative(Term term) {
  // MariaDB writes (-1) COLLATE c without the parentheses
  if (term.is("collate") && is_number(term.parts[0])) {
    term.parts[0] = negative(std::move(term.parts[0]));
    return term;
  }
  if (term.kind == Term::constant && !term.head.empty()) {
    if (term.head[0] == '-') return constant(term.head.substr(1));
    if (term.head == "0") return term;
    if (term.head[0] >= '0' && term.head[0] <= '9' && !term.head.starts_with("0x")) return constant("-" + term.head);
  }
  return {Term::call, "-", {std::move(term)}};
}

// Functions that are kept as other calls.
std::optional<Term> rewritten(const std::string& head, std::vector<Term>& parts) {
  const auto count = parts.size();
  if (count == 1) {
    if (head == "date" || head == "time") return Term{Term::call, "cast", {parts[0], keyword(head)}};
    if (head == "timestamp") return Term{Term::call, "cast", {parts[0], keyword("datetime")}};
    if (head == "isnull") return Term{Term::call, "is null", {parts[0]}};
    if (head == "weekofyear") return Term{Term::call, "week", {parts[0], constant("3")}};
    if (head == "week" || head == "yearweek" || head == "round")
      return Term{Term::call, head, {parts[0], constant("0")}};
    if (head == "bin" || head == "oct")
      return Term{Term::call, "conv", {parts[0], constant("10"), constant(head == "bin" ? "2" : "8")}};
  }
  if (count == 2) {
    if (head == "from_unixtime") return Term{Term::call, "date_format", {Term{Term::call, head, {parts[0]}}, parts[1]}};
    if (head == "json_length") return Term{Term::call, head, {Term{Term::call, "json_extract", std::move(parts)}}};
    if (head == "instr") return Term{Term::call, "locate", {parts[1], parts[0]}};
    if (head == "datediff")
      return simplified("-", {Term{Term::call, "to_days", {parts[0]}}, Term{Term::call, "to_days", {parts[1]}}});
    if (head == "add_months") return simplified("+", {parts[0], interval_of(parts[1], "month")});
    const bool adds = head == "date_add" || head == "adddate", takes = head == "date_sub" || head == "subdate";
    if (adds || takes)
      return simplified(adds ? "+" : "-",
                        {parts[0], parts[1].is("interval") ? parts[1] : interval_of(parts[1], "day")});
    if (head == "sounds like")
      return simplified("=", {Term{Term::call, "soundex", {parts[0]}}, Term{Term::call, "soundex", {parts[1]}}});
  }
  if (head == "timestampadd" && count == 3) return simplified("+", {parts[2], interval_of(parts[1], parts[0].head)});
  if (head == "weight_string" && count == 4) return Term{Term::call, head, {parts[0]}};
  return std::nullopt;
}

}  // namespace

Term negated(Term term) {
  if (term.is("and") || term.is("or")) {
    std::vector<Term> parts;
    for (auto& part : term.parts) parts.push_back(negated(std::move(part)));
    return chain(term.is("and") ? "or" : "and", std::move(parts));
  }
  if (term.is("xor") || term.is("xnor")) {
    term.head = term.is("xor") ? "xnor" : "xor";
    return term;
  }
  if (term.is("not")) {
    auto inner = std::move(term.parts[0]);
    return is_condition(inner) ? inner : Term{Term::call, "<>", {std::move(inner), constant("0")}};
  }
  if (auto number = truth(term); is_number(number)) return constant(is_zero(number) ? "1" : "0");
  if (term.kind == Term::call)
    if (const auto other = opposite(term.head); !other.empty())
      return simplified(std::string(other), std::move(term.parts));
  return {Term::call, "not", {truth(std::move(term))}};
}

Term simplified(std::string head, std::vector<Term> parts) {
  head = one_name(std::move(head));
  const bool tells_truth =
      head.starts_with("json_") || head == "member of" || (head == "cast" && parts.back().head == "json");
  if (!tells_truth)
    for (auto& part : parts) part = number_for_truth(std::move(part));
  if (head == "and" || head == "or") return chain(head, std::move(parts));
  if (head == "xor") return exclusive(std::move(parts));
  if (head == "not") return negated(std::move(parts[0]));
  static const std::set<std::string, std::less<>> comparing = {
      "=", "<>", "<", "<=", ">", ">=", "<=>", "in", "not in", "between", "not between", "like"};
  if (comparing.contains(head)) drop_introducers(parts);
  // EXISTS is never NULL, and where a condition is asked for NULL is as good as false
  if (head == "is false" && (parts[0].is("exists") || asks_for_rows(parts[0]))) return negated(std::move(parts[0]));
  if (head == "is true" || head == "is false" || head == "is not true" || head == "is not false")
    return {Term::call, head, {truth(std::move(parts[0]))}};
  if (head == "=" || head == "<>") return comparison(head, std::move(parts));
  if ((head == "in" || head == "not in") && parts.size() == 2)
    return comparison(head == "in" ? "=" : "<>", std::move(parts));
  const bool between = head == "between" || head == "not between";
  if (between && parts[1].kind == Term::constant && parts[1] == parts[2] && parts[1].head != "null") {
    parts.pop_back();
    return comparison(head == "between" ? "=" : "<>", std::move(parts));
  }
  if (head == "-" && parts.size() == 1) return negative(std::move(parts[0]));
  if (head == "+" && parts[0].is("interval") && !parts[1].is("interval")) std::swap(parts[0], parts[1]);
  if (auto other = rewritten(head, parts)) return std::move(*other);
  return {Term::call, std::move(head), std::move(parts)};
}

}  // namespace schemac::mysql
