#include "dialects/postgresql/resolve/statement_reader.h"

#include <algorithm>
#include <array>

#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/parse_tree.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac::postgresql {
namespace {

QualifiedName name_of(const std::vector<std::string>& names) {
  return {names.size() > 1 ? names[names.size() - 2] : "", names.empty() ? "" : names.back()};
}

// What a partition has otherwise than its table is said of the table's column.
bool is_column_action(std::string_view type) {
  static constexpr auto all =
      std::to_array<std::string_view>({"AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_SetStorage",
                                       "AT_SetCompression", "AT_SetStatistics"});
  return std::ranges::find(all, type) != all.end();
}

}  // namespace

void StatementReader::read(const Node& statement) {
  const auto kind = statement.kind();
  if (kind == "ViewStmt" || kind == "CreateTableAsStmt")
    return void(queries_.statement(statement.child("query"), nullptr));
  if (kind == "CreateFunctionStmt") return routine(statement);
  if (kind == "DefineStmt" || kind == "CreateRangeStmt") return define(statement);
  if (kind == "CreateTrigStmt") return trigger(statement);
  if (kind == "RuleStmt") return rule(statement);
  if (kind == "CreatePolicyStmt") return policy(statement);
  if (kind == "CreateStatsStmt") return statistics(statement);
  if (kind == "IndexStmt") return index(statement);
  if (kind == "CreateStmt") return create_table(statement);
  if (kind == "AlterTableStmt") return alter_table(statement);
  if (kind == "GrantStmt") return grant(statement);
  is_comment_ = kind == "CommentStmt";
  if (is_comment_) return about(statement.word("objtype"), statement.child("object"));
  if (kind == "AlterStatsStmt")
    return found_.need({ObjectKind::sql_object, name_of(statement.values("defnames")), "statistics"});
  if (kind == "AlterOwnerStmt") return about(statement.word("object_type"), statement.child("object"));
  const Level nothing{.is_open = true};
  if (kind == "AlterDomainStmt") {
    if (const auto domain = found_.lookup().type(name_of(statement.values("type_name")))) found_.need_type(*domain);
    return queries_.expression(statement.child("def"), nothing);
  }
  if (kind == "CreateDomainStmt") {
    queries_.type_name(statement.child("type_name"));
    queries_.expression(statement.child("coll_clause"), nothing);
    if (!statement.child("coll_clause")) collation_of_domain(statement.child("type_name").values("names"));
    for (const auto& constraint : statement.list("constraints")) queries_.expression(constraint, nothing);
    return;
  }
  if (kind == "CompositeTypeStmt") {
    for (const auto& column : statement.list("coldeflist")) queries_.expression(column, nothing);
    return;
  }
  if (kind == "CreateExtensionStmt") {
    for (const auto& option : statement.list("options"))
      if (option.text("defname") == "schema") found_.need(schema_id(option.child("arg").value()));
    return;
  }
}

// A body that is a string is run as it is found then: the server keeps no record of what it names. SQL-standard bodies
// are parsed.
void StatementReader::routine(const Node& statement) {
  Item parameters{.name = statement.values("funcname").back(), .is_alias = true, .certain = true};
  const Level nothing{.is_open = true};
  for (const auto& parameter : statement.list("parameters")) {
    queries_.type_name(parameter.child("arg_type"));
    queries_.expression(parameter.child("defexpr"), nothing);
    parameters.columns.push_back(parameter.text("name"));
  }
  queries_.type_name(statement.child("return_type"));
  const Level level{.items = {parameters}};
  queries_.expression(statement.child("sql_body"), level);
}

void StatementReader::read_body(const Node& routine, const std::vector<Node>& statements) {
  Item parameters{.name = routine.values("funcname").back(), .is_alias = true, .certain = true};
  for (const auto& parameter : routine.list("parameters")) parameters.columns.push_back(parameter.text("name"));
  const Level level{.items = {parameters}};
  for (const auto& statement : statements) queries_.statement(statement, &level);
}

// Aggregates and range types: options that are types, and options that are routines.
void StatementReader::define(const Node& statement) {
  const Level nothing{.is_open = true};
  const bool aggregate = statement.is("DefineStmt") && statement.word("kind") == "OBJECT_AGGREGATE";
  if (statement.has_field("args"))
    for (const auto& argument : statement.list("args")) queries_.expression(argument, nothing);
  for (const auto& option : statement.list(statement.is("DefineStmt") ? "definition" : "params")) {
    const auto name = option.text("defname");
    const auto value = option.child("arg");
    if (!value.is("TypeName")) continue;
    const bool is_type = name == "stype" || name == "mstype" || name == "subtype" || name == "basetype";
    if (is_type)
      queries_.type_name(value);
    else if ((aggregate && name.ends_with("func")) || name == "subtype_diff" || name == "canonical")
      queries_.routine(value.values("names"), value.integer("location"), std::nullopt);
  }
}

std::optional<Level> StatementReader::scope_of_table(const Node& range_var, std::initializer_list<const char*> names) {
  const auto table = queries_.needed_relation(range_var);
  if (!table) return std::nullopt;
  Level level;
  for (const char* name : names)
    level.items.push_back(name ? queries_.item_of(*table, name, true)
                               : queries_.item_of(*table, range_var.text("relname"), false));
  return level;
}

void StatementReader::trigger(const Node& statement) {
  const auto level = scope_of_table(statement.child("relation"), {"new", "old"});
  queries_.needed_relation(statement.child("constrrel"));
  queries_.routine(statement.values("funcname"), found_.place_behind("execute", 2), 0);
  if (!level) return;
  const auto columns = statement.values("columns");
  for (const auto& column : columns) queries_.named_column(*level->items.front().relation, column, -1);
  if (!columns.empty()) found_.columns_behind("of", *level->items.front().relation);
  queries_.expression(statement.child("when_clause"), *level);
}

void StatementReader::rule(const Node& statement) {
  const auto level = scope_of_table(statement.child("relation"), {"new", "old"});
  if (!level) return;
  queries_.expression(statement.child("where_clause"), *level);
  for (const auto& action : statement.list("actions")) queries_.statement(action, &*level);
}

void StatementReader::policy(const Node& statement) {
  const auto level = scope_of_table(statement.child("table"), {nullptr});
  if (!level) return;
  queries_.expression(statement.child("qual"), *level);
  queries_.expression(statement.child("with_check"), *level);
}

void StatementReader::statistics(const Node& statement) {
  const auto relations = statement.list("relations");
  const auto level = relations.empty() ? std::nullopt : scope_of_table(relations.front(), {nullptr});
  if (!level) return;
  found_.columns_behind("on", *level->items.front().relation);
  for (const auto& element : statement.list("exprs")) {
    if (!element.text("name").empty()) queries_.named_column(*level->items.front().relation, element.text("name"), -1);
    queries_.expression(element.child("expr"), *level);
  }
}

void StatementReader::index(const Node& statement) {
  const auto level = scope_of_table(statement.child("relation"), {nullptr});
  if (!level) return;
  const auto& relation = *level->items.front().relation;
  const auto end = found_.columns_behind("(", relation);
  if (!statement.list("index_including_params").empty()) found_.columns_behind("(", relation, end);
  for (const char* field : {"index_params", "index_including_params"})
    for (const auto& key : statement.list(field)) {
      if (!key.text("name").empty()) queries_.named_column(*level->items.front().relation, key.text("name"), -1);
      queries_.expression(key.child("expr"), *level);
    }
  queries_.expression(statement.child("where_clause"), *level);
}

// A partition: its parent, and what its own columns and constraints name.
void StatementReader::create_table(const Node& statement) {
  for (const auto& parent : statement.list("inh_relations")) queries_.needed_relation(parent);
  const auto parents = statement.list("inh_relations");
  auto level = parents.empty() ? std::nullopt : scope_of_table(parents.front(), {nullptr});
  if (level) level->is_open = true;  // the partition goes by its own name
  const Level nothing{.is_open = true};
  for (const auto& element : statement.list("table_elts")) queries_.expression(element, level ? *level : nothing);
}

void StatementReader::alter_table(const Node& statement) {
  const auto range_var = statement.child("relation");
  const auto found = found_.lookup().relation({range_var.text("schemaname"), range_var.text("relname")});
  if (!found) return;
  const auto& table = *found;
  for (const auto& command : statement.list("cmds")) {
    const auto type = command.word("subtype");
    const bool of_trigger = type.find("Trig") != std::string_view::npos,
               of_rule = type.find("Rule") != std::string_view::npos;
    if (of_trigger || of_rule) {
      about_trigger(table, command.text("name"), of_rule ? "rule" : "trigger", "trigger state");
      continue;
    }
    auto level = scope_of_table(range_var, {nullptr});
    level->is_open = found->kind != ObjectKind::table;
    if (type == "AT_ClusterOn" || type == "AT_ReplicaIdentity")
      about_index(table, type == "AT_ClusterOn" ? command.text("name") : command.child("def").text("name"));
    if (const auto top =
            is_column_action(type) ? found_.table_with_column(table, command.text("name")) : std::nullopt) {
      found_.need(column_id(*top, command.text("name")));
      found_.columns_behind("column", table);
    }
    const auto definition = command.child("def");
    queries_.expression(definition, *level);
    if (!definition.is("Constraint")) continue;
    for (const char* field : {"keys", "fk_attrs", "including"})
      for (const auto& column : definition.values(field)) found_.need_column(table, column);
    auto end = found_.columns_behind("(", table);
    if (!definition.values("including").empty()) end = found_.columns_behind("(", table, end);
    const auto target = definition.child("pktable");
    const auto other =
        target ? found_.lookup().relation({target.text("schemaname"), target.text("relname")}) : std::nullopt;
    if (!other) continue;
    for (const auto& column : definition.values("pk_attrs")) found_.need_column(*other, column);
    end = found_.columns_behind("(", *other, end);
    if (!definition.values("fk_del_set_cols").empty()) found_.columns_behind("(", table, end);
  }
}

// Rights on a column come after those that somebody has on the whole table: to take those away takes the columns' as
// well.
void StatementReader::grant(const Node& statement) {
  auto type = statement.word("objtype");
  for (const auto& object : statement.list("objects")) {
    if (object.is("RangeVar")) {
      const auto relation = queries_.relation(object);
      if (!relation) continue;
      for (const auto& right : statement.list("privileges"))
        for (const auto& column : right.values("cols")) {
          if (const auto table = found_.table_with_column(*relation, column)) found_.need(column_id(*table, column));
          for (const auto& grantee : statement.list("grantees")) {
            const auto role = grantee.text("rolename").empty() ? "PUBLIC" : grantee.text("rolename");
            for (const char* owner : {"table", "view", "materialized view"}) {
              const QualifiedName name{relation->name.schema, relation->name.name + " to " + role};
              const auto kind = std::string("grant on ") + owner;
              if (found_.lookup().schema().sql_objects.contains({kind, name}))
                found_.need({ObjectKind::sql_object, name, kind});
            }
          }
        }
      continue;
    }
    about(type, object);
  }
}

// A domain over another one has its collation.
void StatementReader::collation_of_domain(const std::vector<std::string>& base) {
  const auto type = found_.lookup().type(name_of(base));
  const auto* domain = type ? found_.lookup().schema().sql_objects.find({"domain", type->name}) : nullptr;
  if (!domain) return;
  const auto parsed = parse(defining_statement(*domain));
  if (!parsed || parsed->statements().size() != 1) return;
  const auto made = parsed->statements().front();
  if (!made.child("coll_clause")) return collation_of_domain(made.child("type_name").values("names"));
  queries_.expression(made.child("coll_clause"), Level{.is_open = true});
}

void StatementReader::about_relation(const std::vector<std::string>& names, bool ends_in_column) {
  auto path = names;
  if (ends_in_column && path.size() > 1) path.pop_back();
  if (const auto relation = found_.lookup().relation(name_of(path))) {
    found_.need_relation(*relation);
    const auto table = ends_in_column ? found_.table_with_column(*relation, names.back()) : std::nullopt;
    if (table) found_.need(column_id(*table, names.back()));
    return;
  }
  if (const auto type = found_.lookup().type(name_of(path))) found_.need_type(*type);  // a column of a composite type
}

// A partition has the triggers of its table.
void StatementReader::about_trigger(const ObjectId& table, const std::string& name, const char* kind,
                                    const char* part) {
  const QualifiedName own{table.name.schema, table.name.name + "." + name};
  if (kind == std::string_view("rule") || table.part != "partition")
    return found_.need({ObjectKind::sql_object, own, kind});
  const SqlObject said{.kind = part, .name = own, .definition = {}};
  for (auto& id : needs_of_trigger_part(said, found_.lookup().schema())) found_.need(std::move(id));
}

// One that a partition has of its table is no object.
void StatementReader::about_index(const ObjectId& table, const std::string& name) {
  if (table.part != "partition") return found_.need({ObjectKind::sql_object, {table.name.schema, name}, "index"});
  if (const auto own = own_index(table.name, name, found_.lookup().schema())) found_.need(*own);
}

void StatementReader::about_part_of_table(const char* kind, const std::vector<std::string>& names) {
  if (names.size() < 2) return;
  const auto relation =
      found_.lookup().relation({names.size() > 2 ? names[names.size() - 3] : "", names[names.size() - 2]});
  if (relation)
    found_.need({ObjectKind::sql_object, {relation->name.schema, relation->name.name + "." + names.back()}, kind});
}

// Of COMMENT, GRANT and ALTER … OWNER TO: the object that the statement is about.
void StatementReader::about(std::string_view object_type, const Node& object) {
  if (object.is("ObjectWithArgs")) {
    const auto names = object.values("objname");
    std::vector<std::string> types;
    for (const auto& argument : object.list("objargs")) {
      const auto full = argument.values("names");
      const auto parsed = full.empty() ? Result<Type>(Type{}) : parse_type(full.back());
      types.push_back((parsed && !parsed->user_type ? parsed->name : full.back()) +
                      (argument.list("array_bounds").empty() ? "" : "[]"));
    }
    return queries_.routine(names, -1, types.size(), types);
  }
  const auto names = object.is("List") ? object.values("items") : std::vector<std::string>();
  if (object_type == "OBJECT_SCHEMA") return found_.need(schema_id(object.value()));
  if (object_type == "OBJECT_EXTENSION")
    return found_.need({ObjectKind::sql_object, {{}, object.value()}, "extension"});
  if (object_type == "OBJECT_TYPE" || object_type == "OBJECT_DOMAIN") {
    const auto type = object.is("TypeName") ? found_.lookup().type(name_of(object.values("names")))
                                            : found_.lookup().type(name_of(names));
    if (!type) return;
    return is_comment_ ? found_.need(*type) : found_.need_type(*type);
  }
  if (object_type == "OBJECT_TRIGGER" && names.size() > 1) {
    const auto relation =
        found_.lookup().relation({names.size() > 2 ? names[names.size() - 3] : "", names[names.size() - 2]});
    if (relation) about_trigger(*relation, names.back(), "trigger", "comment on trigger");
    return;
  }
  if (object_type == "OBJECT_RULE") return about_part_of_table("rule", names);
  if (object_type == "OBJECT_POLICY") return about_part_of_table("policy", names);
  if (object_type == "OBJECT_TABCONSTRAINT") return about_part_of_table("partition constraint", names);
  if (object_type == "OBJECT_DOMCONSTRAINT") {
    const auto items = object.list("items");
    const auto domain = items.size() < 2 ? std::nullopt : found_.lookup().type(name_of(items.front().values("names")));
    if (domain)
      found_.need({ObjectKind::sql_object,
                   {domain->name.schema, domain->name.name + "." + items.back().value()},
                   "domain constraint"});
    return;
  }
  if (object_type == "OBJECT_COLLATION" || object_type == "OBJECT_STATISTIC_EXT" || object_type == "OBJECT_INDEX") {
    const QualifiedName name{names.size() > 1 ? names[names.size() - 2] : "public", names.empty() ? "" : names.back()};
    const char* kind = object_type == "OBJECT_COLLATION" ? "collation"
                       : object_type == "OBJECT_INDEX"   ? "index"
                                                         : "statistics";
    return found_.need({ObjectKind::sql_object, name, kind});
  }
  about_relation(names, object_type == "OBJECT_COLUMN");
}

}  // namespace schemac::postgresql
