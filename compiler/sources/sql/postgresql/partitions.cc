// Partitions: the model holds each as one statement beside its parent, and what it has of its own as statements about
// it.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/partitions.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

// A bound as the key's type prints it: a day is midnight where the key is a moment.
std::string bound_value(State& state, const Node& value, const std::string& type) {
  if (value.is("A_Const") && value.flag("isnull")) return "NULL";
  if (value.is("ColumnRef")) {  // MINVALUE and MAXVALUE look like columns to the grammar
    auto word = value.values("fields").back();
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (word == "MINVALUE" || word == "MAXVALUE") return word;
  }
  auto node = value;
  while (node.is("TypeCast")) node = node.child("arg");
  if (!node.is("A_Const")) {
    state.needs_server("a partition's bound that is no constant", value);
    return {};
  }
  const auto text = node.value();
  const bool day = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (day && type == "timestamp without time zone") return postgresql::literal(text + " 00:00:00");
  if (day && type == "timestamp with time zone") return postgresql::literal(text + " 00:00:00+00");
  const bool bare =
      type == "integer" || type == "smallint" ? !text.starts_with('-') && type == "integer" : type == "boolean";
  return bare ? text : postgresql::literal(text);
}

std::string bound_values(State& state, const std::vector<Node>& values, const std::vector<std::string>& types) {
  std::string out;
  for (std::size_t at = 0; at < values.size(); ++at)
    out += (out.empty() ? "" : ", ") +
           bound_value(state, values[at], types.empty() ? std::string() : types[std::min(at, types.size() - 1)]);
  return out;
}

// The types of the parent's key columns, where the key is of columns alone.
std::vector<std::string> key_types(const State& state, const QualifiedName& parent) {
  std::vector<std::string> types;
  const auto found = state.partition_keys.find(parent);
  if (found == state.partition_keys.end()) return types;
  const auto columns = state.columns_of(parent);
  for (const auto& name : found->second) {
    const auto column = std::ranges::find(columns, name, &Column::name);
    types.push_back(column == columns.end() ? std::string() : bare_type_text(column->type));
  }
  return types;
}

std::string bound_text(State& state, const Node& bound, const QualifiedName& parent) {
  if (bound.flag("is_default")) return "DEFAULT";
  const auto types = key_types(state, parent);
  const auto strategy = bound.text("strategy");
  if (strategy == "h")
    return fmt::format("FOR VALUES WITH (modulus {}, remainder {})", bound.integer("modulus"),
                       bound.integer("remainder"));
  if (strategy == "l")
    return fmt::format("FOR VALUES IN ({})",
                       bound_values(state, bound.list("listdatums"), types.empty() ? types : std::vector{types[0]}));
  return fmt::format("FOR VALUES FROM ({}) TO ({})", bound_values(state, bound.list("lowerdatums"), types),
                     bound_values(state, bound.list("upperdatums"), types));
}

void put_partition(State& state, const QualifiedName& name, const QualifiedName& parent, const std::string& bound,
                   const std::string& rest, bool unlogged) {
  state.put("partition", name,
            fmt::format("CREATE {}TABLE {} PARTITION OF {} {}{}", unlogged ? "UNLOGGED " : "", quote(name),
                        quote(parent), bound, rest));
  state.partitions[name] = parent;
}

// What a partition has because its parent has it.
bool comes_from(const Table& parent, const Constraint& constraint) {
  return std::ranges::any_of(parent.constraints, [&](const Constraint& other) {
    if (const auto* check = std::get_if<Check>(&constraint.body))
      return other.name.text == constraint.name.text && std::holds_alternative<Check>(other.body) &&
             std::get<Check>(other.body).expression.sql == check->expression.sql;
    return other.body == constraint.body;
  });
}

// `a DEFAULT 1 NOT NULL` of CREATE TABLE … PARTITION OF. False where the parent has no such column.
bool read_own_column(State& state, const Node& definition, const QualifiedName& partition,
                     const std::vector<Column>& columns) {
  const auto name = definition.text("colname");
  if (std::ranges::find(columns, name, &Column::name) == columns.end()) {
    state.wrong("unknown-column", fmt::format("found no column `{}` of the parent, expected one", name), definition);
    return false;
  }
  auto column = own_column(state, partition, name);
  for (const auto& constraint : definition.list("constraints")) {
    const auto kind = constraint.word("contype");
    if (kind == "CONSTR_NOTNULL" || kind == "CONSTR_PRIMARY") column.not_null = true;
    if (kind == "CONSTR_DEFAULT") column.default_value.reset();  // DEFAULT NULL leaves none
  }
  read_expressions(state, definition, partition, columns, column);
  state.change_table(partition, [&](Table& table) { table.columns.add(std::move(column)); });
  return true;
}

bool has_in_primary_key(const Table& table, const std::string& column) {
  return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
    const auto* key = std::get_if<Key>(&constraint.body);
    return key && key->primary && std::ranges::find(key->columns, column) != key->columns.end();
  });
}

bool comes_from(const Table& parent, const Index& index) {
  return std::ranges::any_of(parent.indexes, [&](const Index& other) {
    return other.keys == index.keys && other.unique == index.unique && other.method == index.method &&
           other.where == index.where;
  });
}

}  // namespace

std::string partition_key_text(State& state, const Node& spec, const std::vector<Column>& columns) {
  std::string parts;
  std::vector<std::string> names;
  for (const auto& element : spec.list("part_params")) {
    auto text = quote(element.text("name"));
    names.push_back(element.text("name"));
    if (const auto expression = element.child("expr")) {
      text = Writer(state, {.relations = {{"", columns}}}).key(expression).text;
      if (!expression.is("FuncCall")) text = "(" + text + ")";
    }
    if (const auto collation = element.values("collation"); !collation.empty())
      text += " COLLATE " + postgresql::collation_sql(collation_name(state, collation));
    if (const auto operator_class = element.values("opclass"); !operator_class.empty())
      text += " " + operator_class_name(state, operator_class);
    parts += (parts.empty() ? "" : ", ") + text;
  }
  auto strategy = spec.text("strategy");
  std::ranges::transform(strategy, strategy.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  state.last_partition_key = names;
  return fmt::format("{} ({})", strategy, parts);
}

void fold_create_partition(State& state, const Node& statement) {
  const auto relation = statement.child("relation");
  const auto name = state.created(relation);
  const auto parent = state.relation(statement.list("inh_relations").front());
  if (!parent) return;
  std::string rest;
  if (const auto spec = statement.child("partspec")) {
    rest += " PARTITION BY " + partition_key_text(state, spec, state.columns_of(*parent));
    state.partition_keys[name] = state.last_partition_key;
  }
  if (const auto space = statement.text("tablespacename"); !space.empty()) rest += " TABLESPACE " + quote(space);
  put_partition(state, name, *parent, bound_text(state, statement.child("partbound"), *parent), rest,
                relation.text("relpersistence") == "u");
  state.partition_tables[name] = Table{.name = name, .attributes = storage_options(statement.list("options"))};
  std::vector<Constraint> constraints;
  const auto columns = state.columns_of(*parent);
  for (const auto& element : statement.list("table_elts")) {
    if (element.is("ColumnDef")) {
      if (!read_own_column(state, element, name, columns)) return;
      std::ranges::move(column_constraints(state, element, name, columns), std::back_inserter(constraints));
    } else if (auto constraint = read_constraint(state, element, name, columns, {})) {
      constraints.push_back(std::move(*constraint));
    }
  }
  add_constraints(state, name, std::move(constraints));
  state.declare(table_id(name), relation);
}

Column own_column(const State& state, const QualifiedName& partition, const std::string& name) {
  if (const auto own = state.partition_tables.find(partition); own != state.partition_tables.end())
    if (const auto* column = own->second.columns.find(name)) return *column;
  const auto& parent = state.partitions.at(partition);
  if (state.partitions.contains(parent)) return own_column(state, parent, name);
  const auto* table = state.schema.tables.find(parent);
  const auto* column = table ? table->columns.find(name) : nullptr;
  return column ? postgresql::as_in_a_partition(*column, parent) : Column{.name = name, .type = {}};
}

namespace {

// What a table says of its rows and of its indexes, a partition says beside itself.
void take_marks(State& state, Table& table) {
  const auto put = [&](const SqlObject& mark) { state.put(mark.kind, mark.name, mark.definition); };
  if (const auto all = table.attributes.extract("replica_identity"))
    put(postgresql::replica_identity_of(table.name, all.mapped() == "full" ? "FULL" : "NOTHING"));
  const auto take = [&](auto& list) {
    for (auto& one : list) {
      if (one.attributes.erase("replica_identity") != 0)
        put(postgresql::replica_identity_of(table.name, "USING INDEX " + quote(one.name.text)));
      if (one.attributes.erase("clustered") != 0) put(postgresql::clustering_of(table.name, one.name.text));
    }
  };
  take(table.indexes);
  take(table.constraints);
}

}  // namespace

void attach_partition(State& state, const QualifiedName& parent, const Node& command) {
  const auto name = state.relation(command.child("name"));
  if (!name) return;
  const auto* present = state.schema.tables.find(*name);
  if (!present)
    return state.wrong("unknown-object",
                       fmt::format("found `{}`, which is no table, expected one to attach", display(*name)),
                       command.child("name"));
  Table own = *present;
  const auto* above = state.table(parent);
  take_marks(state, own);
  std::erase_if(own.constraints, [&](const Constraint& constraint) { return comes_from(*above, constraint); });
  std::erase_if(own.indexes, [&](const Index& index) { return comes_from(*above, index); });
  std::string rest;
  if (const auto key = own.attributes.find("partition_by"); key != own.attributes.end())
    rest += " PARTITION BY " + key->second;
  if (const auto space = own.attributes.find("tablespace"); space != own.attributes.end())
    rest += " TABLESPACE " + quote(space->second);
  const bool unlogged = own.attributes.contains("unlogged");
  for (const char* key : {"partition_by", "tablespace", "unlogged"}) own.attributes.erase(key);
  state.schema.tables.erase(*name);
  put_partition(state, *name, parent, bound_text(state, command.child("bound"), parent), rest, unlogged);
  state.partition_tables[*name] = std::move(own);
}

void detach_partition(State& state, const Node& command) {
  const auto name = state.relation(command.child("name"));
  if (name) state.needs_server("DETACH PARTITION", command.child("name"));
}

// ALTER INDEX … ATTACH PARTITION: the partition's index is its parent's from now on.
void attach_index(State& state, const QualifiedName& parent, const Node& command) {
  const auto relation = command.child("def").child("name");
  std::vector<std::string> names = {relation.text("relname")};
  if (!relation.text("schemaname").empty()) names.insert(names.begin(), relation.text("schemaname"));
  const auto name = state.find_index(names);
  if (const auto waits = state.indexes_of_partitions.find(parent); waits != state.indexes_of_partitions.end()) {
    name ? void(waits->second.erase(state.indexes.at(*name))) : waits->second.clear();
    if (waits->second.empty())
      state.change_table(state.indexes.at(parent), [&](Table& table) {
        for (auto& index : table.indexes) index.valid = index.valid || index.name.text == parent.name;
      });
  }
  if (!name) return;  // it went with its partition already
  state.change_table(state.indexes.at(*name), [&](Table& table) {
    std::erase_if(table.indexes, [&](const Index& index) { return index.name.text == name->name; });
    std::erase_if(table.constraints, [&](const Constraint& constraint) { return constraint.name.text == name->name; });
  });
}

std::optional<Column> inherited_column(const State& state, const QualifiedName& table, const std::string& name) {
  const auto* heir = state.schema.tables.find(table);
  const auto parents = heir ? heir->attributes.find("inherits") : Attributes::const_iterator();
  if (!heir || parents == heir->attributes.end()) return std::nullopt;
  for (const auto& parent : inherited_from(parents->second)) {
    const auto* above = state.schema.tables.find(parent);
    const auto* own = above ? above->columns.find(name) : nullptr;
    auto column = own ? std::optional(*own) : inherited_column(state, parent, name);
    if (!column) continue;
    column->comment.reset();
    return postgresql::as_in_a_partition(std::move(*column), parent);
  }
  return std::nullopt;
}

void merge_with_parents(State& state, const QualifiedName& table) {
  std::vector<Column> merged;
  for (const auto& column : state.schema.tables.find(table)->columns)
    if (const auto parents = inherited_column(state, table, column.name)) {
      auto& own = merged.emplace_back(column);
      own.not_null = own.not_null || parents->not_null;
      if (!own.default_value && !own.identity) own.default_value = parents->default_value;
      own.attributes.insert(parents->attributes.begin(), parents->attributes.end());
    }
  for (auto& column : merged)
    state.schema.tables.change(table, [&](Table& heir) { *heir.columns.find(column.name) = std::move(column); });
}

void change_heirs(State& state, const QualifiedName& above, const std::string& name, bool only,
                  const std::function<void(Column&)>& what) {
  std::vector<QualifiedName> heirs;
  for (const auto& [table, definition] : state.schema.tables) {
    const auto parents = definition->attributes.find("inherits");
    const auto names =
        parents == definition->attributes.end() ? std::vector<QualifiedName>() : inherited_from(parents->second);
    if (std::ranges::find(names, above) != names.end()) heirs.push_back(table);
  }
  for (const auto& heir : heirs) {
    const auto inherited = inherited_column(state, heir, name);
    if (!inherited) continue;
    if (!only) change_heirs(state, heir, name, only, what);
    state.schema.tables.change(heir, [&](Table& table) {
      auto* present = table.columns.find(name);
      if (present && !only) what(*present);
      if (!present && only) table.columns.add(*inherited);
    });
  }
}

// Columns that parents bring were kept with the heirs as far as they differ.
void finish_heirs(State& state) {
  postgresql::InheritedColumns inherited;
  for (const auto& [name, table] : state.schema.tables)
    for (const auto& column : table->columns)
      if (inherited_column(state, name, column.name)) inherited[name].add(column);
  for (const auto& [heir, columns] : inherited)
    state.schema.tables.change(heir, [&](Table& table) {
      for (const auto& column : columns) table.columns.remove(column.name);
    });
  for (const auto& [heir, columns] : inherited) {
    for (const auto& setting :
         postgresql::settings_of_heir(*state.schema.tables.find(heir), columns, inherited, state.schema))
      state.put(setting.kind, setting.name, setting.definition);
    for (const auto& column : columns)
      if (column.comment)
        state.set_comment({ObjectKind::sql_object, {heir.schema, heir.name + "." + column.name}, "column"},
                          fmt::format("COLUMN {}.{}", quote(heir), quote(column.name)), *column.comment);
  }
}

void finish_partitions(State& state) {
  for (const auto& [name, table] : state.partition_tables) {
    if (!state.has("partition", name)) continue;
    for (const auto& constraint : table.constraints) {
      const QualifiedName own{name.schema, name.name + "." + constraint.name.text};
      state.put("partition constraint", own,
                fmt::format("ALTER TABLE {} ADD {}", quote(name), postgresql::constraint_definition(constraint)));
      if (constraint.comment)
        state.set_comment({ObjectKind::sql_object, own, "partition constraint"},
                          fmt::format("CONSTRAINT {} ON {}", quote(constraint.name.text), quote(name)),
                          *constraint.comment);
    }
    for (const auto& index : table.indexes) {
      const QualifiedName own{name.schema, index.name.text};
      state.put("index", own, index_text(name, index));
      if (index.comment)
        state.set_comment({ObjectKind::sql_object, own, "index"}, "INDEX " + quote(own), *index.comment);
    }
    const auto& parent = state.partitions.at(name);
    const auto above = state.columns_of(parent);
    for (auto column : table.columns) {
      const auto inherited = std::ranges::find(above, column.name, &Column::name);
      if (inherited == above.end()) continue;
      column.type = inherited->type;
      if (has_in_primary_key(table, column.name)) column.not_null = false;  // said by the key
      const auto parents = state.partitions.contains(parent) ? own_column(state, parent, column.name)
                                                             : postgresql::as_in_a_partition(*inherited, parent);
      for (const auto& setting : postgresql::column_settings(name, column, parents))
        state.put(setting.kind, setting.name, setting.definition);
    }
    std::string options;
    for (const auto& [key, value] : table.attributes)
      options += fmt::format("{}{}={}", options.empty() ? "" : ", ", key, string_literal(value));
    if (!options.empty())
      state.put("partition options", name, fmt::format("ALTER TABLE {} SET ({})", quote(name), options));
    if (table.comment)
      state.set_comment({ObjectKind::sql_object, name, "partition"}, "TABLE " + quote(name), *table.comment);
  }
}

}  // namespace schemac::sql
