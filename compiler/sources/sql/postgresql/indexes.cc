#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/operator_classes.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

IndexKey read_key(State& state, const Node& element, Writer& writer, const std::vector<Column>& columns,
                  const std::string& method) {
  IndexKey key;
  TypeId type = 0;
  if (const auto expression = element.child("expr")) {
    auto typed = writer.key(expression);
    key.expression = Expression{typed.text};
    type = typed.type;
  } else {
    key.column = element.text("name");
    const auto column = std::ranges::find(columns, key.column, &Column::name);
    if (column == columns.end())
      state.wrong("unknown-column", fmt::format("found no column `{}`, expected one of the table's", key.column),
                  element);
    else
      type = state.types().of(state, column->type);
  }
  key.descending = element.word("ordering") == "SORTBY_DESC";
  const auto nulls = element.word("nulls_ordering");
  if (nulls != "SORTBY_NULLS_DEFAULT" && (nulls == "SORTBY_NULLS_FIRST") != key.descending)
    key.nulls_first = nulls == "SORTBY_NULLS_FIRST";
  if (const auto collation = element.values("collation"); !collation.empty())
    key.collation = collation_name(state, collation);
  if (const auto names = element.values("opclass"); !names.empty()) {
    auto name = operator_class_name(state, names);
    std::string options;
    for (const auto& [option, value] : storage_options(element.list("opclassopts")))
      options += fmt::format("{}{}={}", options.empty() ? "" : ", ", option, string_literal(value));
    if (!options.empty())
      key.operator_class = name + "(" + options + ")";
    else if (!is_default_operator_class(state, name, method, type))
      key.operator_class = name;
  }
  return key;
}

std::vector<std::string> name_parts(const Node& statement) {
  std::vector<std::string> parts;
  for (const char* list : {"index_params", "index_including_params"})
    for (const auto& element : statement.list(list)) {
      auto part = element.text("name").empty() ? Writer::column_label(element.child("expr")) : element.text("name");
      if (part.empty()) part = "expr";
      auto name = part;
      for (int number = 1; std::ranges::find(parts, name) != parts.end(); ++number)
        name = part + std::to_string(number);
      parts.push_back(std::move(name));
    }
  return parts;
}

}  // namespace

std::string operator_class_name(const State& state, const std::vector<std::string>& names) {
  if (names.size() > 1)
    return names[0] == "pg_catalog" ? names.back() : postgresql::quote(QualifiedName{names[0], names.back()});
  if (const auto extension = extension_of_operator_class(names[0]); !extension.empty()) {
    const auto* found = state.schema.sql_objects.find({"extension", {{}, extension}});
    if (found && !found->shape.empty()) return postgresql::quote(QualifiedName{found->shape[0], names[0]});
  }
  return names[0];
}

std::optional<Index> read_index(State& state, const Node& statement, const QualifiedName& table) {
  const auto columns = state.columns_of(table);
  Writer writer(state, {.relations = {{table.name, columns}}});
  const auto method = statement.text("access_method").empty() ? std::string("btree") : statement.text("access_method");
  Index index{.name = {statement.text("idxname"), true},
              .keys = {},
              .unique = statement.flag("unique"),
              .method = method == "rtree" ? "gist" : method};
  const bool has_columns = !columns.empty();
  for (const auto& element : statement.list("index_params")) {
    if (!has_columns && !element.child("expr")) {
      IndexKey key{.column = element.text("name")};
      key.descending = element.word("ordering") == "SORTBY_DESC";
      index.keys.push_back(std::move(key));
      continue;
    }
    index.keys.push_back(read_key(state, element, writer, columns, index.method));
  }
  for (const auto& element : statement.list("index_including_params")) index.include.push_back(element.text("name"));
  if (const auto where = statement.child("where_clause")) index.where = Expression{writer.condition(where)};
  index.nulls_not_distinct = statement.flag("nulls_not_distinct");
  index.attributes = storage_options(statement.list("options"));
  if (const auto space = statement.text("table_space"); !space.empty()) index.attributes["tablespace"] = space;
  if (index.name.text.empty())
    index.name.text =
        state.relation_name(table.schema, table.name, postgresql::columns_part(name_parts(statement)), "idx", false);
  return index;
}

// As pg_get_indexdef spells it.
std::string index_text(const QualifiedName& table, const Index& index) {
  std::string keys;
  for (const auto& key : index.keys) {
    auto text = key.expression ? key.expression->sql : postgresql::quote(key.column);
    if (key.expression && (text.starts_with('(') || !text.ends_with(')'))) text = "(" + text + ")";
    if (key.collation) text += " COLLATE " + postgresql::collation_sql(*key.collation);
    if (key.operator_class) text += " " + *key.operator_class;
    if (key.descending) text += " DESC";
    if (key.nulls_first) text += *key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
    keys += (keys.empty() ? "" : ", ") + text;
  }
  auto out = fmt::format("CREATE {}INDEX {} ON {} USING {} ({})", index.unique ? "UNIQUE " : "",
                         postgresql::quote(index.name.text), postgresql::quote(table), index.method, keys);
  if (!index.include.empty()) out += fmt::format(" INCLUDE ({})", postgresql::quote_list(index.include));
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  std::string options;
  for (const auto& [name, value] : index.attributes)
    if (name != "tablespace")
      options += fmt::format("{}{}={}", options.empty() ? "" : ", ", name, string_literal(value));
  if (!options.empty()) out += fmt::format(" WITH ({})", options);
  if (index.where) out += fmt::format(" WHERE {}", index.where->sql);
  if (const auto space = index.attributes.find("tablespace"); space != index.attributes.end())
    out += " TABLESPACE " + postgresql::quote(space->second);
  return out;
}

// ON ONLY a partitioned table: not valid until every partition has its own attached.
static bool waits_for_partitions(State& state, const QualifiedName& table, const QualifiedName& index,
                                 const Node& statement) {
  if (statement.child("relation").flag("inh") || !state.schema.tables.contains(table)) return false;
  auto& waits = state.indexes_of_partitions[index];
  for (const auto& [partition, parent] : state.partitions)
    if (parent == table) waits.insert(partition);
  return !waits.empty();
}

void fold_create_index(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("relation"));
  if (!table) return;
  const auto name = statement.text("idxname");
  if (!name.empty() && state.is_taken(table->schema, name)) {
    if (!statement.flag("if_not_exists"))
      state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", name),
                  statement.child("relation"));
    return;
  }
  auto index = read_index(state, statement, *table);
  if (!index || state.failed()) return;
  state.declare(index_id(*table, index->name.text), statement.child("relation"));
  if (state.relation_kind(*table) == "materialized view") {
    state.indexes[{table->schema, index->name.text}] = *table;
    state.put("index", {table->schema, index->name.text}, index_text(*table, *index));
    return;
  }
  index->valid = !waits_for_partitions(state, *table, {table->schema, index->name.text}, statement);
  if (!state.add_index(*table, std::move(*index)))
    state.wrong("unknown-object", fmt::format("found `{}`, which is no table, expected one to index", display(*table)),
                statement.child("relation"));
}

}  // namespace schemac::sql
