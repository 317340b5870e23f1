#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/drops.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

class AlteredTable {
 public:
  AlteredTable(State& state, QualifiedName name, const Node& relation)
      : state_(state), name_(std::move(name)), relation_(relation) {}

  void run(const Node& command) {
    static const std::map<std::string_view, void (AlteredTable::*)(const Node&)> actions = {
        {"AT_AddColumn", &AlteredTable::add_column},
        {"AT_DropColumn", &AlteredTable::drop_column},
        {"AT_ColumnDefault", &AlteredTable::set_default},
        {"AT_DropNotNull", &AlteredTable::set_nullability},
        {"AT_SetNotNull", &AlteredTable::set_nullability},
        {"AT_DropExpression", &AlteredTable::drop_expression},
        {"AT_SetStatistics", &AlteredTable::set_attribute},
        {"AT_SetStorage", &AlteredTable::set_attribute},
        {"AT_SetCompression", &AlteredTable::set_attribute},
        {"AT_SetOptions", &AlteredTable::set_column_options},
        {"AT_ResetOptions", &AlteredTable::set_column_options},
        {"AT_AddConstraint", &AlteredTable::add_constraint},
        {"AT_AlterConstraint", &AlteredTable::alter_constraint},
        {"AT_ValidateConstraint", &AlteredTable::validate_constraint},
        {"AT_DropConstraint", &AlteredTable::drop_constraint},
        {"AT_AlterColumnType", &AlteredTable::alter_type},
        {"AT_AddIdentity", &AlteredTable::add_identity},
        {"AT_SetIdentity", &AlteredTable::set_identity},
        {"AT_DropIdentity", &AlteredTable::drop_identity},
        {"AT_ChangeOwner", &AlteredTable::change_owner},
        {"AT_SetRelOptions", &AlteredTable::set_options},
        {"AT_ResetRelOptions", &AlteredTable::set_options},
        {"AT_SetLogged", &AlteredTable::set_logged},
        {"AT_SetUnLogged", &AlteredTable::set_logged},
        {"AT_SetTableSpace", &AlteredTable::set_tablespace},
        {"AT_ReplicaIdentity", &AlteredTable::set_replica_identity},
        {"AT_EnableRowSecurity", &AlteredTable::row_security},
        {"AT_DisableRowSecurity", &AlteredTable::row_security},
        {"AT_ForceRowSecurity", &AlteredTable::row_security},
        {"AT_NoForceRowSecurity", &AlteredTable::row_security},
        {"AT_AddInherit", &AlteredTable::inherit},
        {"AT_DropInherit", &AlteredTable::inherit},
        {"AT_AttachPartition", &AlteredTable::attach},
        {"AT_DetachPartition", &AlteredTable::detach},
        {"AT_EnableTrig", &AlteredTable::trigger_state},
        {"AT_EnableAlwaysTrig", &AlteredTable::trigger_state},
        {"AT_EnableReplicaTrig", &AlteredTable::trigger_state},
        {"AT_DisableTrig", &AlteredTable::trigger_state},
        {"AT_EnableRule", &AlteredTable::rule_state},
        {"AT_EnableAlwaysRule", &AlteredTable::rule_state},
        {"AT_EnableReplicaRule", &AlteredTable::rule_state},
        {"AT_DisableRule", &AlteredTable::rule_state},
        {"AT_ClusterOn", &AlteredTable::cluster},
        {"AT_DropCluster", &AlteredTable::cluster},
    };
    const auto action = actions.find(command.word("subtype"));
    if (action == actions.end())
      return state_.needs_server(
          fmt::format("a change of a table ({}) that is not read here", command.word("subtype").substr(3)), relation_);
    (this->*action->second)(command);
  }

 private:
  void change(const std::function<void(Table&)>& what) { state_.change_table(name_, what); }

  // The column as it is; said to be missing where there is none.
  std::optional<Column> column(const Node& command) {
    const auto* table = state_.table(name_);
    const auto* found = table ? table->columns.find(command.text("name")) : nullptr;
    if (found) return *found;
    const auto all = state_.columns_of(name_);
    const auto inherited = std::ranges::find(all, command.text("name"), &Column::name);
    if (inherited != all.end() && state_.partitions.contains(name_) && may_differ_in_a_partition(command)) {
      const auto own = own_column(state_, name_, inherited->name);
      change([&](Table& partition) { partition.columns.add(own); });
      return own;
    }
    const auto parents =
        may_differ_in_a_partition(command) ? inherited_column(state_, name_, command.text("name")) : std::nullopt;
    if (parents) {
      change([&](Table& heir) { heir.columns.add(*parents); });
      return parents;
    }
    if (inherited != all.end())
      state_.needs_server(fmt::format("a change of the inherited column `{}`", command.text("name")), relation_);
    else if (!command.flag("missing_ok"))
      state_.wrong("unknown-column",
                   fmt::format("found no column `{}`, expected one of `{}`", command.text("name"), display(name_)),
                   relation_);
    return std::nullopt;
  }

  static bool may_differ_in_a_partition(const Node& command) {
    static constexpr auto subtypes =
        std::to_array<std::string_view>({"AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_SetStorage",
                                         "AT_SetCompression", "AT_SetStatistics"});
    return std::ranges::find(subtypes, command.word("subtype")) != subtypes.end();
  }

  void change_column(const Node& command, const std::function<void(Column&)>& what) {
    if (!column(command)) return;
    change_partitions(name_, command.text("name"), what);
    change_heirs(state_, name_, command.text("name"), !relation_.flag("inh"), what);
    change([&](Table& table) { what(*table.columns.find(command.text("name"))); });
  }

  // What is done to a table's column is done to its partitions' too; with ONLY they keep what they have.
  void change_partitions(const QualifiedName& above, const std::string& name,
                         const std::function<void(Column&)>& what) {
    for (const auto& [partition, parent] : state_.partitions) {
      if (parent != above) continue;
      change_partitions(partition, name, what);
      const auto own = own_column(state_, partition, name);
      state_.change_table(partition, [&](Table& table) {
        auto* present = table.columns.find(name);
        if (relation_.flag("inh")) {
          if (present) what(*present);
        } else if (!present) {
          table.columns.add(own);
        }
      });
    }
  }

  void add_column(const Node& command) {
    const auto definition = command.child("def");
    const auto name = definition.text("colname");
    if (state_.table(name_)->columns.find(name)) {
      if (!command.flag("missing_ok"))
        state_.wrong("duplicate-object", fmt::format("found a second column `{}`, expected one", name), definition);
      return;
    }
    auto column = read_column(state_, definition);
    if (state_.failed()) return;
    make_serial(state_, name_, column);
    change([&](Table& table) { table.columns.add(column); });
    const auto all = state_.columns_of(name_);
    read_expressions(state_, definition, name_, all, column);
    change([&](Table& table) { *table.columns.find(name) = column; });
    add_constraints(state_, name_, column_constraints(state_, definition, name_, all));
  }

  void drop_column(const Node& command) {
    if (column(command)) remove_column(state_, name_, command.text("name"), command.word("behavior") == "DROP_CASCADE");
  }

  void set_default(const Node& command) {
    if (state_.relation_kind(name_) == "view") return view_default(command);
    const auto present = column(command);
    if (!present) return;
    std::optional<Expression> value;
    if (const auto node = command.child("def"))
      if (auto text = Writer(state_, {}).default_value(node, present->type)) value = Expression{std::move(*text)};
    change_column(command, [&](Column& changed) { changed.default_value = value; });
  }

  std::optional<std::string> view_default_text(const Node& command) {
    const auto node = command.child("def");
    if (const auto view = state_.views.find(name_); view != state_.views.end())
      if (const auto column = std::ranges::find(view->second, command.text("name"), &Output::name);
          column != view->second.end() && column->type != 0)
        return Writer(state_, {}).default_value(node, *column);
    const auto value = Writer(state_, {}).key(node);
    if (!value.literal) return value.text;
    state_.needs_server("a view's default without a type", node);
    return std::nullopt;
  }

  void view_default(const Node& command) {
    const QualifiedName name{name_.schema, name_.name + "." + command.text("name")};
    if (!command.child("def")) return state_.erase("column default", name);
    const auto value = view_default_text(command);
    if (!value) return;
    state_.put("column default", name,
               fmt::format("ALTER VIEW {} ALTER COLUMN {} SET DEFAULT {}", postgresql::quote(name_),
                           postgresql::quote(command.text("name")), *value));
  }

  void set_nullability(const Node& command) {
    change_column(command, [&](Column& changed) { changed.not_null = command.word("subtype") == "AT_SetNotNull"; });
  }
  void drop_expression(const Node& command) {
    change_column(command, [](Column& changed) { changed.generated.reset(); });
  }

  void set_attribute(const Node& command) {
    const auto subtype = command.word("subtype");
    const std::string key = subtype == "AT_SetStatistics" ? "statistics"
                            : subtype == "AT_SetStorage"  ? "storage"
                                                          : "compression";
    const auto value = lower(command.child("def").value());
    if (state_.relation_kind(name_) == "materialized view") return view_attribute(command, key, value);
    change_column(command, [&](Column& changed) {
      const bool usual = (key == "statistics" && value == "-1") ||
                         (key == "storage" && value == postgresql::usual_storage(changed.type)) ||
                         (key == "compression" && value == "default");
      if (usual)
        changed.attributes.erase(key);
      else
        changed.attributes[key] = value;
    });
  }

  void view_attribute(const Node& command, const std::string& key, const std::string& value) {
    const QualifiedName name{name_.schema, name_.name + "." + command.text("name")};
    if (key != "statistics") return state_.schema.unmanaged.push_back({"storage of column", name});
    if (value == "-1") return state_.erase("column statistics", name);
    state_.put("column statistics", name,
               fmt::format("ALTER MATERIALIZED VIEW {} ALTER COLUMN {} SET STATISTICS {}", postgresql::quote(name_),
                           postgresql::quote(command.text("name")), value));
  }

  void set_column_options(const Node& command) {
    if (state_.partitions.contains(name_))
      return state_.schema.unmanaged.push_back(
          {"options of column", {name_.schema, name_.name + "." + command.text("name")}});
    change_column(command, [&](Column& changed) {
      for (const auto& [key, value] : storage_options(command.child("def").list("items")))
        if (command.word("subtype") == "AT_SetOptions")
          changed.attributes[key] = value;
        else
          changed.attributes.erase(key);
    });
  }

  void add_constraint(const Node& command) {
    const auto node = command.child("def");
    if (!node.text("indexname").empty()) return add_key_of_index(node);
    const auto kind = node.word("contype");
    const bool has_expressions = kind == "CONSTR_CHECK" || kind == "CONSTR_EXCLUSION";  // others name their columns
    const auto columns = has_expressions ? state_.columns_of(name_) : std::vector<Column>();
    if (auto constraint = read_constraint(state_, node, name_, columns, {}))
      add_constraints(state_, name_, {std::move(*constraint)});
  }

  // ADD CONSTRAINT … USING INDEX: the index becomes the constraint's, and takes its name.
  void add_key_of_index(const Node& node) {
    const auto* table = state_.table(name_);
    const auto index = std::ranges::find_if(
        table->indexes, [&](const Index& known) { return known.name.text == node.text("indexname"); });
    if (index == table->indexes.end())
      return state_.wrong("unknown-object",
                          fmt::format("found no index `{}` of the table, expected one", node.text("indexname")), node);
    Key key{node.word("contype") == "CONSTR_PRIMARY", {}, index->include, index->nulls_not_distinct};
    for (const auto& part : index->keys) key.columns.push_back(part.column);
    const auto name = node.text("conname").empty() ? index->name.text : node.text("conname");
    Constraint constraint{{name, true}, key, node.flag("deferrable"), node.flag("initdeferred"),
                          true,         {},  index->attributes};
    change([&](Table& changed) {
      std::erase_if(changed.indexes, [&](const Index& known) { return known.name.text == node.text("indexname"); });
      for (const auto& column : key.columns)
        if (key.primary && changed.columns.find(column)) changed.columns.find(column)->not_null = true;
      changed.constraints.push_back(constraint);
    });
  }

  void change_constraint(const std::string& name, const std::function<void(Constraint&)>& what) {
    change([&](Table& table) {
      for (auto& constraint : table.constraints)
        if (constraint.name.text == name) what(constraint);
    });
  }
  void alter_constraint(const Node& command) {
    const auto node = command.child("def");
    change_constraint(node.text("conname"), [&](Constraint& constraint) {
      constraint.deferrable = node.flag("deferrable");
      constraint.initially_deferred = node.flag("initdeferred");
    });
  }
  void validate_constraint(const Node& command) {
    change_constraint(command.text("name"), [](Constraint& constraint) { constraint.validated = true; });
  }

  void drop_constraint(const Node& command) {
    const auto name = command.text("name");
    const auto* table = state_.table(name_);
    const bool there = std::ranges::any_of(table->constraints,
                                           [&](const Constraint& constraint) { return constraint.name.text == name; });
    if (there) return remove_constraint(state_, name_, name, command.word("behavior") == "DROP_CASCADE");
    if (!command.flag("missing_ok"))
      state_.wrong("unknown-object",
                   fmt::format("found no constraint `{}` of `{}`, expected one", name, display(name_)), relation_);
  }

  void alter_type(const Node& command) {
    const auto definition = command.child("def");
    const auto present = column(command);
    if (!present) return;
    auto type = resolve_type(state_, definition.child("type_name"));
    change_column(command, [&](Column& changed) {
      changed.type = type;
      changed.collation.reset();
      if (const auto collation = definition.child("coll_clause"))
        changed.collation = collation_name(state_, collation.values("collname"));
      if (changed.identity) changed.identity->options = sequence_options(state_, {}, {}, type.name).options;
    });
    for (const auto& constraint : state_.table(name_)->constraints)
      if (const auto* check = std::get_if<Check>(&constraint.body)) refuse_expression_over(check->expression, command);
    for (const auto& index : state_.table(name_)->indexes)
      if (index.where) refuse_expression_over(*index.where, command);
  }

  void refuse_expression_over(const Expression& expression, const Node& command) {
    NamedList<Column> columns = {Column{.name = command.text("name"), .type = {}}};
    if (!postgresql::named_columns(expression.sql, columns).empty())
      state_.needs_server(
          fmt::format("a change of the type of `{}`, which a constraint or an index has in an expression",
                      command.text("name")),
          relation_);
  }

  void add_identity(const Node& command) {
    const auto node = command.child("def");
    if (const auto present = column(command)) {
      const auto stated = sequence_options(state_, node.list("options"), {}, present->type.name);
      Column changed = *present;
      changed.identity = Identity{node.text("generated_when") == "a" ? IdentityKind::always : IdentityKind::by_default,
                                  {stated.name.empty() ? std::string() : stated.name.back(), true},
                                  stated.options};
      if (!stated.name.empty()) state_.column_sequences[{name_.schema, stated.name.back()}] = {name_, changed.name};
      make_serial(state_, name_, changed);
      change_column(command, [&](Column& to) { to = changed; });
    }
  }
  void set_identity(const Node& command) {
    change_column(command, [&](Column& changed) {
      if (!changed.identity) return;
      std::vector<Node> options;
      for (const auto& option : command.child("def").list("items"))
        if (option.text("defname") == "generated")
          changed.identity->kind =
              option.child("arg").value() == "97" ? IdentityKind::always : IdentityKind::by_default;
        else
          options.push_back(option);
      changed.identity->options =
          sequence_options(state_, options, changed.identity->options, changed.type.name).options;
    });
  }
  void drop_identity(const Node& command) {
    change_column(command, [&](Column& changed) {
      if (changed.identity) state_.column_sequences.erase({name_.schema, changed.identity->sequence.text});
      changed.identity.reset();
    });
  }

  void change_owner(const Node& command) {
    state_.owners[table_id(name_)] = command.child("newowner").text("rolename");
  }

  void set_options(const Node& command) {
    const auto options = storage_options(command.child("def").list("items"));
    const bool sets = command.word("subtype") == "AT_SetRelOptions";
    const auto relation_kind = state_.relation_kind(name_);
    if (relation_kind == "view" || relation_kind == "materialized view")
      return set_view_options(state_, relation_kind, name_, {options.begin(), options.end()}, sets);
    if (!state_.table(name_)) return state_.needs_server("a change of the options of what is no table", relation_);
    change([&](Table& table) {
      for (const auto& [key, value] : options)
        if (sets)
          table.attributes[key] = value;
        else
          table.attributes.erase(key);
    });
  }
  void set_logged(const Node& command) {
    change([&](Table& table) {
      if (command.word("subtype") == "AT_SetUnLogged")
        table.attributes["unlogged"] = "true";
      else
        table.attributes.erase("unlogged");
    });
  }
  void set_tablespace(const Node& command) {
    change([&](Table& table) { table.attributes["tablespace"] = command.text("name"); });
  }

  void set_replica_identity(const Node& command) {
    const auto kind = command.child("def").text("identity_type");
    const auto index = kind == "i" ? command.child("def").text("name") : std::string();
    if (state_.partitions.contains(name_)) return identify_rows_of_partition(kind, index);
    bool found = false;
    change([&](Table& table) {
      const auto mark = [&](const ObjectName& name, Attributes& attributes) {
        attributes.erase("replica_identity");
        if (index.empty() || name.text != index) return;
        attributes["replica_identity"] = "true";
        found = true;
      };
      table.attributes.erase("replica_identity");
      if (kind == "f" || kind == "n") table.attributes["replica_identity"] = kind == "f" ? "full" : "nothing";
      for (auto& one : table.indexes) mark(one.name, one.attributes);
      for (auto& one : table.constraints) mark(one.name, one.attributes);
    });
    if (!index.empty() && !found)
      state_.wrong("unknown-object", fmt::format("found no index `{}` of `{}`, expected one", index, display(name_)),
                   relation_);
  }

  // Its index may be one that its table brings, and have no name yet.
  void identify_rows_of_partition(std::string_view kind, const std::string& index) {
    if (kind == "d") return state_.erase("partition replica identity", name_);
    const auto words = kind == "f"   ? std::string("FULL")
                       : kind == "n" ? std::string("NOTHING")
                                     : "USING INDEX " + postgresql::quote(index);
    const auto mark = postgresql::replica_identity_of(name_, words);
    state_.put(mark.kind, mark.name, mark.definition);
  }

  void row_security(const Node& command) {
    const auto subtype = command.word("subtype");
    const bool forced = subtype.find("Force") != std::string_view::npos;
    const auto kind = forced ? "forced row security" : "row security";
    if (subtype == "AT_DisableRowSecurity" || subtype == "AT_NoForceRowSecurity") return state_.erase(kind, name_);
    state_.put(
        kind, name_,
        fmt::format("ALTER TABLE {} {} ROW LEVEL SECURITY", postgresql::quote(name_), forced ? "FORCE" : "ENABLE"));
  }

  void inherit(const Node& command) {
    const auto parent = state_.relation(command.child("def"));
    if (!parent) return;
    const auto inherited = state_.columns_of(*parent);
    change([&](Table& table) {
      auto& names = table.attributes["inherits"];
      if (command.word("subtype") == "AT_AddInherit") {
        names += (names.empty() ? "" : ", ") + postgresql::quote(*parent);
        for (const auto& column : inherited) table.columns.remove(column.name);
      } else {
        table.attributes.erase("inherits");
        for (const auto& column : inherited)
          if (!table.columns.find(column.name)) table.columns.add(column);
      }
    });
  }

  void attach(const Node& command) { attach_partition(state_, name_, command.child("def")); }
  void detach(const Node& command) { detach_partition(state_, command.child("def")); }
  void trigger_state(const Node& command) {
    if (command.text("name").empty()) return state_.needs_server("a change of all triggers of a table", relation_);
    const auto subtype = command.word("subtype");
    set_trigger_state(state_, name_, command.text("name"),
                      subtype == "AT_DisableTrig"         ? "DISABLE"
                      : subtype == "AT_EnableReplicaTrig" ? "ENABLE REPLICA"
                      : subtype == "AT_EnableAlwaysTrig"  ? "ENABLE ALWAYS"
                                                          : "");
  }
  void rule_state(const Node& command) {
    const auto subtype = command.word("subtype");
    set_rule_state(state_, name_, command.text("name"),
                   subtype == "AT_DisableRule"         ? "DISABLE"
                   : subtype == "AT_EnableReplicaRule" ? "ENABLE REPLICA"
                   : subtype == "AT_EnableAlwaysRule"  ? "ENABLE ALWAYS"
                                                       : "");
  }
  void cluster(const Node& command) { set_clustering(state_, name_, command.text("name")); }

  State& state_;
  QualifiedName name_;
  Node relation_;
};

// Indexes and sequences have an owner, options and a tablespace of their own.
void alter_index(State& state, const Node& statement) {
  const auto relation = statement.child("relation");
  std::vector<std::string> names = {relation.text("relname")};
  if (!relation.text("schemaname").empty()) names.insert(names.begin(), relation.text("schemaname"));
  const auto name = state.find_index(names);
  if (!name) {
    if (!statement.flag("missing_ok"))
      state.wrong("unknown-object", fmt::format("found no index `{}`, expected one", names.back()), relation);
    return;
  }
  for (const auto& command : statement.list("cmds")) {
    const auto subtype = command.word("subtype");
    if (subtype == "AT_AttachPartition") {
      attach_index(state, *name, command);
    } else if (subtype == "AT_SetRelOptions" || subtype == "AT_ResetRelOptions") {
      state.change_table(state.indexes.at(*name), [&](Table& table) {
        for (auto& index : table.indexes)
          for (const auto& [key, value] : storage_options(command.child("def").list("items")))
            if (index.name.text == name->name)
              subtype == "AT_SetRelOptions" ? void(index.attributes[key] = value) : void(index.attributes.erase(key));
      });
    } else if (subtype == "AT_SetStatistics") {
      state.schema.unmanaged.push_back(
          {"statistics target of index", {name->schema, fmt::format("{}.{}", name->name, command.integer("num"))}});
    } else if (subtype != "AT_ChangeOwner") {
      state.needs_server(fmt::format("a change of an index ({}) that is not read here", subtype.substr(3)), relation);
    }
  }
}

}  // namespace

void fold_alter_table(State& state, const Node& statement) {
  const auto kind = statement.word("objtype");
  if (kind == "OBJECT_TYPE") return alter_composite(state, statement);
  if (kind == "OBJECT_INDEX") return alter_index(state, statement);
  const auto relation = statement.child("relation");
  const auto name = state.relation(relation, !statement.flag("missing_ok"));
  if (!name) return;
  if (state.relation_kind(*name) == "sequence" || kind == "OBJECT_SEQUENCE") {
    for (const auto& command : statement.list("cmds"))
      if (command.word("subtype") != "AT_ChangeOwner")
        state.needs_server("a change of a sequence that is not read here", relation);
    return;
  }
  for (const auto& command : statement.list("cmds"))
    if (!state.failed()) AlteredTable(state, *name, relation).run(command);
}

}  // namespace schemac::sql
