// Operators, and what the grammar makes of them: IN, BETWEEN, IS DISTINCT FROM, comparisons of rows.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/expression.h"

namespace schemac::sql {
namespace {

bool compares(std::string_view op) {
  return op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=" ||
         op.find('~') != std::string_view::npos;
}

}  // namespace

Typed Writer::binary(const std::string& op, const Typed& left, const Typed& right) {
  if (!left.row.empty() && left.row.size() == right.row.size()) return compare_rows(op, left, right);
  const auto found = resolve_operator(state_, op, left.type, right.type);
  if (!found)
    return {.text = fmt::format("({} {} {})", left.text, op, right.text), .type = compares(op) ? types_.boolean : 0};
  return {.text = fmt::format("({} {} {})", argument(left, found->arguments[0]), found->candidate.name,
                              argument(right, found->arguments[1])),
          .type = found->result};
}

// `(a, b) = (c, d)` is a pair of comparisons; for the others there is a comparison of rows.
Typed Writer::compare_rows(const std::string& op, const Typed& left, const Typed& right) {
  std::vector<std::string> pairs, lefts, rights;
  for (std::size_t at = 0; at < left.row.size(); ++at) {
    const auto& a = left.row[at];
    const auto& b = right.row[at];
    pairs.push_back(binary(op, a, b).text);
    const auto found = resolve_operator(state_, op, a.type, b.type);
    lefts.push_back(found ? argument(a, found->arguments[0]) : a.text);
    rights.push_back(found ? argument(b, found->arguments[1]) : b.text);
  }
  if (pairs.size() == 1) return {.text = pairs[0], .type = types_.boolean};
  if (op == "=" || op == "<>")
    return {.text = fmt::format("({})", fmt::join(pairs, op == "=" ? " AND " : " OR ")), .type = types_.boolean};
  return {.text = fmt::format("(ROW({}) {} ROW({}))", fmt::join(lefts, ", "), op, fmt::join(rights, ", ")),
          .type = types_.boolean};
}

// IS DISTINCT FROM, which compares like `=`.
Typed Writer::like_equality(const std::string& word, const Typed& left, const Typed& right) {
  const auto found = resolve_operator(state_, "=", left.type, right.type);
  const auto side = [&](const Typed& value, std::size_t at) {
    return found ? argument(value, found->arguments[at]) : value.text;
  };
  return {.text = fmt::format("({} {} {})", side(left, 0), word, side(right, 1)), .type = types_.boolean};
}

Typed Writer::null_if(const Typed& left, const Typed& right) {
  const auto found = resolve_operator(state_, "=", left.type, right.type);
  if (!found)
    return {.text = fmt::format("NULLIF({}, {})", left.text, right.text),
            .type = left.type == types_.unknown ? 0 : left.type};
  const auto first = coerce(left, found->arguments[0], Context::implicit);
  return {.text = fmt::format("NULLIF({}, {})", first.text, argument(right, found->arguments[1])), .type = first.type};
}

// `x = ANY (…)`: the operator is that of the elements (make_scalar_array_op).
Typed Writer::any_of(const std::string& op, bool any, const Typed& left, const Typed& right) {
  const auto list = types_.base(right.type);
  const auto element = right.type == types_.unknown ? types_.unknown : types_.element(list);
  const auto found = resolve_operator(state_, op, left.type, element);
  const auto wanted = found ? types_.array_of(found->arguments[1]) : TypeId{0};
  return {.text = fmt::format("({} {} {} ({}))", found ? argument(left, found->arguments[0]) : left.text,
                              found ? found->candidate.name : op, any ? "ANY" : "ALL", argument(right, wanted)),
          .type = types_.boolean};
}

// `x IN (a, b)`: one comparison with an array of what names no column, one each with what does (transformAExprIn).
Typed Writer::membership(const Node& node) {
  const auto op = node.values("name").back();
  const bool any = op == "=";
  const auto left = write(node.child("lexpr"));
  std::vector<Typed> fixed, others, all;
  for (const auto& item : node.child("rexpr").list("items")) {
    const auto before = columns_named_;
    all.push_back(write(item));
    (columns_named_ == before ? fixed : others).push_back(all.back());
  }
  std::string text;
  const auto add = [&](const std::string& part) {
    text = text.empty() ? part : fmt::format("({} {} {})", text, any ? "OR" : "AND", part);
  };
  if (fixed.size() > 1) {
    std::vector<Typed> with_left = {left};
    with_left.insert(with_left.end(), fixed.begin(), fixed.end());
    const auto type = common_of(with_left);
    const bool unknown = std::ranges::any_of(with_left, [](const Typed& value) { return value.type == 0; });
    if (type == types_.record || (type == 0 && !unknown)) {
      fixed.clear();  // each for itself
      others = all;
    } else {
      std::vector<std::string> parts;
      for (const auto& value : fixed) parts.push_back(argument(value, type));
      add(any_of(op, any, left,
                 {.text = fmt::format("ARRAY[{}]", fmt::join(parts, ", ")), .type = types_.array_of(type)})
              .text);
    }
  } else {
    others = all;
  }
  for (const auto& value : others) add(binary(op, left, value).text);
  return {.text = text, .type = types_.boolean};
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
  const auto given = [&](std::string text) { return Typed{.text = std::move(text), .type = types_.boolean}; };
  if (kind == "AEXPR_BETWEEN") return given(within(low, high));
  if (kind == "AEXPR_NOT_BETWEEN") return given(outside(low, high));
  if (kind == "AEXPR_BETWEEN_SYM") return given(fmt::format("({} OR {})", within(low, high), within(high, low)));
  return given(fmt::format("({} AND {})", outside(low, high), outside(high, low)));
}

Typed Writer::operation(const Node& node) {
  const auto kind = node.word("kind");
  if (kind == "AEXPR_IN") return membership(node);
  if (kind.find("BETWEEN") != std::string_view::npos) return between(node);
  const auto names = node.values("name");
  auto op = names.empty() ? std::string() : names.back();
  if (op == "!=") op = "<>";
  const auto right = write(node.child("rexpr"));
  if (!node.child("lexpr")) {
    const auto found = resolve_prefix_operator(state_, op, right.type);
    return {.text = fmt::format("({} {})", op, found ? argument(right, found->arguments[0]) : right.text),
            .type = found ? found->result : right.type};
  }
  const auto left = write(node.child("lexpr"));
  if (names.size() > 1 && names[0] != "pg_catalog")
    return {.text = fmt::format("({} OPERATOR({}.{}) {})", left.text, postgresql::quote(names[0]), op, right.text)};
  if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL") return any_of(op, kind == "AEXPR_OP_ANY", left, right);
  if (kind == "AEXPR_DISTINCT" || kind == "AEXPR_NOT_DISTINCT") {
    const bool distinct = kind == "AEXPR_DISTINCT";
    if (right.null || left.null)
      return {.text = fmt::format("({} IS {})", (right.null ? left : right).text, distinct ? "NOT NULL" : "NULL"),
              .type = types_.boolean};
    const auto pair = like_equality("IS DISTINCT FROM", left, right);
    return {.text = distinct ? pair.text : fmt::format("(NOT {})", pair.text), .type = types_.boolean};
  }
  if (kind == "AEXPR_NULLIF") return null_if(left, right);
  return binary(op, left, right);
}

}  // namespace schemac::sql
