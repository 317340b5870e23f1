#include "sources/sql/postgresql/expression.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "sources/sql/postgresql/constants.h"
#include "sources/sql/postgresql/functions.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {

using postgresql::quote;

Scope scope_of(const State& state, const QualifiedName& relation) { return {.relations = {{relation.name, state.columns_of(relation)}}}; }

// A constant without a type of its own becomes one of the wanted type; everything else stays.
std::string Writer::settled(const Typed& value, const std::string& type) const {
  if (!value.literal) return value.text;
  if (type.empty()) return value.text;
  return typed_constant(value.content, type);
}

// The same, with the cast that the server prints around an operand of another type.
std::string Writer::converted(const Typed& value, const std::string& type) const {
  if (value.of_domain) return fmt::format("({})::{}", value.text, type.empty() ? value.type : type);
  if (value.literal || type.empty() || value.type.empty() || value.type == type) return settled(value, type);
  return fmt::format("({})::{}", value.text, type);
}

Typed Writer::write(const Node& node) {
  const auto kind = node.kind();
  if (kind == "A_Const") return constant(node);
  if (kind == "ColumnRef") return column(node);
  if (kind == "TypeCast") return cast(node);
  if (kind == "A_Expr") return operation(node);
  if (kind == "BoolExpr") return boolean(node);
  if (kind == "FuncCall") return call(node);
  if (kind == "SubLink") return sublink(node);
  if (kind == "CaseExpr") return case_of(node);
  if (kind == "CoalesceExpr") return common("COALESCE", node.list("args"));
  if (kind == "MinMaxExpr") return common(node.word("op") == "IS_GREATEST" ? "GREATEST" : "LEAST", node.list("args"));
  if (kind == "A_ArrayExpr") return array(node);
  if (kind == "RowExpr") return row(node);
  if (kind == "A_Indirection") return indirection(node);
  if (kind == "NullTest") {
    return {fmt::format("({} IS {})", settled(write(node.child("arg")), "text"), node.word("nulltesttype") == "IS_NULL" ? "NULL" : "NOT NULL"),
            "boolean"};
  }
  if (kind == "BooleanTest") {
    auto word = std::string(node.word("booltesttype")).substr(3);  // IS_NOT_TRUE
    std::ranges::replace(word, '_', ' ');
    return {fmt::format("({} IS {})", settled(write(node.child("arg")), "boolean"), word), "boolean"};
  }
  if (kind == "CollateClause") {
    auto value = write(node.child("arg"));
    const auto name = collation_name(state_, node.values("collname"));
    return {fmt::format("({} COLLATE {})", settled(value, "text"), postgresql::collation_sql(name)), value.literal ? "text" : value.type};
  }
  if (kind == "SQLValueFunction") return value_function(node);
  if (kind == "NamedArgExpr") {
    auto value = write(node.child("arg"));
    value.text = fmt::format("{} => {}", quote(node.text("name")), value.text);
    value.literal = false;
    return value;
  }
  if (kind == "GroupingFunc") return {fmt::format("GROUPING({})", list_of(node.list("args"))), "integer"};
  if (kind == "SetToDefault") return {"DEFAULT"};
  state_.needs_server(fmt::format("an expression of a kind ({}) that is not written here", kind), node);
  return {"NULL"};
}

std::string Writer::write_as(const Node& node, const Type& type) {
  const auto value = write(node);
  return settled(value, bare_type_text(type));
}

Typed Writer::constant(const Node& node) {
  if (node.flag("isnull")) return {.text = "NULL", .constant = true};
  if (const auto text = node.child("sval")) return {.text = string_literal(text.value()), .literal = true, .content = text.value(), .constant = true};
  if (const auto flag = node.child("boolval")) return {.text = flag.value(), .type = "boolean", .constant = true};
  if (const auto bits = node.child("bsval")) {
    const auto value = bits.value();
    return {.text = fmt::format("'{}'::\"bit\"", value.substr(1)), .type = "bit", .constant = true};
  }
  return number_constant(node.value());
}

Typed Writer::column(const Node& node) {
  const auto fields = node.list("fields");
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.value());
  const bool star = fields.back().is("A_Star");
  if (scope_.value && names.size() == 1 && names[0] == "value") return {"VALUE", bare_type_text(*scope_.value)};
  if (star) return {names.size() == 1 ? "*" : quote(names[names.size() - 2]) + ".*"};
  const auto& name = names.back();
  for (auto relation = scope_.relations.rbegin(); relation != scope_.relations.rend(); ++relation) {
    if (names.size() > 1 && relation->name != names[names.size() - 2]) continue;
    const auto column = std::ranges::find(relation->columns, name, &Column::name);
    if (column == relation->columns.end()) continue;
    const bool prefix = scope_.qualified || (queries_ > 0 && names.size() > 1) || relation->name == "old" || relation->name == "new";
    return {prefix ? fmt::format("{}.{}", quote(relation->name), quote(name)) : quote(name), bare_type_text(column->type)};
  }
  // a row as a whole
  if (names.size() == 1 && queries_ == 0 && std::ranges::find(scope_.relations, name, &ScopeRelation::name) != scope_.relations.end())
    return {quote(name) + ".*"};
  if (names.size() > 2) names.erase(names.begin(), names.end() - 2);
  std::string text;
  for (const auto& part : names) text += (text.empty() ? "" : ".") + quote(part);
  return {text};
}

Typed Writer::cast(const Node& node) {
  const auto type = resolve_type(state_, node.child("type_name"));
  const auto bare = bare_type_text(type);
  const auto whole = type_text(type);
  if (node.child("arg").is("A_ArrayExpr") && type.array) return cast_array(node.child("arg"), type);
  if (bare == "regclass" && node.child("arg").is("A_Const")) return {relation_constant(state_, node.child("arg").value()), bare};
  auto value = write(node.child("arg"));
  if (value.literal) {
    const auto text = typed_constant(value.content, bare);
    if (whole == bare || bare == "interval") return {.text = text, .type = bare, .constant = true};
    return {.text = fmt::format("{}::{}", string_literal(value.content), whole), .type = bare};
  }
  if (value.text == "NULL") return {.text = "NULL::" + whole, .type = bare, .constant = true};
  if (value.type == bare && whole == bare) return value;
  return {fmt::format("({})::{}", value.text, whole), bare};
}

// The elements are cast, each by itself.
Typed Writer::cast_array(const Node& node, Type type) {
  type.array = false;
  const auto bare = bare_type_text(type);
  std::vector<std::string> parts;
  for (const auto& element : node.list("elements"))
    parts.push_back(element.is("A_ArrayExpr") ? cast_array(element, type).text : converted(write(element), bare));
  type.array = true;
  if (parts.empty()) return {"ARRAY[]::" + type_text(type), bare_type_text(type)};
  return {fmt::format("ARRAY[{}]", fmt::join(parts, ", ")), bare_type_text(type)};
}

Typed Writer::boolean(const Node& node) {
  const auto op = node.word("boolop");
  const auto arguments = node.list("args");
  if (op == "NOT_EXPR") return {fmt::format("(NOT {})", condition(arguments.front())), "boolean"};
  std::vector<std::string> parts;
  for (const auto& argument : arguments) parts.push_back(condition(argument));
  return {fmt::format("({})", fmt::join(parts, op == "AND_EXPR" ? " AND " : " OR ")), "boolean"};
}

std::string Writer::list_of(const std::vector<Node>& nodes) {
  std::string out;
  for (const auto& node : nodes) out += (out.empty() ? "" : ", ") + settled(write(node), "text");
  return out;
}

// CASE, COALESCE, ARRAY and the like: the type that all of them become.
std::string Writer::common_type(const std::vector<Typed>& values) const {
  std::string type;
  for (const auto& value : values) {
    if (value.literal || value.text == "NULL") continue;
    if (value.type.empty()) return {};
    // each kind of string becomes each other one: the first decides
    const bool keeps = type == value.type || (is_string_type(type) && is_string_type(value.type));
    type = type.empty() ? value.type : keeps ? type : wider_number(type, value.type);
    if (type.empty()) return {};
  }
  return type.empty() ? "text" : type;
}

Typed Writer::common(const std::string& word, const std::vector<Node>& arguments) {
  std::vector<Typed> values;
  for (const auto& argument : arguments) values.push_back(write(argument));
  const auto type = common_type(values);
  std::vector<std::string> parts;
  for (const auto& value : values) parts.push_back(value.text == "NULL" && !type.empty() ? "NULL::" + type : converted(value, type));
  return {fmt::format("{}({})", word, fmt::join(parts, ", ")), type};
}

Typed Writer::case_of(const Node& node) {
  std::vector<Typed> results;
  for (const auto& when : node.list("args")) results.push_back(write(when.child("result")));
  if (const auto otherwise = node.child("defresult")) results.push_back(write(otherwise));
  const auto type = common_type(results);
  const auto result_text = [&](const Typed& value) { return value.text == "NULL" && !type.empty() ? "NULL::" + type : converted(value, type); };
  const auto subject = node.child("arg") ? write(node.child("arg")) : Typed{};
  std::string out = "CASE";
  if (!subject.text.empty()) out += " " + subject.text;
  for (std::size_t at = 0; at < node.list("args").size(); ++at) {
    const auto when = node.list("args")[at].child("expr");
    out += fmt::format(" WHEN {} THEN {}", subject.text.empty() ? condition(when) : settled(write(when), subject.type), result_text(results[at]));
  }
  const bool has_default = static_cast<bool>(node.child("defresult"));
  out += fmt::format(" ELSE {} END", has_default ? result_text(results.back()) : type.empty() ? "NULL" : "NULL::" + type);
  return {out, type};
}

Typed Writer::array(const Node& node) {
  std::vector<Typed> values;
  for (const auto& element : node.list("elements")) values.push_back(write(element));
  const auto type = common_type(values);
  std::vector<std::string> parts;
  for (const auto& value : values) parts.push_back(converted(value, type));
  return {fmt::format("ARRAY[{}]", fmt::join(parts, ", ")), type.empty() ? std::string() : type.ends_with("[]") ? type : type + "[]"};
}

Typed Writer::row(const Node& node) {
  std::string items;
  for (const auto& item : node.list("args")) items += (items.empty() ? "" : ", ") + settled(write(item), "text");
  return {fmt::format("{}({})", node.word("row_format") == "COERCE_IMPLICIT_CAST" ? "" : "ROW", items)};
}

// `a[1]`, `(b).c`
Typed Writer::indirection(const Node& node) {
  const auto value = write(node.child("arg"));
  std::string out =
      node.child("arg").is("ColumnRef") && node.list("indirection").front().is("A_Indices") ? value.text : fmt::format("({})", value.text);
  for (const auto& step : node.list("indirection")) {
    if (step.is("A_Indices")) {
      const auto upper = step.child("uidx") ? write(step.child("uidx")).text : std::string();
      const auto lower = step.child("lidx") ? write(step.child("lidx")).text : std::string();
      out += step.flag("is_slice") ? fmt::format("[{}:{}]", lower, upper) : fmt::format("[{}]", upper);
    } else {
      out += step.is("A_Star") ? ".*" : "." + quote(step.value());
    }
  }
  return {out, value.type.ends_with("[]") ? element_of(value.type) : std::string()};
}

Typed Writer::sublink(const Node& node) {
  const auto type = node.word("sub_link_type");
  Writer inner(state_, scope_);
  inner.scope_.qualified = queries_ == 0;
  const auto text = inner.query(node.child("subselect"));
  if (type == "EXISTS_SUBLINK") return {fmt::format("(EXISTS ( {}))", text), "boolean"};
  if (type == "ARRAY_SUBLINK") return {fmt::format("ARRAY( {})", text)};
  if (type == "EXPR_SUBLINK") return {fmt::format("( {})", text)};
  const auto operators = node.values("oper_name");
  const auto left = settled(write(node.child("testexpr")), "text");
  if (type == "ANY_SUBLINK" && operators.empty()) return {fmt::format("({} IN ( {}))", left, text), "boolean"};
  return {fmt::format("({} {} {} ( {}))", left, operators.empty() ? "=" : operators.back(), type == "ALL_SUBLINK" ? "ALL" : "ANY", text), "boolean"};
}

// --- calls -----------------------------------------------------------------------------------------------------------------

std::string Writer::window(const Node& node) { return node.text("name").empty() ? window_body(node) : quote(node.text("name")); }

std::string Writer::window_body(const Node& node) {
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
  if (!node.text("refname").empty()) add(quote(node.text("refname")));
  if (const auto partition = node.list("partition_clause"); !partition.empty()) add("PARTITION BY " + list_of(partition));
  if (const auto order = node.list("order_clause"); !order.empty()) add("ORDER BY " + sort_list(order));
  const auto frame = node.integer("frame_options");
  const auto start = node.child("start_offset") ? write(node.child("start_offset")).text : std::string();
  const auto end = node.child("end_offset") ? write(node.child("end_offset")).text : std::string();
  if (const auto text = frame_text(static_cast<unsigned>(frame), start, end); !text.empty()) add(text);
  return "(" + out + ")";
}

// What the grammar has words of its own for comes back in those.
std::string Writer::call_by_syntax(const Node& node, const std::string& name, const std::vector<Typed>& arguments) {
  const auto at = [&](std::size_t place, const char* type) { return converted(arguments[place], type); };
  const auto raw = [&](std::size_t place) { return settled(arguments[place], ""); };
  const auto count = arguments.size();
  if (name == "extract" && count == 2) return fmt::format("EXTRACT({} FROM {})", arguments[0].content, raw(1));
  if (name == "timezone" && count == 2) return fmt::format("({} AT TIME ZONE {})", raw(1), at(0, arguments[0].literal ? "text" : ""));
  if (name == "position" && count == 2) return fmt::format("POSITION(({}) IN ({}))", at(1, "text"), at(0, "text"));
  if (name == "substring" && count == 2) return fmt::format("SUBSTRING({} FROM {})", at(0, "text"), settled(arguments[1], "text"));
  if (name == "substring" && count == 3) return fmt::format("SUBSTRING({} FROM {} FOR {})", at(0, "text"), raw(1), raw(2));
  if (name == "overlaps" && count == 4) return fmt::format("(({}, {}) OVERLAPS ({}, {}))", raw(0), raw(1), raw(2), raw(3));
  const std::string_view side = name == "btrim" ? "BOTH" : name == "ltrim" ? "LEADING" : name == "rtrim" ? "TRAILING" : "";
  if (!side.empty() && count == 1) return fmt::format("TRIM({} FROM {})", side, at(0, "text"));
  if (!side.empty() && count == 2) return fmt::format("TRIM({} {} FROM {})", side, at(1, "text"), at(0, "text"));
  static_cast<void>(node);
  return {};
}

Typed Writer::call(const Node& node) {
  const auto names = node.values("funcname");
  std::vector<Typed> arguments;
  for (const auto& argument : node.list("args")) arguments.push_back(write(argument));
  const auto name = names.back();
  if (node.word("funcformat") == "COERCE_SQL_SYNTAX")
    if (auto text = call_by_syntax(node, name, arguments); !text.empty()) return {text, result_of(name, arguments)};
  const auto found = find_function(state_, names, arguments);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const auto wanted = at < found.arguments.size() ? found.arguments[at] : std::string();
    parts.push_back(sequence_argument(state_, name, at, arguments[at]).value_or(converted(arguments[at], wanted)));
  }
  if (node.flag("func_variadic") && !parts.empty()) parts.back() = "VARIADIC " + parts.back();
  std::string inside = node.flag("agg_star") ? "*" : fmt::format("{}{}", node.flag("agg_distinct") ? "DISTINCT " : "", fmt::join(parts, ", "));
  const auto order = node.list("agg_order");
  if (!order.empty() && !node.flag("agg_within_group")) inside += " ORDER BY " + sort_list(order);
  std::string out = fmt::format("{}({})", found.name, inside);
  if (node.flag("agg_within_group")) out += fmt::format(" WITHIN GROUP (ORDER BY {})", sort_list(order));
  if (const auto filter = node.child("agg_filter")) out += fmt::format(" FILTER (WHERE {})", condition(filter));
  if (const auto over = node.child("over")) out += " OVER " + window(over);
  return {out, found.result};
}

std::string Writer::column_label(const Node& node) {
  if (node.is("ColumnRef")) {
    const auto fields = node.list("fields");
    return fields.back().is("A_Star") ? "" : fields.back().value();
  }
  if (node.is("FuncCall")) return node.values("funcname").back();
  if (node.is("TypeCast")) {
    const auto inner = column_label(node.child("arg"));
    return inner.empty() ? node.child("type_name").values("names").back() : inner;
  }
  if (node.is("A_Indirection")) {
    for (const auto& step : node.list("indirection"))
      if (step.is("String")) return step.value();
    return column_label(node.child("arg"));
  }
  if (node.is("CollateClause")) return column_label(node.child("arg"));
  if (node.is("CaseExpr")) {
    const auto inner = node.child("defresult") ? column_label(node.child("defresult")) : std::string();
    return inner.empty() ? "case" : inner;
  }
  if (node.is("CoalesceExpr")) return "coalesce";
  if (node.is("MinMaxExpr")) return node.word("op") == "IS_GREATEST" ? "greatest" : "least";
  if (node.is("A_ArrayExpr")) return "array";
  if (node.is("RowExpr")) return "row";
  if (node.is("A_Expr") && node.word("kind") == "AEXPR_NULLIF") return "nullif";
  if (node.is("SQLValueFunction")) return value_function_label(node);
  if (node.is("SubLink") && node.word("sub_link_type") == "EXISTS_SUBLINK") return "exists";
  if (node.is("SubLink") && node.word("sub_link_type") == "ARRAY_SUBLINK") return "array";
  if (node.is("SubLink") && node.word("sub_link_type") == "EXPR_SUBLINK") {
    const auto targets = node.child("subselect").list("target_list");
    if (targets.empty()) return {};
    const auto name = targets[0].text("name");
    return name.empty() ? column_label(targets[0].child("val")) : name;
  }
  return {};
}

}  // namespace schemac::sql
