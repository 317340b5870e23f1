// CREATE TYPE and CREATE DOMAIN, and their changes.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

std::optional<QualifiedName> known_type(State& state, const Node& statement) {
  const auto names = statement.values("type_name");
  const auto name = find_type(state, names);
  if (!name)
    state.wrong(
        "unknown-type",
        fmt::format("found no type `{}`, expected one that a statement before this one makes", fmt::join(names, ".")),
        statement);
  return name;
}

std::string attribute_text(State& state, const Node& definition) {
  auto text = fmt::format("{} {}", quote(definition.text("colname")),
                          type_text(resolve_type(state, definition.child("type_name"))));
  if (const auto collation = definition.child("coll_clause"))
    text += " COLLATE " + postgresql::collation_sql(collation_name(state, collation.values("collname")));
  return text;
}

void put_composite(State& state, const QualifiedName& name, const std::vector<std::string>& attributes) {
  state.put("composite type", name, fmt::format("CREATE TYPE {} AS ({})", quote(name), fmt::join(attributes, ", ")),
            attributes);
}

void put_domain_constraint(State& state, const QualifiedName& domain, const Type& base, const Node& constraint) {
  Writer writer(state, {.value = base});
  const auto text = writer.condition(constraint.child("raw_expr"));
  auto name = constraint.text("conname");
  if (name.empty()) name = state.constraint_name(domain.schema, domain.name, {}, "check");
  state.constraint_names.insert({domain.schema, name});
  state.put("domain constraint", {domain.schema, domain.name + "." + name},
            fmt::format("ALTER DOMAIN {} ADD CONSTRAINT {} CHECK ({}){}", quote(domain), quote(name), text,
                        constraint.flag("skip_validation") ? " NOT VALID" : ""));
}

void put_domain_default(State& state, const QualifiedName& domain, const Type& base, const Node& value) {
  const auto text = value ? Writer(state, {}).default_value(value, base) : std::nullopt;
  if (!text) return state.erase("domain default", domain);
  state.put("domain default", domain, fmt::format("ALTER DOMAIN {} SET DEFAULT {}", quote(domain), *text));
}

void put_domain_not_null(State& state, const QualifiedName& domain, bool not_null) {
  if (!not_null) return state.erase("domain not null", domain);
  state.put("domain not null", domain, fmt::format("ALTER DOMAIN {} SET NOT NULL", quote(domain)));
}

std::string attribute_name(const std::string& attribute) {
  return postgresql::qualified_name(
             attribute.substr(0, attribute.find(' ', attribute.starts_with('"') ? attribute.find('"', 1) : 0)))
      .name;
}

}  // namespace

void fold_create_enum(State& state, const Node& statement) {
  const auto name = state.created(statement.values("type_name"));
  if (find_type(state, {name.schema, name.name}))
    return state.wrong("duplicate-object", fmt::format("found a second type `{}`, expected one", display(name)),
                       statement);
  state.schema.enums.set(name, EnumType{name, statement.values("vals")});
  state.declare(type_id(name), statement);
}

void fold_alter_enum(State& state, const Node& statement) {
  const auto name = known_type(state, statement);
  if (!name) return;
  state.schema.enums.change(*name, [&](EnumType& type) {
    auto& labels = type.labels;
    const auto added = statement.text("new_val");
    const auto renamed = statement.text("old_val");
    if (!renamed.empty()) return std::ranges::replace(labels, renamed, added), void();
    if (std::ranges::find(labels, added) != labels.end()) return;
    auto place = labels.end();
    if (const auto neighbour = statement.text("new_val_neighbor"); !neighbour.empty()) {
      place = std::ranges::find(labels, neighbour);
      if (place != labels.end() && statement.flag("new_val_is_after")) ++place;
    }
    labels.insert(place, added);
  });
}

void fold_create_domain(State& state, const Node& statement) {
  const auto name = state.created(statement.values("domainname"));
  const auto base = resolve_type(state, statement.child("type_name"));
  std::string collation;
  if (const auto clause = statement.child("coll_clause"))
    collation = " COLLATE " + postgresql::collation_sql(collation_name(state, clause.values("collname")));
  if (state.failed()) return;
  state.put("domain", name, fmt::format("CREATE DOMAIN {} AS {}{}", quote(name), type_text(base), collation));
  state.domain_types[name] = base;
  if (const auto clause = statement.child("coll_clause"))
    state.domain_collations[name] = collation_name(state, clause.values("collname"));
  for (const auto& constraint : statement.list("constraints")) {
    const auto kind = constraint.word("contype");
    if (kind == "CONSTR_DEFAULT") put_domain_default(state, name, base, constraint.child("raw_expr"));
    if (kind == "CONSTR_NOTNULL") put_domain_not_null(state, name, true);
    if (kind == "CONSTR_CHECK") put_domain_constraint(state, name, base, constraint);
  }
  state.declare(type_id(name), statement);
}

void fold_alter_domain(State& state, const Node& statement) {
  const auto name = known_type(state, statement);
  if (!name) return;
  const auto subtype = statement.text("subtype");
  const auto base = state.domain_types[*name];
  if (subtype == "T") put_domain_default(state, *name, base, statement.child("def"));
  if (subtype == "N" || subtype == "O") put_domain_not_null(state, *name, subtype == "O");
  if (subtype == "C") put_domain_constraint(state, *name, base, statement.child("def"));
  if (subtype == "X") {
    const QualifiedName constraint{name->schema, name->name + "." + statement.text("name")};
    state.erase("domain constraint", constraint);
    state.erase("comment on domain constraint", constraint);
  }
  if (subtype == "V")  // VALIDATE CONSTRAINT
    state.schema.sql_objects.change({"domain constraint", {name->schema, name->name + "." + statement.text("name")}},
                                    [](SqlObject& object) {
                                      if (object.definition.ends_with(" NOT VALID"))
                                        object.definition.resize(object.definition.size() - 10);
                                    });
}

void fold_create_composite(State& state, const Node& statement) {
  std::vector<std::string> attributes;
  for (const auto& definition : statement.list("coldeflist")) attributes.push_back(attribute_text(state, definition));
  const auto name = state.created(statement.child("typevar"));
  put_composite(state, name, attributes);
  state.declare(type_id(name), statement.child("typevar"));
}

void alter_composite(State& state, const Node& statement) {
  const auto name = state.relation(statement.child("relation"));
  if (!name) return;
  const auto* type = state.schema.sql_objects.find({"composite type", *name});
  if (!type) return;
  auto attributes = type->shape;
  for (const auto& command : statement.list("cmds")) {
    const auto subtype = command.word("subtype");
    const auto named = [&](const std::string& attribute) { return attribute_name(attribute) == command.text("name"); };
    if (subtype == "AT_AddColumn") attributes.push_back(attribute_text(state, command.child("def")));
    if (subtype == "AT_DropColumn") std::erase_if(attributes, named);
    if (subtype == "AT_AlterColumnType") {
      const auto place = std::ranges::find_if(attributes, named);
      auto text = attribute_text(state, command.child("def"));  // the definition has no name of its own
      if (place != attributes.end()) *place = quote(command.text("name")) + text.substr(text.find(' '));
    }
  }
  put_composite(state, *name, attributes);
}

void fold_create_range(State& state, const Node& statement) {
  const auto name = state.created(statement.values("type_name"));
  std::string subtype, rest, multirange;
  for (const auto& option : statement.list("params")) {
    const auto key = option.text("defname");
    const auto value = option.child("arg");
    if (key == "subtype") subtype = bare_type_text(resolve_type(state, value));
    if (key == "subtype_opclass") rest += ", SUBTYPE_OPCLASS = pg_catalog." + value.value();
    if (key == "collation")
      rest += ", COLLATION = " + postgresql::collation_sql(collation_name(state, value.values("names")));
    if (key == "subtype_diff") rest += ", SUBTYPE_DIFF = " + value.value();
    if (key == "multirange_type_name") multirange = quote(state.created(value.values("names")));
    if (key == "canonical") return state.needs_server("a range type with a canonical function", statement);
  }
  if (multirange.empty()) {
    auto other = name;
    const auto range = other.name.find("range");
    other.name = range == std::string::npos ? other.name + "_multirange" : other.name.replace(range, 5, "multirange");
    multirange = quote(other);
  }
  state.range_subtypes[name] = subtype;
  state.put("range type", name,
            fmt::format("CREATE TYPE {} AS RANGE (SUBTYPE = {}{}, MULTIRANGE_TYPE_NAME = {})", quote(name), subtype,
                        rest, multirange));
  state.declare(type_id(name), statement);
}

}  // namespace schemac::sql
