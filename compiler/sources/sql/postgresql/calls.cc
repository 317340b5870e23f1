// Calls: which function is meant, what its arguments become, and the words that the grammar has for some.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/constants.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/functions.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {

using postgresql::quote;

std::string Writer::window(const Node& node) {
  return node.text("name").empty() ? window_body(node) : quote(node.text("name"));
}

std::string Writer::window_body(const Node& node) {
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
  if (!node.text("refname").empty()) add(quote(node.text("refname")));
  if (const auto partition = node.list("partition_clause"); !partition.empty())
    add("PARTITION BY " + list_of(partition));
  if (const auto order = node.list("order_clause"); !order.empty()) add("ORDER BY " + sort_list(order));
  const auto frame = node.integer("frame_options");
  const auto start = node.child("start_offset") ? write(node.child("start_offset")).text : std::string();
  const auto end = node.child("end_offset") ? write(node.child("end_offset")).text : std::string();
  if (const auto text = frame_text(static_cast<unsigned>(frame), start, end); !text.empty()) add(text);
  return "(" + out + ")";
}

std::vector<std::string> Writer::arguments_of(const std::vector<Typed>& values, const Resolved& found) {
  std::vector<std::string> parts;
  const auto& candidate = found.candidate;
  const auto own = candidate.spread ? candidate.own - 1 : values.size();
  for (std::size_t at = 0; at < own; ++at) parts.push_back(argument(values[at], found.arguments[at]));
  if (!candidate.spread) return parts;
  std::vector<std::string> elements;
  for (auto at = own; at < values.size(); ++at) elements.push_back(argument(values[at], found.arguments[at]));
  parts.push_back(fmt::format("VARIADIC ARRAY[{}]", fmt::join(elements, ", ")));
  return parts;
}

// What the grammar has words of its own for comes back in those (get_func_sql_syntax).
Typed Writer::call_by_syntax(const std::string& name, const std::vector<Typed>& arguments, const Resolved& found) {
  std::vector<std::string> at;
  for (std::size_t place = 0; place < arguments.size(); ++place)
    at.push_back(coerce(arguments[place], found.arguments[place], Context::implicit).bare());
  const auto count = at.size();
  Typed out{.type = found.result};
  const std::string_view side = name == "btrim"   ? "BOTH"
                                : name == "ltrim" ? "LEADING"
                                : name == "rtrim" ? "TRAILING"
                                                  : "";
  if (name == "extract" && count == 2) out.text = fmt::format("EXTRACT({} FROM {})", arguments[0].content, at[1]);
  if (name == "timezone" && count == 2) out.text = fmt::format("({} AT TIME ZONE {})", at[1], at[0]);
  if (name == "position" && count == 2) out.text = fmt::format("POSITION(({}) IN ({}))", at[1], at[0]);
  if (name == "overlay" && count == 3) out.text = fmt::format("OVERLAY({} PLACING {} FROM {})", at[0], at[1], at[2]);
  if (name == "overlay" && count == 4)
    out.text = fmt::format("OVERLAY({} PLACING {} FROM {} FOR {})", at[0], at[1], at[2], at[3]);
  if (name == "overlaps" && count == 4)
    out.text = fmt::format("(({}, {}) OVERLAPS ({}, {}))", at[0], at[1], at[2], at[3]);
  if (name == "xmlexists" && count == 2) out.text = fmt::format("XMLEXISTS(({}) PASSING ({}))", at[0], at[1]);
  if (name == "normalize" && count == 1) out.text = fmt::format("NORMALIZE({})", at[0]);
  if (name == "normalize" && count == 2) out.text = fmt::format("NORMALIZE({}, {})", at[0], arguments[1].content);
  if (name == "is_normalized" && count == 1) out.text = fmt::format("({} IS NORMALIZED)", at[0]);
  if (name == "is_normalized" && count == 2)
    out.text = fmt::format("({} IS {} NORMALIZED)", at[0], arguments[1].content);
  if (name == "pg_collation_for" && count == 1) out.text = fmt::format("COLLATION FOR ({})", at[0]);
  if (name == "substring" && count == 2 && found.arguments[1] == types_.int4)
    out.text = fmt::format("SUBSTRING({} FROM {})", at[0], at[1]);
  if (name == "substring" && count == 3)
    out.text = found.arguments[1] == types_.text
                   ? fmt::format("SUBSTRING({} SIMILAR {} ESCAPE {})", at[0], at[1], at[2])
                   : fmt::format("SUBSTRING({} FROM {} FOR {})", at[0], at[1], at[2]);
  if (!side.empty() && count == 1) out.text = fmt::format("TRIM({} FROM {})", side, at[0]);
  if (!side.empty() && count == 2) out.text = fmt::format("TRIM({} {} FROM {})", side, at[1], at[0]);
  return out;
}

Typed Writer::call(const Node& node) {
  const auto names = node.values("funcname");
  const bool within = node.flag("agg_within_group");
  const auto order = node.list("agg_order");
  std::vector<Typed> values;
  Call wanted{.names = names, .arguments = {}, .variadic = node.flag("func_variadic")};
  for (const auto& argument : node.list("args")) {
    values.push_back(write(argument));
    wanted.arguments.push_back(values.back().type);
    if (argument.is("NamedArgExpr")) wanted.argument_names.push_back(argument.text("name"));
  }
  const auto direct = values.size();
  if (within)
    for (const auto& item : order) wanted.arguments.push_back(write(item.child("node")).type);
  auto found = resolve_function(state_, wanted);
  if (!found)
    if (const auto target = conversion_by_call(state_, wanted); target != 0)
      return coerce_to(values[0], target, {}, Context::explicit_cast, true);
  const bool known = found.has_value();
  if (!found)
    found = Resolved{
        .candidate = unresolved_function(state_, names), .arguments = std::vector<TypeId>(values.size()), .result = 0};
  if (known && node.word("funcformat") == "COERCE_SQL_SYNTAX")
    if (auto out = call_by_syntax(names.back(), values, *found); !out.text.empty()) return out;
  if (within) found->candidate.spread = false;
  auto parts = within ? std::vector<std::string>() : arguments_of(values, *found);
  if (within)
    for (std::size_t at = 0; at < direct; ++at) parts.push_back(argument(values[at], found->arguments[at]));
  for (std::size_t at = 0; at < wanted.argument_names.size(); ++at) {
    auto& part = parts[parts.size() - wanted.argument_names.size() + at];
    part = fmt::format("{} => {}", quote(wanted.argument_names[at]), part);
  }
  if (wanted.variadic && !parts.empty()) parts.back() = "VARIADIC " + parts.back();
  std::string inside = node.flag("agg_star")
                           ? "*"
                           : fmt::format("{}{}", node.flag("agg_distinct") ? "DISTINCT " : "", fmt::join(parts, ", "));
  if (!order.empty() && !within) inside += " ORDER BY " + sort_list(order);
  std::string out = fmt::format("{}({})", found->candidate.name, inside);
  if (within) out += fmt::format(" WITHIN GROUP (ORDER BY {})", sort_list(order));
  if (const auto filter = node.child("agg_filter")) out += fmt::format(" FILTER (WHERE {})", condition(filter));
  if (const auto over = node.child("over")) out += " OVER " + window(over);
  return {.text = out, .type = found->result};
}

// --- XML

Typed Writer::xml(const Node& node) {
  const auto op = node.word("op");
  const auto arguments = node.list("args");
  std::vector<std::string> parts;
  const auto take = [&](std::size_t at, TypeId type) {
    return coerce(write(arguments[at]), type, Context::assignment).text;
  };
  if (op == "IS_DOCUMENT")
    return {.text = fmt::format("({} IS DOCUMENT)", take(0, types_.xml)), .type = types_.boolean};
  std::string named;
  for (const auto& item : node.list("named_args")) {
    const auto value = item.child("val");
    const auto name = item.text("name").empty() ? column_label(value) : item.text("name");
    named += fmt::format("{}{} AS {}", named.empty() ? "" : ", ", key(value).text, quote(name));
  }
  if (op == "IS_XMLPARSE") {
    const bool keeps = arguments.size() > 1 && arguments[1].value() == "true";
    return {.text = fmt::format("XMLPARSE({} {} {} WHITESPACE)",
                                node.word("xmloption") == "XMLOPTION_DOCUMENT" ? "DOCUMENT" : "CONTENT",
                                take(0, types_.text), keeps ? "PRESERVE" : "STRIP"),
            .type = types_.xml};
  }
  if (op == "IS_XMLROOT") {
    state_.needs_server("XMLROOT", node);
    return {.text = "NULL", .type = types_.xml};
  }
  if (!node.text("name").empty()) parts.push_back("NAME " + quote(node.text("name")));
  if (!named.empty()) parts.push_back(op == "IS_XMLELEMENT" ? "XMLATTRIBUTES(" + named + ")" : named);
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const auto value = write(arguments[at]);
    const auto type = op == "IS_XMLCONCAT"                               ? types_.xml
                      : op == "IS_XMLPI" || value.type == types_.unknown ? types_.text
                                                                         : TypeId{0};
    parts.push_back(coerce(value, type, Context::assignment).text);
  }
  const std::string_view word = op == "IS_XMLCONCAT"    ? "XMLCONCAT"
                                : op == "IS_XMLELEMENT" ? "XMLELEMENT"
                                : op == "IS_XMLFOREST"  ? "XMLFOREST"
                                                        : "XMLPI";
  return {.text = fmt::format("{}({})", word, fmt::join(parts, ", ")), .type = types_.xml};
}

Typed Writer::xml_serialize(const Node& node) {
  const auto whole = type_reference(state_, resolve_type(state_, node.child("type_name")));
  const auto value = coerce(write(node.child("expr")), types_.xml, Context::implicit);
  return {.text = fmt::format("XMLSERIALIZE({} {} AS {})",
                              node.word("xmloption") == "XMLOPTION_DOCUMENT" ? "DOCUMENT" : "CONTENT", value.text,
                              printed(whole.type, whole.modifier)),
          .type = whole.type,
          .modifier = whole.modifier};
}

}  // namespace schemac::sql
