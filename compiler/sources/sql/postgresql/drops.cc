#include "sources/sql/postgresql/drops.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

bool uses(const std::vector<std::string>& columns, const std::string& column) {
  return std::ranges::find(columns, column) != columns.end();
}

// Columns of its own that a check or an exclusion names.
bool uses(const Constraint& constraint, const std::string& column) {
  const NamedList<Column> one = {Column{.name = column, .type = {}}};
  if (const auto* check = std::get_if<Check>(&constraint.body))
    return !postgresql::named_columns(check->expression.sql, one).empty();
  if (const auto* exclusion = std::get_if<Exclusion>(&constraint.body))
    return !postgresql::named_columns(exclusion->definition.sql, one).empty();
  const auto* key = std::get_if<Key>(&constraint.body);
  return uses(used_columns(constraint), column) || (key && uses(key->include, column));
}

bool uses(const Index& index, const std::string& column) {
  const NamedList<Column> one = {Column{.name = column, .type = {}}};
  const auto names = [&](const Expression& expression) {
    return !postgresql::named_columns(expression.sql, one).empty();
  };
  return uses(index.include, column) || (index.where && names(*index.where)) ||
         std::ranges::any_of(index.keys, [&](const IndexKey& key) {
           return key.expression ? names(*key.expression) : key.column == column;
         });
}

template <class F>
void erase_objects(State& state, F&& goes) {
  std::vector<SqlObjectKey> keys;
  for (const auto& [key, object] : state.schema.sql_objects)
    if (goes(key, *object)) keys.push_back(key);
  for (const auto& key : keys) state.schema.sql_objects.erase(key);
}

// Views that look at the relation, and what looks at those.
void remove_dependents(State& state, const QualifiedName& name) {
  const auto spelled = quote(name);
  std::vector<QualifiedName> views;
  for (const auto& [key, object] : state.schema.sql_objects) {
    if ((key.kind != "view" && key.kind != "materialized view") || key.name == name) continue;
    const auto& sql = object->definition;
    for (auto at = sql.find(spelled); at != std::string::npos; at = sql.find(spelled, at + 1)) {
      const auto end = at + spelled.size();
      const bool whole = end == sql.size() || (std::isalnum(static_cast<unsigned char>(sql[end])) == 0 &&
                                               sql[end] != '_' && sql[end] != '"');
      if (whole) {
        views.push_back(key.name);
        break;
      }
    }
  }
  for (const auto& view : views) remove_relation(state, view, true);
}

void remove_references(State& state, const QualifiedName& target) {
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : state.schema.tables)
    if (std::ranges::any_of(table->constraints, [&](const Constraint& constraint) {
          const auto* key = std::get_if<ForeignKey>(&constraint.body);
          return key && key->references == target;
        }))
      tables.push_back(name);
  for (const auto& name : tables)
    state.change_table(name, [&](Table& table) {
      std::erase_if(table.constraints, [&](const Constraint& constraint) {
        const auto* key = std::get_if<ForeignKey>(&constraint.body);
        return key && key->references == target;
      });
    });
}

std::string kind_of(std::string_view word) {
  static const std::map<std::string_view, std::string> kinds = {
      {"OBJECT_TRIGGER", "trigger"},     {"OBJECT_POLICY", "policy"},       {"OBJECT_RULE", "rule"},
      {"OBJECT_EXTENSION", "extension"}, {"OBJECT_COLLATION", "collation"}, {"OBJECT_STATISTIC_EXT", "statistics"},
      {"OBJECT_DOMAIN", "domain"}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? std::string() : found->second;
}

class Drop {
 public:
  Drop(State& state, const Node& statement)
      : state_(state), statement_(statement), cascade_(statement.word("behavior") == "DROP_CASCADE") {}

  void run() {
    const bool may_be_missing = statement_.flag("missing_ok");
    for (const auto& object : statement_.list("objects")) {
      const auto word = statement_.word("remove_type");
      const auto before = state_.problems.size();
      const bool is_gone = drop(word, object);
      // a type of a signature that is not there: a notice of the server's
      const auto is_missing = [](const Diagnostic& problem) { return problem.code.starts_with("unknown-"); };
      if (may_be_missing &&
          std::all_of(state_.problems.begin() + static_cast<std::ptrdiff_t>(before), state_.problems.end(), is_missing))
        state_.problems.resize(before);
      if (!is_gone && !may_be_missing && state_.problems.size() == before)
        state_.wrong("unknown-object",
                     fmt::format("found nothing of that name to drop: `{}`", fmt::join(names_of(object), ".")));
    }
  }

 private:
  static std::vector<std::string> names_of(const Node& object) {
    if (object.is("List")) return object.values("items");
    if (object.is("TypeName")) return object.values("names");
    if (object.is("ObjectWithArgs")) return object.values("objname");
    return {object.value()};
  }

  bool drop(std::string_view word, const Node& object) {
    const auto names = names_of(object);
    if (word == "OBJECT_TABLE" || word == "OBJECT_VIEW" || word == "OBJECT_MATVIEW" || word == "OBJECT_SEQUENCE")
      return drop_relation(names);
    if (word == "OBJECT_INDEX") return drop_index(names);
    if (word == "OBJECT_SCHEMA") return drop_schema(names[0]);
    if (word == "OBJECT_TYPE" || word == "OBJECT_DOMAIN") return drop_type(names);
    if (word == "OBJECT_FUNCTION" || word == "OBJECT_PROCEDURE" || word == "OBJECT_AGGREGATE" ||
        word == "OBJECT_ROUTINE") {
      std::string kind;
      const auto routine = find_routine(state_, object, kind);
      if (!routine) return false;
      state_.erase(kind, *routine);
      remove_attached(state_, *routine);
      return true;
    }
    const auto kind = kind_of(word);
    if (kind == "trigger" || kind == "policy" || kind == "rule") return drop_on_table(kind, names);
    if (!kind.empty()) return drop_object(kind, names);
    if (is_unmanaged(word.substr(7))) return forget_unmanaged(names.back());
    state_.needs_server(fmt::format("DROP of a kind of object ({}) that is not read here", word.substr(7)));
    return true;
  }

  bool forget_unmanaged(const std::string& name) {
    std::erase_if(state_.schema.unmanaged, [&](const UnmanagedObject& object) { return object.name.name == name; });
    std::erase_if(state_.foreign_tables, [&](const auto& entry) { return entry.first.name == name; });
    return true;
  }

  bool drop_relation(const std::vector<std::string>& names) {
    if (names.size() == 1 && state_.temporary.erase(names[0]) > 0) return true;
    const auto name = state_.relation(names);
    if (name) remove_relation(state_, *name, cascade_);
    return name.has_value();
  }

  bool drop_index(const std::vector<std::string>& names) {
    const auto name = state_.find_index(names);
    if (!name) return false;
    const auto owner = state_.indexes.at(*name);
    if (state_.has("index", *name)) {
      state_.erase("index", *name);
      state_.indexes.erase(*name);
      return true;
    }
    state_.change_table(owner, [&](Table& table) {
      std::erase_if(table.indexes, [&](const Index& index) { return index.name.text == name->name; });
    });
    return true;
  }

  bool drop_schema(const std::string& name) {
    if (!state_.schema.namespaces.contains(name)) return false;
    std::set<QualifiedName> relations;
    for (const auto& [table, value] : state_.schema.tables)
      if (table.schema == name) relations.insert(table);
    for (const auto& [key, object] : state_.schema.sql_objects)
      if (key.name.schema == name && (key.kind == "view" || key.kind == "materialized view" || key.kind == "partition"))
        relations.insert(key.name);
    for (const auto& relation : relations) remove_relation(state_, relation, true);
    std::vector<QualifiedName> rest;
    for (const auto& [type, value] : state_.schema.enums)
      if (type.schema == name) rest.push_back(type);
    for (const auto& type : rest) state_.schema.enums.erase(type);
    rest.clear();
    for (const auto& [sequence, value] : state_.schema.sequences)
      if (sequence.schema == name) rest.push_back(sequence);
    for (const auto& sequence : rest) state_.schema.sequences.erase(sequence);
    erase_objects(state_, [&](const SqlObjectKey& key, const SqlObject&) { return key.name.schema == name; });
    std::erase_if(state_.rights, [&](const auto& entry) { return entry.second.space == name; });
    state_.schema.namespaces.erase(name);
    return true;
  }

  bool drop_type(const std::vector<std::string>& names) {
    const auto name = find_type(state_, names);
    if (!name) return false;
    state_.schema.enums.erase(*name);
    for (const char* kind : {"domain", "composite type", "range type"}) state_.erase(kind, *name);
    remove_attached(state_, *name);
    return true;
  }

  bool drop_on_table(const std::string& kind, const std::vector<std::string>& names) {
    const auto table = state_.relation(std::vector<std::string>(names.begin(), names.end() - 1));
    if (!table) return false;
    const QualifiedName name{table->schema, table->name + "." + names.back()};
    if (!state_.has(kind, name)) return false;
    state_.erase(kind, name);
    for (const char* more : {" state", ""}) state_.erase(more[0] ? kind + more : "comment on " + kind, name);
    return true;
  }

  bool drop_object(const std::string& kind, const std::vector<std::string>& names) {
    const auto name = kind == "extension" ? std::optional(QualifiedName{{}, names[0]}) : state_.find(names, {kind});
    if (!name || !state_.has(kind, *name)) return false;
    state_.erase(kind, *name);
    remove_attached(state_, *name);
    return true;
  }

  State& state_;
  const Node& statement_;
  bool cascade_;
};

}  // namespace

void remove_attached(State& state, const QualifiedName& name) {
  const auto prefix = name.name + ".";
  erase_objects(state, [&](const SqlObjectKey& key, const SqlObject&) {
    if (key.name.schema != name.schema) return false;
    const bool about =
        key.name.name == name.name && (key.kind.starts_with("comment on ") || key.kind.ends_with("row security") ||
                                       key.kind.starts_with("domain ") || key.kind == "clustering");
    const bool part =
        key.name.name.starts_with(prefix) &&
        (key.kind == "trigger" || key.kind == "policy" || key.kind == "rule" || key.kind.ends_with(" state") ||
         key.kind.starts_with("comment on ") || key.kind == "domain constraint" || key.kind == "column default" ||
         key.kind == "column statistics");
    return about || part;
  });
  std::erase_if(state.rights, [&](const auto& entry) {
    return entry.second.space == name.schema &&
           (entry.second.name == name.name || entry.second.name.starts_with(prefix));
  });
}

template <class IsGone>
static void forget_column_sequences(State& state, IsGone&& is_gone) {
  std::erase_if(state.column_sequences, [&](const auto& entry) {
    if (is_gone(entry.second)) state.erase("comment on sequence", entry.first);
    return is_gone(entry.second);
  });
}

void remove_column(State& state, const QualifiedName& table, const std::string& column, bool cascade) {
  if (cascade) remove_dependents(state, table);
  std::vector<QualifiedName> sequences;
  for (const auto& [name, sequence] : state.schema.sequences)
    if (sequence->owned_by == ColumnName{table, column}) sequences.push_back(name);
  for (const auto& name : sequences) state.schema.sequences.erase(name);
  forget_column_sequences(state, [&](const ColumnName& owner) { return owner == ColumnName{table, column}; });
  state.change_table(table, [&](Table& changed) {
    std::erase_if(changed.constraints, [&](const Constraint& constraint) { return uses(constraint, column); });
    std::erase_if(changed.indexes, [&](const Index& index) { return uses(index, column); });
    changed.columns.remove(column);
  });
}

void remove_constraint(State& state, const QualifiedName& table, const std::string& constraint, bool cascade) {
  const auto* present = state.table(table);
  const auto at = std::ranges::find_if(present->constraints,
                                       [&](const Constraint& known) { return known.name.text == constraint; });
  const auto* key = std::get_if<Key>(&at->body);
  const auto columns = key ? key->columns : std::vector<std::string>();
  state.change_table(table, [&](Table& changed) {
    std::erase_if(changed.constraints, [&](const Constraint& known) { return known.name.text == constraint; });
  });
  if (cascade && key) remove_references(state, table);
}

void remove_relation(State& state, const QualifiedName& name, bool cascade) {
  if (cascade) {
    remove_dependents(state, name);
    remove_references(state, name);
  }
  std::vector<QualifiedName> below;
  for (const auto& [partition, parent] : state.partitions)
    if (parent == name) below.push_back(partition);
  for (const auto& partition : below) remove_relation(state, partition, cascade);
  std::vector<QualifiedName> sequences;
  for (const auto& [sequence, value] : state.schema.sequences)
    if (value->owned_by && value->owned_by->table == name) sequences.push_back(sequence);
  for (const auto& sequence : sequences) state.schema.sequences.erase(sequence);
  forget_column_sequences(state, [&](const ColumnName& owner) { return owner.table == name; });
  state.change_table(name, [](Table& table) {
    table.constraints.clear();
    table.indexes.clear();
  });
  std::vector<QualifiedName> indexes;
  for (const auto& [index, owner] : state.indexes)
    if (owner == name) indexes.push_back(index);
  for (const auto& index : indexes) {
    state.erase("index", index);
    state.indexes.erase(index);
  }
  state.schema.tables.erase(name);
  state.schema.sequences.erase(name);
  state.partitions.erase(name);
  state.partition_tables.erase(name);
  state.views.erase(name);
  for (const char* kind : {"view", "materialized view", "partition", "partition options", "partition replica identity",
                           "partition clustering"})
    state.erase(kind, name);
  remove_attached(state, name);
}

void fold_drop(State& state, const Node& statement) { Drop(state, statement).run(); }

}  // namespace schemac::sql
