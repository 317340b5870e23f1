#include "dialects/postgresql/needed_by_hand.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"

namespace schemac::postgresql {
namespace {

// Operators that every server has for some types: which of them is meant, a text alone does not tell.
constexpr auto common_symbols = std::to_array<std::string_view>(
    {"!!",  "!~",  "!~*", "!~~",  "!~~*", "#",  "##",   "#-",  "#>",  "#>>", "%",   "&",   "&&",  "&<", "&<|", "&>",
     "*",   "*<",  "*<=", "*<>",  "*=",   "*>", "*>=",  "+",   "-",   "->",  "->>", "-|-", "/",   "<",  "<->", "<<",
     "<<=", "<<|", "<=",  "<>",   "<@",   "<^", "=",    ">",   ">=",  ">>",  ">>=", ">^",  "?",   "?#", "?&",  "?-",
     "?-|", "?|",  "?||", "@",    "@-@",  "@>", "@?",   "@@",  "@@@", "^",   "^@",  "|",   "|&>", "|/", "|>>", "||",
     "||/", "~",   "~*",  "~<=~", "~<~",  "~=", "~>=~", "~>~", "~~",  "~~*", "!=",  "::",  ":="});

bool is_common(std::string_view symbol) { return std::ranges::find(common_symbols, symbol) != common_symbols.end(); }

bool is_there(const UnmanagedObject& object, const Schema& schema) {
  return std::ranges::any_of(schema.unmanaged,
                             [&](const UnmanagedObject& o) { return o.kind == object.kind && o.name == object.name; });
}

// The operators of a text: symbols that stand side by side are one.
std::set<std::string> operators_in(std::string_view sql) {
  constexpr std::string_view letters = "+-*/<>=~!@#%^&|`?";
  std::set<std::string> out;
  std::string run;
  std::size_t end = 0;
  const auto close = [&] {
    if (!run.empty()) out.insert(std::exchange(run, {}));
  };
  for (const auto& token : sql_tokens(sql, postgresql_lexis())) {
    const auto text = token.text(sql);
    const bool is_operator =
        token.kind == SqlTokenKind::symbol && text.find_first_not_of(letters) == std::string_view::npos;
    if (!is_operator || token.begin != end) close();
    if (is_operator) run += text;
    end = token.end;
  }
  close();
  return out;
}

// `public.===` of each `OPERATOR(public.===)`: how the server writes operators that are not its own.
std::set<QualifiedName> qualified_operators_in(std::string_view sql) {
  std::set<QualifiedName> out;
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  for (std::size_t at = 0; at + 4 < tokens.size(); ++at) {
    if (!equal_ignoring_case(tokens[at].text(sql), "operator") || tokens[at + 1].text(sql) != "(" ||
        tokens[at + 3].text(sql) != ".")
      continue;
    const auto begin = tokens[at + 4].begin;
    const auto end = sql.find(')', begin);
    if (end != std::string_view::npos)
      out.insert({unquoted(tokens[at + 2].text(sql)), std::string(sql.substr(begin, end - begin))});
  }
  return out;
}

class Texts {
 public:
  std::vector<std::string> of(const Operation& op) {
    if (const auto* create = std::get_if<CreateTable>(&op.variant())) table(create->table);
    if (const auto* add = std::get_if<AddColumn>(&op.variant())) column(add->column);
    if (const auto* add = std::get_if<AddConstraint>(&op.variant())) constraint(add->constraint);
    if (const auto* create = std::get_if<CreateIndex>(&op.variant())) index(create->index);
    if (const auto* set = std::get_if<SetDefault>(&op.variant()); set && set->value) add(*set->value);
    if (const auto* create = std::get_if<CreateSqlObject>(&op.variant())) out_.push_back(create->object.definition);
    if (const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant())) out_.push_back(replace->after.definition);
    return std::move(out_);
  }

 private:
  void add(const Expression& expression) { out_.push_back(expression.sql); }
  void table(const Table& table) {
    for (const auto& one : table.columns) column(one);
    for (const auto& one : table.constraints) constraint(one);
    for (const auto& one : table.indexes) index(one);
  }
  void column(const Column& column) {
    if (column.default_value) add(*column.default_value);
    if (column.generated) add(column.generated->expression);
  }
  void constraint(const Constraint& constraint) {
    if (const auto* check = std::get_if<Check>(&constraint.body)) add(check->expression);
    if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body)) add(exclusion->definition);
  }
  void index(const Index& index) {
    for (const auto& key : index.keys)
      if (key.expression) add(*key.expression);
    if (index.where) add(*index.where);
  }

  std::vector<std::string> out_;
};

// An operator by its symbol, a type by what names it, a relation by an object that looks at it.
class Needs {
 public:
  explicit Needs(const LegaliseInput& input) {
    for (const auto& object : input.to.unmanaged) {
      if (is_there(object, input.from)) continue;
      if (object.kind == "operator") {
        auto symbol = object.name.name.substr(0, object.name.name.find(' '));
        if (!is_common(symbol)) operators_.emplace_back(std::move(symbol), &object);
      } else if (object.kind == "foreign table" || object.kind == "base type") {
        others_.push_back(&object);
      }
    }
    for (const auto& object : input.from.unmanaged)
      if (object.kind == "operator")
        there_.insert({object.name.schema, object.name.name.substr(0, object.name.name.find(' '))});
    for (const auto* schema : {&input.from, &input.to})
      extended_ = extended_ || std::ranges::any_of(schema->sql_objects,
                                                   [](const auto& entry) { return entry.first.kind == "extension"; });
  }

  // What the operation needs and has not got, in words.
  std::optional<std::string> of(const Operation& op) const {
    for (const auto& text : Texts().of(op))
      if (auto symbol = missing_operator(text)) return symbol;
    if (others_.empty()) return std::nullopt;
    for (const auto& id : touches(op).uses)
      for (const auto* object : others_)
        if (id.name == object->name && (id.kind == ObjectKind::table || id.kind == ObjectKind::type))
          return in_words(*object);
    return std::nullopt;
  }

 private:
  static std::string in_words(const UnmanagedObject& object) {
    return fmt::format("{} `{}`", object.kind, display(object.name));
  }

  std::optional<std::string> missing_operator(const std::string& text) const {
    if (!operators_.empty()) {
      const auto said = operators_in(text);
      for (const auto& [symbol, object] : operators_)
        if (said.contains(symbol)) return in_words(*object);
    }
    // a schema file says nothing of operators; those of an extension are nowhere listed
    if (extended_ || (text.find("OPERATOR(") == std::string::npos && text.find("operator(") == std::string::npos))
      return std::nullopt;
    for (const auto& name : qualified_operators_in(text))
      if (name.schema != "pg_catalog" && !there_.contains(name)) return fmt::format("operator `{}`", display(name));
    return std::nullopt;
  }

  std::vector<std::pair<std::string, const UnmanagedObject*>> operators_;
  std::vector<const UnmanagedObject*> others_;
  std::set<QualifiedName> there_;
  bool extended_ = false;
};

}  // namespace

Diagnostics needed_by_hand(const std::vector<Operation>& operations, const LegaliseInput& input) {
  Diagnostics errors;
  const Needs needs(input);
  for (const auto& op : operations)
    if (const auto what = needs.of(op))
      errors.push_back(error_at(
          "not-managed",
          fmt::format("cannot {}: it needs {}, which is not there and is not managed here: make it by hand first",
                      describe(op), *what)));
  return errors;
}

}  // namespace schemac::postgresql
