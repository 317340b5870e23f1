// Columns, constraints, options: what CREATE TABLE and ALTER TABLE have in common.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/normalise.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

std::int64_t number_of(const Node& option) {
  const auto digits = option.child("arg").value();
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::int64_t highest_of(const std::string& type) {
  return type == "smallint" ? INT16_MAX : type == "integer" ? INT32_MAX : INT64_MAX;
}

ReferentialAction action_of(const std::string& letter) {
  if (letter == "r") return ReferentialAction::restrict_;
  if (letter == "c") return ReferentialAction::cascade;
  if (letter == "n") return ReferentialAction::set_null;
  if (letter == "d") return ReferentialAction::set_default;
  return ReferentialAction::no_action;
}

Key key_of(const Node& node, bool primary, const std::string& column) {
  Key key{primary, node.values("keys"), node.values("including"), node.flag("nulls_not_distinct")};
  if (key.columns.empty()) key.columns = {column};
  return key;
}

std::optional<ForeignKey> foreign_key(State& state, const Node& node, const QualifiedName& table,
                                      const std::string& column) {
  ForeignKey key;
  key.columns = node.values("fk_attrs");
  if (key.columns.empty()) key.columns = {column};
  const auto target = node.child("pktable");
  const auto itself = state.created(target);
  const auto found = state.relation(target, itself != table);
  if (!found && itself != table) return std::nullopt;
  key.references = found ? *found : table;
  key.referenced_columns = node.values("pk_attrs");
  key.on_update = action_of(node.text("fk_upd_action"));
  key.on_delete = action_of(node.text("fk_del_action"));
  key.on_delete_columns = node.values("fk_del_set_cols");
  key.match_full = node.text("fk_matchtype") == "f";
  return key;
}

// `USING gist (room WITH =, during WITH &&) WHERE (…)`
Exclusion exclusion_of(State& state, const Node& node, const QualifiedName& table, const std::vector<Column>& columns) {
  Writer writer(state, {.relations = {{table.name, columns}}});
  std::string elements;
  for (const auto& pair : node.list("exclusions")) {
    const auto parts = pair.list("items");
    const auto& element = parts[0];
    const auto name = element.text("name");
    const auto expression = element.child("expr");
    auto text = name.empty() ? writer.key(expression).text : postgresql::quote(name);
    if (expression && !expression.is("FuncCall") && !text.starts_with('(')) text = "(" + text + ")";
    if (const auto collation = element.values("collation"); !collation.empty())
      text += " COLLATE " + postgresql::collation_sql(collation_name(state, collation));
    if (const auto operator_class = element.values("opclass"); !operator_class.empty())
      text += " " + operator_class_name(state, operator_class);
    if (element.word("ordering") == "SORTBY_DESC") text += " DESC";
    elements += fmt::format("{}{} WITH {}", elements.empty() ? "" : ", ", text, parts[1].list("items").back().value());
  }
  const auto method = node.text("access_method");
  auto out = fmt::format("USING {} ({})", method.empty() ? "btree" : method, elements);
  if (const auto where = node.child("where_clause")) out += fmt::format(" WHERE ({})", writer.condition(where));
  return {Expression{out}};
}

std::vector<std::string> columns_named(const Expression& expression, const Table& table) {
  Table copy{.name = table.name, .columns = table.columns};
  copy.constraints.push_back({.name = {}, .body = Check{expression}});
  postgresql::settle_expressions(copy);
  return std::get<Check>(copy.constraints[0].body).expression.columns;
}

std::string name_of(const State& state, const QualifiedName& table, const Constraint& constraint) {
  const auto& space = table.schema;
  return std::visit(
      Overloaded{[&](const Key& key) {
                   if (key.primary) return state.relation_name(space, table.name, {}, "pkey", true);
                   auto columns = key.columns;
                   columns.insert(columns.end(), key.include.begin(), key.include.end());
                   return state.relation_name(space, table.name, postgresql::columns_part(columns), "key", true);
                 },
                 [&](const Check& check) {
                   Table whole{.name = table};
                   for (const auto& column : state.columns_of(table)) whole.columns.add(column);
                   const auto columns = columns_named(check.expression, whole);
                   return state.constraint_name(space, table.name, columns.size() == 1 ? columns[0] : std::string(),
                                                "check");
                 },
                 [&](const ForeignKey& key) {
                   return state.constraint_name(space, table.name, postgresql::columns_part(key.columns), "fkey");
                 },
                 [&](const Exclusion&) {
                   return std::string();
                 }},  // its columns were told when it was read: its elements are gone now
      constraint.body);
}

// PRIMARY KEY and UNIQUE of the same columns in one statement are one key, under the first name that was stated.
void make_repeated_keys_one(std::vector<Constraint>& constraints) {
  const auto same = [](const Constraint& a, const Constraint& b) {
    const auto* one = std::get_if<Key>(&a.body);
    const auto* other = std::get_if<Key>(&b.body);
    if (a.deferrable != b.deferrable || a.initially_deferred != b.initially_deferred) return false;
    if (const auto* exclusion = std::get_if<Exclusion>(&a.body))
      return a.body == b.body && !exclusion->definition.sql.empty();
    return one && other && one->columns == other->columns && one->include == other->include &&
           one->nulls_not_distinct == other->nulls_not_distinct;
  };
  for (std::size_t first = 0; first < constraints.size(); ++first)
    for (auto second = first + 1; second < constraints.size();) {
      if (!same(constraints[first], constraints[second])) {
        ++second;
        continue;
      }
      if (constraints[first].name.text.empty() || !constraints[first].name.stated)
        constraints[first].name = constraints[second].name;
      constraints.erase(constraints.begin() + static_cast<std::ptrdiff_t>(second));
    }
}

int rank_of(const Constraint& constraint) {
  return std::visit(Overloaded{[](const Check&) { return 0; }, [](const Key& key) { return key.primary ? 1 : 2; },
                               [](const Exclusion&) { return 2; }, [](const ForeignKey&) { return 3; }},
                    constraint.body);
}

}  // namespace

bool is_key_like(const Constraint& constraint) {
  return std::holds_alternative<Key>(constraint.body) || std::holds_alternative<Exclusion>(constraint.body);
}

Attributes storage_options(const std::vector<Node>& options) {
  Attributes out;
  for (const auto& option : options) {
    const auto name = option.text("defname");
    if (name == "oids") continue;
    const auto space = option.text("defnamespace");
    out[space.empty() ? name : space + "." + name] = option.child("arg") ? option.child("arg").value() : "true";
  }
  return out;
}

StatedSequence sequence_options(State& state, const std::vector<Node>& options,
                                const std::optional<SequenceOptions>& before, const std::string& type) {
  StatedSequence out{.options = before.value_or(SequenceOptions{.type = type})};
  auto& to = out.options;
  std::optional<std::int64_t> minimum, maximum, start;
  bool default_minimum = !before;
  bool default_maximum = !before;
  for (const auto& option : options) {
    const auto name = option.text("defname");
    const bool given = static_cast<bool>(option.child("arg"));
    if (name == "as") {
      const auto was = to.type;
      to.type = resolve_type(state, option.child("arg")).name;
      default_maximum = default_maximum || to.maximum == highest_of(was);
      default_minimum = default_minimum || to.minimum == -highest_of(was) - 1;
    } else if (name == "increment") {
      to.increment = number_of(option);
    } else if (name == "minvalue") {
      given ? void(minimum = number_of(option)) : void(default_minimum = true);
    } else if (name == "maxvalue") {
      given ? void(maximum = number_of(option)) : void(default_maximum = true);
    } else if (name == "start") {
      start = number_of(option);
    } else if (name == "cache") {
      to.cache = number_of(option);
    } else if (name == "cycle") {
      to.cycle = !given || option.child("arg").value() == "true";
    } else if (name == "owned_by") {
      out.owned_by = option.child("arg").values("items");
    } else if (name == "sequence_name") {
      out.name = option.child("arg").values("items");
    }
  }
  const bool descending = to.increment < 0;
  if (minimum || default_minimum) to.minimum = minimum.value_or(descending ? -highest_of(to.type) - 1 : 1);
  if (maximum || default_maximum) to.maximum = maximum.value_or(descending ? -1 : highest_of(to.type));
  if (start || !before) to.start = start.value_or(descending ? to.maximum : to.minimum);
  return out;
}

Column read_column(State& state, const Node& definition) {
  Column column{.name = definition.text("colname"), .type = resolve_type(state, definition.child("type_name"))};
  if (const auto collation = definition.child("coll_clause"))
    column.collation = collation_name(state, collation.values("collname"));
  if (column.collation == std::string("default")) column.collation.reset();
  if (!column.collation && column.type.user_type)
    if (const auto own = state.domain_collations.find(*column.type.user_type); own != state.domain_collations.end())
      column.collation = own->second;
  if (const auto compression = definition.text("compression"); !compression.empty())
    column.attributes["compression"] = compression;
  for (const auto& constraint : definition.list("constraints")) {
    const auto kind = constraint.word("contype");
    if (kind == "CONSTR_NOTNULL" || kind == "CONSTR_PRIMARY") column.not_null = true;
    if (kind != "CONSTR_IDENTITY") continue;
    const auto stated = sequence_options(state, constraint.list("options"), {}, column.type.name);
    column.not_null = true;
    column.identity =
        Identity{constraint.text("generated_when") == "a" ? IdentityKind::always : IdentityKind::by_default,
                 {stated.name.empty() ? std::string() : stated.name.back(), true},
                 stated.options};
  }
  return column;
}

void read_expressions(State& state, const Node& definition, const QualifiedName& table, const std::vector<Column>& all,
                      Column& column) {
  for (const auto& constraint : definition.list("constraints")) {
    const auto kind = constraint.word("contype");
    if (kind == "CONSTR_GENERATED") {
      Writer writer(state, {.relations = {{table.name, all}}});
      column.generated = Generated{Expression{writer.write_as(constraint.child("raw_expr"), column.type)}, true};
    } else if (kind == "CONSTR_DEFAULT") {
      if (auto value = Writer(state, {}).default_value(constraint.child("raw_expr"), column.type))
        column.default_value = Expression{std::move(*value)};
    }
  }
}

void make_serial(State& state, const QualifiedName& table, Column& column) {
  const auto integer = column.type.user_type ? std::string_view() : postgresql::serial_integer(column.type.name);
  if (column.identity && column.identity->sequence.text.empty()) {
    column.identity->sequence = {state.relation_name(table.schema, table.name, column.name, "seq", false), true};
    state.column_sequences[{table.schema, column.identity->sequence.text}] = {table, column.name};
  }
  if (integer.empty()) return;
  column.type = *postgresql::parse_type(integer);
  column.not_null = true;
  const QualifiedName name{table.schema, state.relation_name(table.schema, table.name, column.name, "seq", false)};
  const auto stated = sequence_options(state, {}, {}, std::string(integer));
  state.schema.sequences.set(
      name, Sequence{.name = name, .options = stated.options, .owned_by = ColumnName{table, column.name}});
  column.default_value = Expression{postgresql::nextval_of(name)};
}

std::optional<Constraint> read_constraint(State& state, const Node& node, const QualifiedName& table,
                                          const std::vector<Column>& columns, const std::string& column) {
  const auto kind = node.word("contype");
  Constraint constraint{.name = {node.text("conname"), true}, .body = Key{}};
  constraint.deferrable = node.flag("deferrable");
  constraint.initially_deferred = node.flag("initdeferred");
  constraint.validated = !node.flag("skip_validation");
  if (kind == "CONSTR_PRIMARY" || kind == "CONSTR_UNIQUE") {
    constraint.body = key_of(node, kind == "CONSTR_PRIMARY", column);
  } else if (kind == "CONSTR_CHECK") {
    Writer writer(state, {.relations = {{table.name, columns}}});
    constraint.body = Check{Expression{writer.condition(node.child("raw_expr"))}, node.flag("is_no_inherit")};
  } else if (kind == "CONSTR_FOREIGN") {
    auto key = foreign_key(state, node, table, column);
    if (!key) return std::nullopt;
    constraint.body = std::move(*key);
  } else if (kind == "CONSTR_EXCLUSION") {
    constraint.body = exclusion_of(state, node, table, columns);
    if (constraint.name.text.empty()) {
      std::vector<std::string> parts;
      for (const auto& pair : node.list("exclusions")) {
        const auto element = pair.list("items")[0];
        const auto label =
            element.text("name").empty() ? Writer::column_label(element.child("expr")) : element.text("name");
        parts.push_back(label.empty() ? "expr" : label);
      }
      constraint.name = {postgresql::columns_part(parts),
                         false};  // the rest once it is added: another one may have the name
    }
  } else {
    return std::nullopt;
  }
  constraint.attributes = storage_options(node.list("options"));
  if (const auto space = node.text("indexspace"); !space.empty()) constraint.attributes["tablespace"] = space;
  return constraint;
}

void add_constraints(State& state, const QualifiedName& table, std::vector<Constraint> constraints) {
  std::ranges::stable_sort(constraints, {}, rank_of);
  make_repeated_keys_one(constraints);
  for (auto& constraint : constraints) {
    const auto* key = std::get_if<Key>(&constraint.body);
    const auto* present = state.table(table);
    const auto same_name = [&](const Constraint& other) { return other.name.text == constraint.name.text; };
    if (!constraint.name.stated)
      constraint.name = {state.relation_name(table.schema, table.name, constraint.name.text, "excl", true), true};
    if (!constraint.name.text.empty() && present && std::ranges::any_of(present->constraints, same_name)) {
      state.wrong("duplicate-object", fmt::format("found a second constraint `{}` of `{}`, expected one",
                                                  constraint.name.text, display(table)));
      continue;
    }
    if (constraint.name.text.empty()) constraint.name.text = name_of(state, table, constraint);
    if (key && key->primary)
      state.change_table(table, [&](Table& owner) {
        for (const auto& name : key->columns)
          if (auto* column = owner.columns.find(name)) column->not_null = true;
      });
    state.add_constraint(table, std::move(constraint));
  }
}

}  // namespace schemac::sql
