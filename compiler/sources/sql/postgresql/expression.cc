#include "sources/sql/postgresql/expression.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/constants.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {

using postgresql::quote;

Scope scope_of(const State& state, const QualifiedName& relation) {
  return {.relations = {{relation.name, state.columns_of(relation)}}};
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
  if (kind == "CollateClause") return collate(node);
  if (kind == "XmlExpr") return xml(node);
  if (kind == "XmlSerialize") return xml_serialize(node);
  if (kind == "NullTest") {
    const bool is_null = node.word("nulltesttype") == "IS_NULL";
    return {.text = fmt::format("({} IS {})", write(node.child("arg")).text, is_null ? "NULL" : "NOT NULL"),
            .type = types_.boolean};
  }
  if (kind == "BooleanTest") {
    auto word = std::string(node.word("booltesttype")).substr(3);  // IS_NOT_TRUE
    std::ranges::replace(word, '_', ' ');
    return {.text = fmt::format("({} IS {})", as_boolean(write(node.child("arg"))).bare(), word),
            .type = types_.boolean};
  }
  if (kind == "SQLValueFunction") {
    const auto [text, type, modifier] = value_function(node);
    return {.text = text, .type = types_.named(state_, type), .modifier = modifier};
  }
  if (kind == "NamedArgExpr") {
    auto value = write(node.child("arg"));
    value.content = value.literal ? value.content : std::string();
    return value;
  }
  if (kind == "GroupingFunc")
    return {.text = fmt::format("GROUPING({})", list_of(node.list("args"))), .type = types_.int4};
  if (kind == "SetToDefault") return {.text = "DEFAULT"};
  state_.needs_server(fmt::format("an expression of a kind ({}) that is not written here", kind), node);
  return {.text = "NULL"};
}

std::string Writer::write_as(const Node& node, const Type& type) {
  const auto whole = type_reference(state_, type);
  return coerce_to(write(node), whole.type, whole.modifier, Context::assignment, false).bare();
}

std::optional<std::string> Writer::default_value(const Node& node, const Type& type) {
  const auto whole = type_reference(state_, type);
  return default_value(node, {{}, whole.type, whole.modifier});
}

std::optional<std::string> Writer::default_value(const Node& node, const Output& column) {
  const auto value = coerce_to(write(node), column.type, column.modifier, Context::assignment, false);
  if (value.unlabelled == "NULL" || value.null) return std::nullopt;
  return value.bare();
}

std::string Writer::condition(const Node& node) { return as_boolean(write(node)).bare(); }

Typed Writer::key(const Node& node) {
  auto value = write(node);
  if (value.type == types_.unknown) value = coerce(value, types_.text, Context::implicit);
  value.text = value.bare();
  return value;
}

Typed Writer::constant(const Node& node) {
  if (node.flag("isnull")) return {.text = "NULL", .type = types_.unknown, .null = true};
  if (const auto text = node.child("sval"))
    return {.text = string_literal(text.value()),
            .type = types_.unknown,
            .literal = true,
            .content = text.value(),
            .constant = true};
  if (const auto flag = node.child("boolval"))
    return {.text = flag.value(), .type = types_.boolean, .constant = true, .unlabelled = flag.value()};
  if (const auto bits = node.child("bsval")) {
    const auto value = bits.value();
    const auto digits =
        string_literal(value[0] == 'x' || value[0] == 'X' ? bits_of_hexadecimal(value.substr(1)) : value.substr(1));
    return {.text = digits + "::\"bit\"", .type = types_.bit, .constant = true, .unlabelled = digits};
  }
  const auto digits = node.value();
  const auto type = number_type(digits);
  return typed_literal({.content = digits}, type == "integer"  ? types_.int4
                                            : type == "bigint" ? types_.int8
                                                               : types_.numeric);
}

// Whether a bare name that means one of its columns can mean nothing else.
bool Writer::is_told_apart(const ScopeRelation& relation) const {
  return !relation.is_merged && std::ranges::all_of(scope_.relations, &ScopeRelation::is_whole);
}

Typed Writer::column(const Node& node) {
  const auto fields = node.list("fields");
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.value());
  const bool star = fields.back().is("A_Star");
  if (scope_.value && names.size() == 1 && names[0] == "value") {
    const auto whole = type_reference(state_, *scope_.value);
    return {.text = "VALUE", .type = whole.type, .modifier = whole.modifier};
  }
  ++columns_named_;
  if (star) return {.text = names.size() == 1 ? "*" : quote(names[names.size() - 2]) + ".*"};
  const auto& name = names.back();
  for (auto relation = scope_.relations.rbegin(); relation != scope_.relations.rend(); ++relation) {
    if (names.size() > 1 && relation->name != names[names.size() - 2]) continue;
    const bool prefix = scope_.qualified || (queries_ > 0 && (names.size() > 1 || is_told_apart(*relation))) ||
                        relation->name == "old" || relation->name == "new";
    const auto text =
        prefix && !relation->name.empty() ? fmt::format("{}.{}", quote(relation->name), quote(name)) : quote(name);
    if (const auto found = std::ranges::find(relation->columns, name, &Column::name);
        found != relation->columns.end()) {
      const auto whole = type_reference(state_, found->type);
      return {.text = text, .type = whole.type, .modifier = whole.modifier};
    }
    if (const auto found = std::ranges::find(relation->outputs, name, &Output::name); found != relation->outputs.end())
      return {.text = text, .type = found->type, .modifier = found->modifier};
  }
  // a row as a whole
  if (names.size() == 1 && queries_ == 0 &&
      std::ranges::find(scope_.relations, name, &ScopeRelation::name) != scope_.relations.end())
    return {.text = quote(name) + ".*"};
  if (names.size() > 2) names.erase(names.begin(), names.end() - 2);
  std::string text;
  for (const auto& part : names) text += (text.empty() ? "" : ".") + quote(part);
  return {.text = text};
}

Typed Writer::cast(const Node& node) {
  const auto said = resolve_type(state_, node.child("type_name"));
  const auto whole = type_reference(state_, said);
  const auto argument = node.child("arg");
  if (argument.is("A_ArrayExpr") && types_.is_array(whole.type)) {
    const auto value = array(argument, whole.type, whole.modifier);
    return value;
  }
  auto value = write(argument);
  if (whole.type == 0) {
    const auto name = type_text(said);
    return {.text = value.literal || value.null ? fmt::format("{}::{}", value.text, name)
                                                : fmt::format("({})::{}", value.bare(), name)};
  }
  if (value.type == 0)
    return {.text = fmt::format("({})::{}", value.text, printed(whole.type, whole.modifier)),
            .type = whole.type,
            .modifier = whole.modifier};
  return coerce_to(value, whole.type, whole.modifier, Context::explicit_cast, true);
}

// The elements of one that is cast are cast, each by itself.
Typed Writer::array(const Node& node, TypeId type, const std::string& modifier) {
  std::vector<Typed> values;
  bool nested = false;
  for (const auto& element : node.list("elements")) {
    if (element.is("A_ArrayExpr")) {
      values.push_back(array(element, type, modifier));
      nested = true;
    } else {
      values.push_back(write(element));
      nested = nested || types_.is_array(values.back().type);
    }
  }
  if (values.empty()) return {.text = "ARRAY[]::" + printed(type, modifier), .type = type, .modifier = modifier};
  std::vector<std::string> parts;
  const bool cast = type != 0;
  const auto wanted = cast ? (nested ? type : types_.element(type)) : common_of(values);
  for (const auto& value : values)
    parts.push_back((cast ? coerce_to(value, wanted, modifier, Context::explicit_cast, true)
                          : coerce(value, wanted, Context::implicit))
                        .text);
  return {
      .text = fmt::format("ARRAY[{}]", fmt::join(parts, ", ")), .type = types_.array_of(wanted), .modifier = modifier};
}

Typed Writer::boolean(const Node& node) {
  const auto op = node.word("boolop");
  const auto arguments = node.list("args");
  if (op == "NOT_EXPR") return {.text = fmt::format("(NOT {})", condition(arguments.front())), .type = types_.boolean};
  std::vector<std::string> parts;
  for (const auto& argument : arguments) parts.push_back(condition(argument));
  return {.text = fmt::format("({})", fmt::join(parts, op == "AND_EXPR" ? " AND " : " OR ")), .type = types_.boolean};
}

std::string Writer::list_of(const std::vector<Node>& nodes) {
  std::string out;
  for (const auto& node : nodes) out += (out.empty() ? "" : ", ") + key(node).text;
  return out;
}

Typed Writer::common(const std::string& word, const std::vector<Node>& arguments) {
  std::vector<Typed> values;
  for (const auto& argument : arguments) values.push_back(write(argument));
  const auto type = common_of(values);
  std::vector<std::string> parts;
  for (const auto& value : values) parts.push_back(argument(value, type));
  return {.text = fmt::format("{}({})", word, fmt::join(parts, ", ")), .type = type};
}

// What a CASE compares with is the right operand of an `=`.
Typed Writer::case_of(const Node& node) {
  const auto whens = node.list("args");
  auto subject = node.child("arg") ? write(node.child("arg")) : Typed{};
  if (subject.literal || subject.null) subject = coerce(subject, types_.text, Context::implicit);
  std::vector<std::string> conditions;
  std::vector<Typed> results;
  for (const auto& when : whens) {
    if (subject.text.empty()) {
      conditions.push_back(condition(when.child("expr")));
    } else {
      const auto value = write(when.child("expr"));
      const auto found = resolve_operator(state_, "=", subject.type, value.type);
      conditions.push_back(found ? coerce(value, found->arguments[1], Context::implicit).bare() : value.bare());
    }
    results.push_back(write(when.child("result")));
  }
  // the server looks at ELSE first
  const auto otherwise = node.child("defresult");
  results.insert(results.begin(),
                 otherwise ? write(otherwise) : Typed{.text = "NULL", .type = types_.unknown, .null = true});
  const auto type = common_of(results);
  std::string out = "CASE" + (subject.text.empty() ? std::string() : " " + subject.text);
  for (std::size_t at = 0; at < whens.size(); ++at)
    out += fmt::format(" WHEN {} THEN {}", conditions[at], argument(results[at + 1], type));
  out += fmt::format(" ELSE {} END", argument(results[0], type));
  return {.text = out, .type = type};
}

Typed Writer::row(const Node& node) {
  Typed out{.type = types_.record};
  for (const auto& item : node.list("args")) {
    out.row.push_back(write(item));
    out.text += (out.text.empty() ? "" : ", ") + out.row.back().text;
  }
  out.text = fmt::format("ROW({})", out.text);
  return out;
}

Typed Writer::collate(const Node& node) {
  return with_collation(write(node.child("arg")),
                        postgresql::collation_sql(collation_name(state_, node.values("collname"))));
}

// `a[1]`, `(b).c`
Typed Writer::indirection(const Node& node) {
  auto value = write(node.child("arg"));
  const auto steps = node.list("indirection");
  const bool column = node.child("arg").is("ColumnRef") && steps.front().is("A_Indices");
  std::string out =
      column || (value.cast && value.text.starts_with('(')) ? value.text : fmt::format("({})", value.text);
  auto type = types_.base(value.type);
  for (const auto& step : steps) {
    if (!step.is("A_Indices")) {
      out += step.is("A_Star") ? ".*" : "." + quote(step.value());
      type = 0;
      continue;
    }
    const bool json = type == types_.jsonb;
    const auto bound = [&](const char* field) {
      if (!step.child(field)) return std::string();
      const auto given = write(step.child(field));
      const auto wanted = !json ? types_.int4 : given.type == types_.int4 ? types_.int4 : types_.text;
      return coerce(given, wanted, Context::assignment).bare();
    };
    const auto lower = bound("lidx");
    const auto upper = bound("uidx");
    out += step.flag("is_slice") ? fmt::format("[{}:{}]", lower, upper) : fmt::format("[{}]", upper);
    if (!step.flag("is_slice") && !json)
      type = std::ranges::any_of(steps, [](const Node& other) { return other.flag("is_slice"); }) ? type
             : types_.is_array(type)                                                              ? types_.element(type)
                                                                                                  : type;
  }
  return {.text = out, .type = type, .modifier = value.modifier};
}

Typed Writer::sublink(const Node& node) {
  const auto kind = node.word("sub_link_type");
  Writer inner(state_, scope_);
  inner.scope_.qualified = queries_ == 0;
  inner.names_are_shown_ = false;
  const auto text = inner.query(node.child("subselect"));
  const auto type = inner.outputs_.size() == 1 ? inner.outputs_[0].type : 0;
  if (kind == "EXISTS_SUBLINK") return {.text = fmt::format("(EXISTS ( {}))", text), .type = types_.boolean};
  if (kind == "ARRAY_SUBLINK") return {.text = fmt::format("ARRAY( {})", text), .type = types_.array_of(type)};
  if (kind == "EXPR_SUBLINK")
    return {.text = fmt::format("( {})", text),
            .type = type,
            .modifier = type == 0 ? std::string() : inner.outputs_[0].modifier};
  const auto operators = node.values("oper_name");
  auto left = write(node.child("testexpr"));
  const auto op = operators.empty()          ? std::string("=")
                  : operators.back() == "!=" ? std::string("<>")
                                             : operators.back();
  if (const auto found = resolve_operator(state_, op, left.type, type); found && left.row.empty())
    left = coerce(left, found->arguments[0], Context::implicit);
  else if (left.literal)
    left = coerce(left, types_.text, Context::implicit);
  if (kind == "ANY_SUBLINK" && operators.empty())
    return {.text = fmt::format("({} IN ( {}))", left.text, text), .type = types_.boolean};
  return {.text = fmt::format("({} {} {} ( {}))", left.text, op, kind == "ALL_SUBLINK" ? "ALL" : "ANY", text),
          .type = types_.boolean};
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
  if (node.is("GroupingFunc")) return "grouping";
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
