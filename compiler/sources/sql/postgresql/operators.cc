// Operators: which casts the server adds to their operands, and what type they give.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/constants.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view op, const std::array<std::string_view, N>& operators) {
  return std::ranges::find(operators, op) != operators.end();
}

constexpr auto comparisons = std::to_array<std::string_view>({"=", "<>", "<", ">", "<=", ">=", "\x02"});
constexpr auto patterns = std::to_array<std::string_view>({"~~", "!~~", "~~*", "!~~*", "~", "~*", "!~", "!~*", "^@"});
constexpr auto arithmetic = std::to_array<std::string_view>({"+", "-", "*", "/", "%", "^"});
constexpr auto takes_text = std::to_array<std::string_view>({"->", "->>", "?"});
constexpr auto takes_texts = std::to_array<std::string_view>({"#>", "#>>", "?|", "?&", "#-"});
constexpr auto integers = std::to_array<std::string_view>({"smallint", "integer", "bigint"});
constexpr auto floats = std::to_array<std::string_view>({"real", "double precision"});

// Stands for the operator of what compares like `=` and is written otherwise.
constexpr const char* marker = "\x02";

bool is_moment(std::string_view type) { return type.starts_with("timestamp") || type == "date" || type.starts_with("time "); }

// Both operands as one type; empty: as they are.
std::string operand_type(const std::string& left, const std::string& right) {
  if (is_one_of(left, integers) && is_one_of(right, integers)) return {};
  if (is_one_of(left, floats) && is_one_of(right, floats)) return {};
  if (is_number_type(left) && is_number_type(right)) {
    const auto wider = wider_number(left, right);
    return wider == "real" ? "double precision" : wider;
  }
  if (left == "character" && right == "character") return {};
  if (is_string_type(left) && is_string_type(right)) return "text";
  return {};
}

std::string arithmetic_result(const std::string& op, const std::string& left, const std::string& right) {
  if (is_number_type(left) && is_number_type(right)) return wider_number(left, right);
  if (op == "-" && left == "date" && right == "date") return "integer";
  if (op == "-" && is_moment(left) && is_moment(right)) return "interval";
  if (left == "date" && right == "integer") return "date";
  if (left == "date" && right == "interval") return "timestamp without time zone";
  if (is_moment(left) && right == "interval") return left;
  if (left == "interval" && is_moment(right)) return right;
  if (left == "interval" && (right == "interval" || is_number_type(right))) return "interval";
  return {};
}

}  // namespace

std::string Writer::base_type(const std::string& type) const {
  const auto domain = state_.domain_bases.find(type);
  return domain == state_.domain_bases.end() ? type : base_type(domain->second);
}

std::string Writer::element_of(const std::string& array) const { return array.ends_with("[]") ? array.substr(0, array.size() - 2) : std::string(); }

Typed Writer::binary(const std::string& op, Typed left, Typed right) {
  for (auto* side : {&left, &right})
    if (const auto base = base_type(side->type); base != side->type) *side = {.text = side->text, .type = base, .of_domain = true};
  const auto give = [&](const std::string& left_type, const std::string& right_type, std::string result) {
    return Typed{fmt::format("({} {} {})", converted(left, left_type), op, converted(right, right_type)), std::move(result)};
  };
  const bool compares = is_one_of(op, comparisons);
  if (is_one_of(op, patterns)) return give(left.type == "character" ? "" : "text", "text", "boolean");
  if (is_one_of(op, takes_text)) return give("", right.literal ? "text" : "", op == "->" ? left.type : op == "?" ? "boolean" : "text");
  if (is_one_of(op, takes_texts)) return give("", "text[]", op == "#>" || op == "#-" ? left.type : op == "#>>" ? "text" : "boolean");
  if (op == "||") {
    const bool joins_text = left.literal || right.literal || is_string_type(left.type) || is_string_type(right.type);
    if (left.type == "jsonb" || right.type == "jsonb") return give("jsonb", "jsonb", "jsonb");
    if (left.type.ends_with("[]") || right.type.ends_with("[]") || !joins_text)
      return give("", "", left.type.ends_with("[]") ? left.type : right.type);
    const auto side = [&](const Typed& value) { return value.literal || is_string_type(value.type) ? std::string("text") : std::string(); };
    return give(side(left), side(right), "text");
  }
  if (left.literal && right.literal) return give("text", "text", compares ? "boolean" : "text");
  if (left.literal || right.literal) {
    const auto known = left.literal ? right.type : left.type;
    const auto wanted = known == "character varying" ? std::string("text") : known;
    return give(wanted, wanted, compares || !is_one_of(op, arithmetic) ? "boolean" : arithmetic_result(op, known, known));
  }
  if (is_one_of(op, arithmetic)) {
    const auto both = operand_type(left.type, right.type);
    return give(both, both, arithmetic_result(op, left.type, right.type));
  }
  const auto both = operand_type(left.type, right.type);
  return give(both, both, "boolean");
}

// `x = ANY (…)`
Typed Writer::any_of(const std::string& op, const std::string& word, const Typed& left, Typed right) {
  const auto type = base_type(left.type);
  if (right.literal)
    right = {.text = typed_constant(right.content, type.empty() ? "" : (type == "character varying" ? "text" : type) + "[]"),
             .type = type.empty() ? "" : type + "[]"};
  const auto element = element_of(right.type);
  const bool as_text =
      (type == "character varying" || element == "character varying") || (is_string_type(type) && is_string_type(element) && type != element);
  auto left_text = as_text || type != left.type ? converted(left, as_text ? "text" : type) : settled(left, element);
  auto right_text = as_text && element != "text" && !element.empty() ? fmt::format("({})::text[]", right.text) : right.text;
  return {fmt::format("({} {} {} ({}))", left_text, op, word, right_text), "boolean"};
}

// `x IN (a, b)`: one comparison with an array of what is constant, one each with what is not.
Typed Writer::membership(const Node& node) {
  const auto op = node.values("name").back();
  const auto left = write(node.child("lexpr"));
  std::vector<Typed> values;
  for (const auto& item : node.child("rexpr").list("items")) values.push_back(write(item));
  const bool constants = std::ranges::all_of(values, [](const Typed& value) { return value.constant; });
  if (values.size() == 1 || !constants) {
    std::vector<std::string> parts;
    for (const auto& value : values) parts.push_back(binary(op, left, value).text);
    return {parts.size() == 1 ? parts[0] : fmt::format("({})", fmt::join(parts, op == "=" ? " OR " : " AND ")), "boolean"};
  }
  std::vector<Typed> all = {{.text = left.text, .type = base_type(left.type), .literal = left.literal}};
  all.insert(all.end(), values.begin(), values.end());
  const auto type = common_type(all);
  std::vector<std::string> parts;
  for (const auto& value : values) parts.push_back(value.text == "NULL" && !type.empty() ? "NULL::" + type : converted(value, type));
  const Typed list{fmt::format("ARRAY[{}]", fmt::join(parts, ", ")), type.empty() ? std::string() : type + "[]"};
  const bool mixes = is_number_type(left.type) && left.type != type && operand_type(left.type, type).empty();  // smallint beside integer
  const bool as_it_is = left.type.empty() || type.empty() || is_string_type(type) || mixes;
  const auto same_type = as_it_is ? left : Typed{converted(left, type), type, left.literal, left.content};
  return any_of(op, op == "=" ? "ANY" : "ALL", same_type, list);
}

Typed Writer::between(const Node& node) {
  const auto kind = node.word("kind");
  const auto value = write(node.child("lexpr"));
  const auto bounds = node.child("rexpr").list("items");
  const auto low = write(bounds[0]);
  const auto high = write(bounds[1]);
  const auto within = [&](const Typed& from, const Typed& to) {
    return fmt::format("({} AND {})", binary(">=", value, from).text, binary("<=", value, to).text);
  };
  const auto outside = [&](const Typed& from, const Typed& to) {
    return fmt::format("({} OR {})", binary("<", value, from).text, binary(">", value, to).text);
  };
  if (kind == "AEXPR_BETWEEN") return {within(low, high), "boolean"};
  if (kind == "AEXPR_NOT_BETWEEN") return {outside(low, high), "boolean"};
  if (kind == "AEXPR_BETWEEN_SYM") return {fmt::format("({} OR {})", within(low, high), within(high, low)), "boolean"};
  return {fmt::format("({} AND {})", outside(low, high), outside(high, low)), "boolean"};
}

Typed Writer::operation(const Node& node) {
  const auto kind = node.word("kind");
  if (kind == "AEXPR_IN") return membership(node);
  if (kind.find("BETWEEN") != std::string_view::npos) return between(node);
  const auto names = node.values("name");
  auto op = names.empty() ? std::string() : names.back();
  if (op == "!=") op = "<>";
  auto right = write(node.child("rexpr"));
  if (!node.child("lexpr")) {
    if (right.literal) right = {.text = settled(right, "double precision"), .type = "double precision"};
    return {fmt::format("({} {})", op, right.text), right.type};
  }
  auto left = write(node.child("lexpr"));
  if (names.size() > 1 && names[0] != "pg_catalog")
    return {fmt::format("({} OPERATOR({}.{}) {})", settled(left, ""), postgresql::quote(names[0]), op, settled(right, ""))};
  if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL") return any_of(op, kind == "AEXPR_OP_ANY" ? "ANY" : "ALL", left, right);
  if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") {
    auto text = binary(marker, left, right).text;
    text.replace(text.find(marker), 1, "IS DISTINCT FROM");
    return {kind == "AEXPR_DISTINCT" ? text : fmt::format("(NOT {})", text), "boolean"};
  }
  if (kind == "AEXPR_NULLIF") {
    const auto pair = binary(marker, left, right).text;
    const auto place = pair.find(marker);
    return {fmt::format("NULLIF({}, {})", pair.substr(1, place - 2), pair.substr(place + 2, pair.size() - place - 3)),
            left.literal ? "text" : left.type};
  }
  return binary(op, std::move(left), std::move(right));
}

}  // namespace schemac::sql
