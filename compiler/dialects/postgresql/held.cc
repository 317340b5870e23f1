#include "dialects/postgresql/held.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/expressions.h"
#include "operations/sql_objects.h"

namespace schemac::postgresql {
namespace {

bool is_collation(const std::optional<std::string>& spelled, const QualifiedName& name) {
  return spelled && qualified_name(*spelled) == name;
}

bool holds(const Column& column, const SqlObject& object) {
  return object.kind == "collation" ? is_collation(column.collation, object.name)
                                    : column.type.user_type == object.name;
}

bool holds(const Index& index, const SqlObject& object) {
  return object.kind == "collation" && std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
           return is_collation(key.collation, object.name);
         });
}

// Columns and indexes that stay, with the object.
std::vector<std::string> holders(const SqlObject& object, const LegaliseInput& in) {
  std::vector<std::string> found;
  for (const auto& [name, table] : in.from.tables) {
    const auto* wanted = in.to.tables.find(name);
    if (!wanted) continue;
    for (const auto& column : table->columns)
      if (const auto* kept = wanted->columns.find(column.name); kept && holds(column, object) && holds(*kept, object))
        found.push_back(fmt::format("column `{}.{}`", display(name), column.name));
    for (const auto& index : table->indexes) {
      const auto stays = [&](const Index& other) { return other.name.text == index.name.text && holds(other, object); };
      if (holds(index, object) && std::any_of(wanted->indexes.begin(), wanted->indexes.end(), stays))
        found.push_back(fmt::format("index `{}`", index.name.text));
    }
  }
  return found;
}

// Types that are made of the one, directly.
std::vector<QualifiedName> types_of(const QualifiedName& type, const Schema& schema) {
  std::vector<QualifiedName> found;
  for (const auto& [key, object] : schema.sql_objects) {
    const bool is_type = key.kind == "domain" || key.kind == "composite type" || key.kind == "range type";
    const auto is_it = [&](const ObjectId& need) {
      return need.name == type && (need.kind == ObjectKind::type || need.kind == ObjectKind::sql_object);
    };
    if (is_type && key.name != type && std::any_of(object->depends_on.begin(), object->depends_on.end(), is_it))
      found.push_back(key.name);
  }
  return found;
}

// What cannot follow when another composite type takes the place of one.
std::vector<std::string> stragglers(const ReplaceSqlObject& replace, const Schema& from) {
  std::vector<std::string> found;
  const auto& type = replace.before.name;
  if (!is_held_by_columns(type, from)) return found;
  for (const auto& other : types_of(type, from))
    found.push_back(fmt::format("type `{}` is made of it", display(other)));
  if (have_the_same_attributes(replace.before, replace.after)) return found;
  for (const auto& [name, table] : from.tables)
    for (const auto& column : table->columns)
      if (column.type.user_type == type && column.type.array)
        found.push_back(fmt::format("column `{}.{}` has an array of it", display(name), column.name));
  return found;
}

// A column of another table, before and after, that has the rows of the relation as its type.
std::optional<std::string> holder_of_rows(const QualifiedName& relation, const LegaliseInput& in) {
  for (const auto& [name, table] : in.from.tables)
    for (const auto& column : table->columns) {
      if (column.type.user_type != relation || name == relation) continue;
      const auto* wanted = in.to.tables.find(name);
      const auto* kept = wanted ? wanted->columns.find(column.name) : nullptr;
      if (kept && kept->type.user_type == relation) return fmt::format("{}.{}", display(name), column.name);
    }
  return std::nullopt;
}

// A column that has the domain inside of another value, where PostgreSQL does not look for values that break a rule: an
// array, a composite or a range type.
std::optional<std::string> holder_inside(const QualifiedName& domain, const Schema& schema) {
  std::vector<QualifiedName> domains = {domain}, made_of;
  for (std::size_t at = 0; at < domains.size(); ++at)
    for (auto& other : types_of(domains[at], schema))
      (schema.sql_objects.contains({"domain", other}) ? domains : made_of).push_back(std::move(other));
  const auto is_among = [](const std::vector<QualifiedName>& list, const QualifiedName& name) {
    return std::ranges::find(list, name) != list.end();
  };
  for (const auto& [name, table] : schema.tables)
    for (const auto& column : table->columns) {
      const auto& type = column.type.user_type;
      if (type &&
          ((column.type.array && is_among(domains, *type)) || std::ranges::any_of(made_of, [&](const auto& one) {
             return one == *type || (is_among(types_of(one, schema), *type));
           })))
        return fmt::format("{}.{}", display(name), column.name);
    }
  return std::nullopt;
}

std::optional<QualifiedName> domain_with_new_rule(const Operation& op) {
  const auto* create = std::get_if<CreateSqlObject>(&op.variant());
  if (!create || (create->object.kind != "domain constraint" && create->object.kind != "domain not null"))
    return std::nullopt;
  for (const auto& need : create->object.depends_on)
    if (need.kind == ObjectKind::sql_object && need.part == "domain") return need.name;
  return std::nullopt;
}

bool is_made_by(const QualifiedName& domain, const std::vector<Operation>& operations) {
  return std::ranges::any_of(operations, [&](const Operation& op) {
    const auto* create = std::get_if<CreateSqlObject>(&op.variant());
    return create && create->object.kind == "domain" && create->object.name == domain;
  });
}

}  // namespace

Diagnostics held_rows(const std::vector<Operation>& operations, const LegaliseInput& input) {
  Diagnostics errors;
  const auto refuse = [&](const QualifiedName& relation, const std::string& change) {
    if (const auto holder = holder_of_rows(relation, input))
      errors.push_back(error_at("held-definition", fmt::format("{}, and column `{}` holds rows of `{}`: PostgreSQL "
                                                               "does not do that while such a column is there, let the "
                                                               "column have another type first, or drop it",
                                                               change, *holder, display(relation))));
  };
  for (const auto& op : operations) {
    if (const auto* drop = std::get_if<DropSqlObject>(&op.variant()); drop && drop->object.kind.ends_with("view"))
      refuse(drop->object.name,
             fmt::format("{} `{}` has to be dropped", drop->object.kind, display(drop->object.name)));
    if (const auto* alter = std::get_if<AlterColumnType>(&op.variant()))
      refuse(alter->table,
             fmt::format("column `{}.{}` is to change its type", display(alter->table), alter->after.name));
    const auto* add = std::get_if<AddColumn>(&op.variant());
    if (add && (add->column.default_value || add->column.generated || add->column.identity))
      refuse(add->table,
             fmt::format("column `{}.{}` is to have a value in every row", display(add->table), add->column.name));
    const auto domain = domain_with_new_rule(op);
    const auto holder = domain && !is_made_by(*domain, operations) ? holder_inside(*domain, input.from) : std::nullopt;
    if (holder)
      errors.push_back(error_at(
          "held-definition",
          fmt::format(
              "domain `{}` gets a rule, and column `{}` holds its values inside of others (an array, a composite "
              "or a range type): PostgreSQL does not do that while such a column is there, let the column have "
              "another type first",
              display(*domain), *holder)));
  }
  return errors;
}

bool is_held_by_columns(const QualifiedName& type, const Schema& schema) {
  std::vector<QualifiedName> types = {type};
  for (std::size_t at = 0; at < types.size(); ++at)
    for (auto& other : types_of(types[at], schema))
      if (std::find(types.begin(), types.end(), other) == types.end()) types.push_back(std::move(other));
  const auto holds_one = [&](const Column& column) {
    return column.type.user_type && std::find(types.begin(), types.end(), *column.type.user_type) != types.end();
  };
  return std::any_of(schema.tables.begin(), schema.tables.end(), [&](const auto& entry) {
    return std::any_of(entry.second->columns.begin(), entry.second->columns.end(), holds_one);
  });
}

bool have_the_same_attributes(const SqlObject& before, const SqlObject& after) {
  return std::equal(before.shape.begin(), before.shape.end(), after.shape.begin(), after.shape.end(),
                    [](const std::string& a, const std::string& b) { return attribute_name(a) == attribute_name(b); });
}

Diagnostics held_definitions(const std::vector<Operation>& operations, const LegaliseInput& input) {
  Diagnostics errors;
  const auto refuse = [&](const SqlObject& object, const std::string& why) {
    errors.push_back(
        error_at("held-definition",
                 fmt::format("{} `{}` changes its definition, and {}: PostgreSQL cannot alter it; create one under a "
                             "new name and change the column to it",
                             object.kind, display(object.name), why)));
  };
  for (const auto& op : operations) {
    const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
    if (!replace) continue;
    if (replace->before.kind == "range type" || replace->before.kind == "collation")
      for (const auto& holder : holders(replace->before, input)) refuse(replace->before, holder + " has it");
    if (replace->before.kind == "composite type" && swaps_a_type(*replace))
      for (const auto& why : stragglers(*replace, input.from)) refuse(replace->before, why);
  }
  return errors;
}

}  // namespace schemac::postgresql
