#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

// What LIKE takes besides names, types and NOT NULL: bits of the parser's.
enum LikeOption : std::uint32_t {
  comments = 1,
  compression = 2,
  constraints = 4,
  defaults = 8,
  generated = 16,
  identity = 32,
  indexes = 64,
  statistics = 128,
  storage = 256
};

class NewTable {
 public:
  NewTable(State& state, const Node& statement) : state_(state), statement_(statement) {
    table_.name = state.created(statement.child("relation"));
  }

  void run() {
    read_parents();
    for (const auto& element : statement_.list("table_elts")) read_element(element);
    read_attributes();
    if (state_.failed()) return;
    for (auto& column : table_.columns) make_serial(state_, table_.name, column);
    state_.schema.tables.set(table_.name, table_);
    const auto all = state_.columns_of(table_.name);
    if (const auto spec = statement_.child("partspec")) {
      const auto key = partition_key_text(state_, spec, all);
      state_.partition_keys[table_.name] = state_.last_partition_key;
      state_.change_table(table_.name, [&](Table& table) { table.attributes["partition_by"] = key; });
    }
    for (const auto& definition : definitions_) read_rest(definition, all);
    if (table_.attributes.contains("inherits")) merge_with_parents(state_, table_.name);
    for (const auto& constraint : table_constraints_)
      if (auto read = read_constraint(state_, constraint, table_.name, all, {}))
        constraints_.push_back(std::move(*read));
    add_constraints(state_, table_.name, std::move(constraints_));
    for (const auto& like : likes_) copy_indexes(like);
    state_.declare(table_id(table_.name), statement_.child("relation"));
  }

 private:
  void read_parents() {
    std::string names;
    for (const auto& parent : statement_.list("inh_relations"))
      if (const auto name = state_.relation(parent)) names += (names.empty() ? "" : ", ") + postgresql::quote(*name);
    if (!names.empty()) table_.attributes["inherits"] = names;
  }

  void read_attributes() {
    table_.attributes.merge(storage_options(statement_.list("options")));
    if (statement_.child("relation").text("relpersistence") == "u") table_.attributes["unlogged"] = "true";
    if (const auto space = statement_.text("tablespacename"); !space.empty()) table_.attributes["tablespace"] = space;
    if (const auto method = statement_.text("access_method"); !method.empty() && method != "heap")
      table_.attributes["access_method"] = method;
  }

  void read_element(const Node& element) {
    if (element.is("ColumnDef")) {
      if (table_.columns.find(element.text("colname")))
        state_.wrong("duplicate-object",
                     fmt::format("found a second column `{}`, expected one", element.text("colname")), element);
      table_.columns.add(sql::read_column(state_, element));
      definitions_.push_back(element);
    } else if (element.is("Constraint")) {
      table_constraints_.push_back(element);
    } else if (element.is("TableLikeClause")) {
      read_like(element);
    }
  }

  void read_like(const Node& like) {
    const auto name = state_.relation(like.child("relation"));
    if (!name) return;
    const auto options = static_cast<std::uint32_t>(like.integer("options"));
    if ((options & constraints) != 0 || (options & indexes) != 0) likes_.push_back({*name, options});
    for (auto column : state_.columns_of(*name)) {
      if ((options & comments) == 0) column.comment.reset();
      if ((options & generated) == 0) column.generated.reset();
      if ((options & defaults) == 0 && !column.generated) column.default_value.reset();
      if ((options & identity) == 0) column.identity.reset();
      if (column.identity) column.identity->sequence = {};
      for (const char* key : {"storage", "n_distinct", "n_distinct_inherited"})
        if ((options & storage) == 0 || key != std::string_view("storage")) column.attributes.erase(key);
      if ((options & compression) == 0) column.attributes.erase("compression");
      column.attributes.erase("statistics");
      table_.columns.add(std::move(column));
    }
    if ((options & constraints) != 0)
      for (const auto& constraint : state_.table(*name)->constraints)
        if (std::holds_alternative<Check>(constraint.body)) constraints_.push_back(constraint);
  }

  void copy_indexes(const std::pair<QualifiedName, std::uint32_t>& like) {
    if ((like.second & indexes) == 0) return;
    const auto source = *state_.table(like.first);
    std::vector<Constraint> keys;
    for (auto constraint : source.constraints) {
      if (!is_key_like(constraint)) continue;
      constraint.name.text.clear();
      if (std::holds_alternative<Exclusion>(constraint.body))
        state_.needs_server("LIKE of a table with an EXCLUDE constraint", statement_);
      keys.push_back(std::move(constraint));
    }
    add_constraints(state_, table_.name, std::move(keys));
    for (auto index : source.indexes) {
      std::vector<std::string> parts;
      for (const auto& key : index.keys)
        parts.push_back(key.expression ? postgresql::expression_part(key.expression->sql) : key.column);
      for (const auto& column : index.include) parts.push_back(column);
      index.name.text =
          state_.relation_name(table_.name.schema, table_.name.name, postgresql::columns_part(parts), "idx", false);
      state_.change_table(table_.name, [&](Table& table) { table.indexes.push_back(index); });
    }
  }

  // Defaults, generation and constraints of a column, when all columns are known.
  void read_rest(const Node& definition, const std::vector<Column>& all) {
    if (definition.list("constraints").empty()) return;
    const auto name = definition.text("colname");
    const auto& written = *table_.columns.find(name);
    Column column = written;
    read_expressions(state_, definition, table_.name, all, column);
    if (column.default_value != written.default_value || column.generated)
      state_.change_table(table_.name, [&](Table& table) { *table.columns.find(name) = column; });
    for (auto& constraint : column_constraints(state_, definition, table_.name, all))
      constraints_.push_back(std::move(constraint));
  }

  State& state_;
  const Node& statement_;
  Table table_;
  std::vector<Node> definitions_;
  std::vector<Node> table_constraints_;
  std::vector<Constraint> constraints_;
  std::vector<std::pair<QualifiedName, std::uint32_t>> likes_;
};

}  // namespace

std::vector<Constraint> column_constraints(State& state, const Node& definition, const QualifiedName& table,
                                           const std::vector<Column>& all) {
  std::vector<Constraint> out;
  for (const auto& node : definition.list("constraints")) {
    const auto kind = node.word("contype");
    if (auto constraint = read_constraint(state, node, table, all, definition.text("colname")))
      out.push_back(std::move(*constraint));
    if (out.empty()) continue;
    if (kind == "CONSTR_ATTR_DEFERRABLE") out.back().deferrable = true;
    if (kind == "CONSTR_ATTR_DEFERRED") out.back().deferrable = out.back().initially_deferred = true;
  }
  return out;
}

void fold_create_table(State& state, const Node& statement) {
  const auto relation = statement.child("relation");
  if (relation.text("relpersistence") == "t") return void(state.temporary.insert(relation.text("relname")));
  const auto name = state.created(relation);
  if (state.is_taken(name.schema, name.name)) {
    if (!statement.flag("if_not_exists"))
      state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)),
                  relation);
    return;
  }
  if (statement.child("of_typename")) return state.needs_server("a table of a composite type", relation);
  if (statement.child("partbound")) return fold_create_partition(state, statement);
  NewTable(state, statement).run();
}

}  // namespace schemac::sql
