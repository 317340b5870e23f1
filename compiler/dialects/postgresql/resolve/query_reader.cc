#include "dialects/postgresql/resolve/query_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac::postgresql {
namespace {

// Of a query: more than the server takes, which is 1,664. `SELECT a.*, b.*` doubles them at every level.
constexpr std::size_t most_columns = 10'000;

QualifiedName name_of(const Node& range_var) { return {range_var.text("schemaname"), range_var.text("relname")}; }

// `public."My Table"` inside a string; without a schema where none is said.
QualifiedName name_in_string(const std::string& text) {
  std::vector<std::string> parts;
  for (const auto& token : sql_tokens(text, postgresql_lexis())) {
    if (token.kind == SqlTokenKind::word) parts.push_back(lower(token.text(text)));
    if (token.kind == SqlTokenKind::quoted_identifier) parts.push_back(unquoted(token.text(text)));
  }
  if (parts.empty()) return {};
  return {parts.size() > 1 ? parts[parts.size() - 2] : "", parts.back()};
}

// What the server calls a column of a query whose author did not say (FigureColname in parse_target.c).
std::string label_of(const Node& value) {
  const auto kind = value.kind();
  if (kind == "ColumnRef") {
    const auto names = value.values("fields");
    return names.empty() ? std::string() : names.back();
  }
  if (kind == "FuncCall") return value.values("funcname").back();
  if (kind == "TypeCast") {
    const auto inner = label_of(value.child("arg"));
    return inner.empty() ? value.child("type_name").values("names").back() : inner;
  }
  if (kind == "CollateClause") return label_of(value.child("arg"));
  if (kind == "CaseExpr") {
    const auto inner = label_of(value.child("defresult"));
    return inner.empty() ? "case" : inner;
  }
  if (kind == "CoalesceExpr") return "coalesce";
  if (kind == "MinMaxExpr") return value.word("op") == "IS_GREATEST" ? "greatest" : "least";
  if (kind == "A_ArrayExpr") return "array";
  if (kind == "RowExpr") return "row";
  if (kind == "A_Expr") return value.word("kind") == "AEXPR_NULLIF" ? "nullif" : "";
  if (kind == "A_Indirection") {
    for (auto& item : value.list("indirection"))
      if (item.is("String")) return item.value();
    return label_of(value.child("arg"));
  }
  if (kind != "SubLink") return {};
  if (value.word("sub_link_type") == "EXISTS_SUBLINK") return "exists";
  if (value.word("sub_link_type") == "ARRAY_SUBLINK") return "array";
  const auto targets = value.child("subselect").list("target_list");
  if (value.word("sub_link_type") != "EXPR_SUBLINK" || targets.empty()) return {};
  return targets.front().text("name").empty() ? label_of(targets.front().child("val")) : targets.front().text("name");
}

// An expression without a label of its own is `?column?`; of these kinds that is known.
bool has_known_label(const Node& value) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"A_Const", "A_Expr", "BoolExpr", "NullTest", "BooleanTest", "ParamRef",
                                       "ColumnRef", "FuncCall", "TypeCast", "SubLink"});
  return std::find(kinds.begin(), kinds.end(), value.kind()) != kinds.end();
}

// Where they are called, columns of a grouped query need not be grouped themselves.
bool is_aggregate(const std::string& name) {
  static const std::set<std::string_view> names = {"array_agg",
                                                   "avg",
                                                   "bit_and",
                                                   "bit_or",
                                                   "bit_xor",
                                                   "bool_and",
                                                   "bool_or",
                                                   "count",
                                                   "every",
                                                   "json_agg",
                                                   "jsonb_agg",
                                                   "json_object_agg",
                                                   "jsonb_object_agg",
                                                   "max",
                                                   "min",
                                                   "range_agg",
                                                   "string_agg",
                                                   "sum",
                                                   "stddev",
                                                   "stddev_pop",
                                                   "stddev_samp",
                                                   "variance",
                                                   "var_pop",
                                                   "var_samp",
                                                   "xmlagg",
                                                   "any_value",
                                                   "mode",
                                                   "percentile_cont",
                                                   "percentile_disc",
                                                   "corr",
                                                   "covar_pop",
                                                   "covar_samp",
                                                   "regr_count",
                                                   "range_intersect_agg",
                                                   "grouping"};
  return names.contains(name);
}

constexpr auto system_columns = std::to_array<const char*>({"ctid", "tableoid", "xmin", "xmax", "cmin", "cmax"});

bool is_system_column(std::string_view name) {
  return std::find(system_columns.begin(), system_columns.end(), name) != system_columns.end();
}

// A bare name that a query's result has.
bool is_output(const Node& node, const Shown& shown) {
  if (!node.is("ColumnRef")) return false;
  const auto names = node.values("fields");
  return names.size() == 1 && std::find(shown.names.begin(), shown.names.end(), names[0]) != shown.names.end();
}

}  // namespace

bool is_query(std::string_view kind) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"});
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// --- statements

Shown QueryReader::statement(const Node& node, const Level* outer) {
  if (node.is("SelectStmt")) return select(node, outer);
  if (node.is("InsertStmt")) return insert(node, outer);
  if (node.is("UpdateStmt")) return update(node, outer);
  if (node.is("DeleteStmt")) return remove(node, outer);
  if (node.is("MergeStmt")) return merge(node, outer);
  const Level empty{.outer = outer};
  expression(node, empty);
  return {};
}

Shown QueryReader::set_operation(const Node& node, const Level* outer) {
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  auto shown = select(node.child("larg"), &level);
  select(node.child("rarg"), &level);
  // ORDER BY can name the columns of the result alone: nothing outside
  for (const char* field : {"limit_offset", "limit_count"}) expression(node.child(field), level);
  return shown;
}

Shown QueryReader::select(const Node& node, const Level* outer) {
  if (node.child("larg")) return set_operation(node, outer);
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  for (const auto& item : node.list("from_clause")) from_item(item, level);
  Shown shown;
  const auto rows = node.list("values_lists");
  for (const auto& row : rows) expression(row, level);
  if (!rows.empty())
    for (std::size_t at = 1; at <= rows.front().list("items").size(); ++at)
      shown.names.push_back("column" + std::to_string(at));
  else
    shown = targets(node, "target_list", level);
  for (const char* field : {"where_clause", "having_clause", "limit_offset", "limit_count"})
    expression(node.child(field), level);
  for (const auto& item : node.list("window_clause")) expression(item, level);
  // a bare name is a column of FROM, and where there is none one of the result
  for (const char* field : {"distinct_clause", "group_clause"})
    for (const auto& item : node.list(field)) {
      const bool may_be_output = is_output(item, shown) || item.is("GroupingSet") || item.is("RowExpr");
      level.is_open = may_be_output;
      expression(item, level);
      level.is_open = false;
    }
  // a bare name in ORDER BY is a column of the result where there is one of that name
  for (const auto& item : node.list("sort_clause")) {
    if (!is_output(item.child("node"), shown)) expression(item, level);
  }
  functional_dependency(node, level);
  return shown;
}

Shown QueryReader::targets(const Node& list_owner, std::string_view field, const Level& level) {
  Shown shown;
  for (const auto& item : list_owner.list(field)) {
    const auto value = item.child("val");
    const auto names = value.is("ColumnRef") ? value.values("fields") : std::vector<std::string>();
    if (!names.empty() && names.back() == "*" && value.list("fields").back().is("A_Star")) {
      star({names.begin(), names.end() - 1}, level, &shown);
      continue;
    }
    const auto name = item.text("name");
    if (value.is("ColumnRef"))
      column(value, level, name.empty());
    else
      expression(value, level);
    const auto label = name.empty() ? label_of(value) : name;
    if (label.empty() && !has_known_label(value)) shown.certain = false;
    shown.names.push_back(label.empty() ? "?column?" : label);
  }
  return shown;
}

void QueryReader::with_clause(const Node& node, Level& level) {
  if (!node) return;
  for (const auto& table : node.list("ctes")) {
    const auto name = table.text("ctename");
    const auto aliases = table.values("aliascolnames");
    const auto query = table.child("ctequery");
    if (node.flag("recursive")) {
      // a first look at the part that does not call itself tells the columns
      auto first = query;
      while (first.child("larg")) first = first.child("larg");
      Shown columns{.known = !aliases.empty(), .names = aliases, .certain = false};
      if (aliases.empty() && first.is("SelectStmt"))
        for (const auto& item : first.list("target_list")) {
          const auto label = item.text("name").empty() ? label_of(item.child("val")) : item.text("name");
          columns.known = label != "*";
          columns.names.push_back(label);
          if (!columns.known) break;
        }
      level.common_tables[name] = columns;
    }
    auto shown = statement(query, &level);
    if (table.child("search_clause") || table.child("cycle_clause")) shown.certain = false;  // each adds columns
    std::copy_n(aliases.begin(), std::min(aliases.size(), shown.names.size()), shown.names.begin());
    level.common_tables[name] = std::move(shown);
  }
}

void QueryReader::changed_columns(const Node& node, std::string_view field, const std::optional<ObjectId>& relation) {
  if (!relation) return;
  for (const auto& target : node.list(field)) {
    if (target.text("name").empty()) continue;
    named_column(*relation, target.text("name"), target.integer("location"));
    if (relation->kind == ObjectKind::table)
      found_.name_at(target.integer("location"), {column_id(relation->name, target.text("name"))});
  }
}

Shown QueryReader::insert(const Node& node, const Level* outer) {
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  const auto target = needed_relation(node.child("relation"));
  changed_columns(node, "cols", target);
  if (const auto rows = node.child("select_stmt")) select(rows, &level);
  range_var(node.child("relation"), level);
  if (const auto conflict = node.child("on_conflict_clause")) {
    if (target) level.items.push_back(item_of(*target, "excluded", true));
    // EXCLUDED is the whole row
    const auto* table =
        target && conflict.word("action") == "ONCONFLICT_UPDATE" ? found_.lookup().table_of(*target) : nullptr;
    if (table)
      for (const auto& column : found_.lookup().columns_of(*table)) found_.need_column(*target, column);
    changed_columns(conflict, "target_list", target);
    expression(conflict, level);
  }
  return targets(node, "returning_list", level);
}

Shown QueryReader::update(const Node& node, const Level* outer) {
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  range_var(node.child("relation"), level);
  changed_columns(node, "target_list", level.items.back().relation);
  for (const auto& item : node.list("from_clause")) from_item(item, level);
  for (const auto& target : node.list("target_list")) expression(target.child("val"), level);
  expression(node.child("where_clause"), level);
  return targets(node, "returning_list", level);
}

Shown QueryReader::remove(const Node& node, const Level* outer) {
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  range_var(node.child("relation"), level);
  for (const auto& item : node.list("using_clause")) from_item(item, level);
  expression(node.child("where_clause"), level);
  return targets(node, "returning_list", level);
}

Shown QueryReader::merge(const Node& node, const Level* outer) {
  Level level{.outer = outer};
  with_clause(node.child("with_clause"), level);
  range_var(node.child("relation"), level);
  const auto target = level.items.back().relation;
  from_item(node.child("source_relation"), level);
  expression(node.child("join_condition"), level);
  for (const auto& when : node.list("merge_when_clauses")) {
    changed_columns(when, "target_list", target);
    expression(when, level);
  }
  return {};
}

// --- FROM

std::optional<ObjectId> QueryReader::relation(const Node& range_var) {
  if (!range_var) return std::nullopt;
  const auto found = found_.lookup().relation(name_of(range_var));
  if (!found) return std::nullopt;
  found_.need_relation(*found);
  found_.name_at(range_var.integer("location"), {found, schema_id(found->name.schema)});
  return found;
}

std::optional<ObjectId> QueryReader::needed_relation(const Node& range_var) {
  const auto found = relation(range_var);
  if (found || !range_var || !range_var.text("catalogname").empty() || !found_.looks_for_missing()) return found;
  const auto name = name_of(range_var);
  if (!found_.lookup().lacks_relation(name)) return found;
  const auto parts = name.schema.empty() ? std::vector{name.name} : std::vector{name.schema, name.name};
  found_.miss({.kind = NameKind::relation, .parts = parts}, range_var.integer("location"));
  return found;
}

void QueryReader::named_column(const ObjectId& relation, const std::string& column, std::int64_t location) {
  found_.need_column(relation, column);
  const auto item = found_.looks_for_missing() ? item_of(relation, relation.name.name, false) : Item{};
  if (item.certain && std::find(item.columns.begin(), item.columns.end(), column) == item.columns.end())
    found_.miss({.kind = NameKind::column, .parts = {column}, .of = relation.name, .candidates = item.columns},
                location);
}

Item QueryReader::item_of(const ObjectId& relation, const std::string& name, bool is_alias) {
  Item item{.name = name, .relation = relation, .is_alias = is_alias};
  if (const auto* table = found_.lookup().table_of(relation)) {
    item.columns = found_.lookup().columns_of(*table);
    item.columns.insert(item.columns.end(), system_columns.begin(), system_columns.end());
    item.certain = found_.lookup().knows_columns_of(relation);
    return item;
  }
  auto shown = columns_of_view(relation);
  item.columns_known = shown.known;
  item.certain = shown.known && shown.certain;
  item.columns = std::move(shown.names);
  return item;
}

// A view's query is read apart: only what it shows matters here.
Shown QueryReader::columns_of_view(const ObjectId& view) {
  if (const auto known = views_->find(view); known != views_->end()) return known->second;
  const auto* object = found_.lookup().schema().sql_objects.find({view.part, view.name});
  if (!object || (view.part != "view" && view.part != "materialized view") || depth_ > 30) return {.known = false};
  const bool whole = lower(object->definition.substr(0, 7)) == "create ";
  const auto parsed = parse(whole ? object->definition : "CREATE VIEW v AS " + object->definition);
  if (!parsed || parsed->statements().size() != 1) return {.known = false};
  const auto node = parsed->statements().front();
  const auto query = node.child("query");
  if (!query.is("SelectStmt")) return {.known = false};
  Found aside(found_.lookup(), object->definition, 0);
  QueryReader reader(aside);
  reader.depth_ = depth_ + 1;
  reader.views_ = views_;
  auto shown = reader.select(query, nullptr);
  const auto aliases = node.is("ViewStmt") ? node.values("aliases") : node.child("into").values("col_names");
  std::copy_n(aliases.begin(), std::min(aliases.size(), shown.names.size()), shown.names.begin());
  return (*views_)[view] = std::move(shown);
}

void QueryReader::range_var(const Node& node, Level& level) {
  const auto alias = node.child("alias");
  const auto name = alias ? alias.text("aliasname") : node.text("relname");
  Item item{.name = name, .is_alias = static_cast<bool>(alias), .columns_known = false};
  bool is_common_table = false;
  for (const Level* at = &level; at && node.text("schemaname").empty() && !is_common_table; at = at->outer)
    if (const auto common = at->common_tables.find(node.text("relname")); common != at->common_tables.end()) {
      item.columns_known = common->second.known;
      item.certain = common->second.known && common->second.certain;
      item.columns = common->second.names;
      is_common_table = true;
    }
  if (!is_common_table)
    if (const auto found = needed_relation(node)) {
      item = item_of(*found, name, item.is_alias);
      if (node.text("schemaname").empty() && found_.lookup().is_ambiguous(node.text("relname"))) item.certain = false;
    }
  const auto renamed = alias ? alias.values("colnames") : std::vector<std::string>();
  if (!renamed.empty()) {
    item.originals = item.columns;
    std::copy_n(renamed.begin(), std::min(renamed.size(), item.columns.size()), item.columns.begin());
  }
  level.items.push_back(std::move(item));
}

void QueryReader::from_item(const Node& node, Level& level) {
  if (node.is("RangeVar")) return range_var(node, level);
  if (node.is("JoinExpr")) return join(node, level);
  if (node.is("RangeTableSample")) {
    from_item(node.child("relation"), level);
    for (const auto& argument : node.list("args")) expression(argument, level);
    return;
  }
  const auto alias = node.child("alias");
  Item item{.name = alias ? alias.text("aliasname") : "", .is_alias = true};
  if (node.is("RangeSubselect")) {
    // without LATERAL the neighbours are not seen; what is around this query is
    const Level apart{.common_tables = level.common_tables, .outer = level.outer};
    auto shown = statement(node.child("subquery"), node.flag("lateral") ? &level : &apart);
    item.columns_known = shown.known;
    item.certain = shown.known && shown.certain;
    item.columns = std::move(shown.names);
  } else {
    node.each_child([&](const Node& child) {
      if (!child.is("Alias")) expression(child, level);
    });
    item.columns_known = false;
    item.is_nameless = !alias;
    if (!alias && node.is("RangeFunction"))
      for (const auto& pair : node.list("functions"))
        if (const auto call = pair.list("items").front(); call.is("FuncCall"))
          item.name = call.values("funcname").back();
    const bool defines_columns =
        node.has_field("coldeflist") && !node.list("coldeflist").empty();  // XMLTABLE has its own
    if (!alias || (alias.values("colnames").empty() && !defines_columns)) {
      level.items.push_back(std::move(item));
      return;
    }
  }
  const auto renamed = alias ? alias.values("colnames") : std::vector<std::string>();
  if (item.columns.size() < renamed.size()) item.columns.resize(renamed.size());
  std::copy(renamed.begin(), renamed.end(), item.columns.begin());
  level.items.push_back(std::move(item));
}

void QueryReader::join(const Node& node, Level& level) {
  const auto begin = level.items.size();
  from_item(node.child("larg"), level);
  const auto middle = level.items.size();
  from_item(node.child("rarg"), level);
  auto names = node.values("using_clause");
  if (node.flag("is_natural"))
    for (auto left = begin; left < middle; ++left)
      for (const auto& column : level.items[left].columns)
        for (auto right = middle; right < level.items.size(); ++right) {
          const auto& others = level.items[right].columns;
          if (!is_system_column(column) && std::find(others.begin(), others.end(), column) != others.end())
            names.push_back(column);
        }
  join_columns(names, level, begin, middle);
  expression(node.child("quals"), level);
  if (!found_.looks_for_missing()) return;
  for (const char* field : {"alias", "join_using_alias"})
    if (const auto alias = node.child(field))
      level.items.push_back({.name = alias.text("aliasname"), .is_alias = true, .columns_known = false});
}

// Columns that both sides have in common are needed on both.
void QueryReader::join_columns(const std::vector<std::string>& names, const Level& level, std::size_t begin,
                               std::size_t middle) {
  for (const auto& name : names)
    for (auto [from, to] : {std::pair(begin, middle), std::pair(middle, level.items.size())})
      for (auto at = from; at < to; ++at) {
        const auto& columns = level.items[at].columns;
        if (std::find(columns.begin(), columns.end(), name) == columns.end()) continue;
        needs_of_column(level.items[at], name);
        break;
      }
}

// --- expressions

void QueryReader::expression(const Node& node, const Level& level) {
  if (!node) return;
  const auto kind = node.kind();
  if (is_query(kind)) return void(statement(node, &level));
  if (kind == "ColumnRef") return column(node, level, false);
  if (kind == "FuncCall") return call(node, level);
  if (kind == "TypeCast") return cast(node, level);
  if (kind == "TypeName") return type_name(node);
  if (kind == "RangeVar") return void(relation(node));
  if (kind == "CollateClause") {
    const auto names = node.values("collname");
    const QualifiedName name{names.size() > 1 ? names[names.size() - 2] : "public", names.back()};
    if (found_.lookup().schema().sql_objects.contains({"collation", name}))
      found_.need({ObjectKind::sql_object, name, "collation"});
  }
  node.each_child([&](const Node& child) { expression(child, level); });
}

void QueryReader::needs_of_column(const Item& item, const std::string& column) {
  if (!item.relation) return;
  const auto at = std::find(item.columns.begin(), item.columns.end(), column);
  const auto place = static_cast<std::size_t>(at - item.columns.begin());
  found_.need_column(*item.relation,
                     item.originals.empty() || place >= item.originals.size() ? column : item.originals[place]);
}

void QueryReader::column(const Node& node, const Level& level, bool is_output_name) {
  const auto fields = node.list("fields");
  auto names = node.values("fields");
  if (fields.empty()) return;
  if (fields.back().is("A_Star")) {
    names.pop_back();
    return star(names, level, nullptr);
  }
  const auto location = node.integer("location");
  const auto is_in = [](const Item& item, const std::string& name) {
    return std::find(item.columns.begin(), item.columns.end(), name) != item.columns.end();
  };
  const auto take = [&](const Item& item) {
    const auto& name = names.back();
    if (item.certain && !is_in(item, name)) miss_column(node, names, {.items = {item}});
    needs_of_column(item, name);
    if (!item.relation || !item.originals.empty()) return;
    std::vector<std::optional<ObjectId>> parts(names.size());
    if (found_.lookup().table_of(*item.relation)) {
      const auto& table = item.relation->kind == ObjectKind::table ? item.relation->name
                                                                   : found_.lookup().table_of(*item.relation)->name;
      parts[0] = column_id(table, name);
    }
    if (parts.size() > 1 && !item.is_alias) parts[1] = item.relation;
    if (parts.size() > 2) parts[2] = schema_id(item.relation->name.schema);
    found_.name_at(location, parts, is_output_name);
  };
  for (const Level* at = &level; at; at = at->outer) {
    bool unknown = false, uncertain = false;
    for (const auto& item : at->items) {
      if (names.size() == 1) {
        if (item.columns_known && is_in(item, names[0])) return take(item);
        if (item.name == names[0] && item.relation) {  // the whole row
          found_.need_relation(*item.relation);
          if (!item.is_alias) found_.name_at(location, {item.relation});
          return;
        }
        unknown = unknown || !item.columns_known;
        uncertain = uncertain || !item.certain || item.name == names[0];
        continue;
      }
      const auto& wanted = names[names.size() - 2];
      if (item.name != wanted ||
          (names.size() > 2 && item.relation && item.relation->name.schema != names[names.size() - 3]))
        continue;
      return take(item);
    }
    if (unknown || (uncertain && found_.looks_for_missing())) return;  // it may be a column of that
  }
  miss_column(node, names, level);
}

// `level` has no such name, as far as its items are known. `u.total` may be a function of the whole row as well, `f.x`
// a routine's parameter.
void QueryReader::miss_column(const Node& node, const std::vector<std::string>& names, const Level& level) {
  if (!found_.looks_for_missing() || is_system_column(names.back())) return;
  UnresolvedName missing{.kind = names.size() == 1 ? NameKind::column : NameKind::qualifier, .parts = names};
  for (const Level* at = &level; at; at = at->outer) {
    if (at->is_open) return;
    for (const auto& item : at->items) {
      const auto has = [&](const std::string& name) {
        return std::find(item.columns.begin(), item.columns.end(), name) != item.columns.end();
      };
      if (item.is_nameless || (names.size() > 1 && has(names.front()))) return;  // a field of a parameter
      if (names.size() == 1) {
        missing.candidates.insert(missing.candidates.end(), item.columns.begin(), item.columns.end());
      } else if (item.name == names[names.size() - 2]) {
        missing.kind = NameKind::column;
        missing.candidates = item.columns;
        if (item.relation) missing.of = item.relation->name;
      } else {
        missing.candidates.push_back(item.name);
      }
    }
  }
  if (names.size() > 2 && missing.kind == NameKind::qualifier) return;  // a relation by its whole name
  if (names.size() > 1 && missing.kind == NameKind::column && !found_.lookup().lacks_routine({{}, names.back()}))
    return;
  if (names.size() == 1 && level.items.size() == 1 && !level.outer && level.items[0].relation)
    missing.of = level.items[0].relation->name;
  found_.miss(std::move(missing), node.integer("location"));
}

void QueryReader::star(const std::vector<std::string>& names, const Level& level, Shown* shown) {
  for (const Level* at = &level; at; at = at->outer) {
    bool any = false;
    for (const auto& item : at->items) {
      if (!names.empty() && item.name != names.back()) continue;
      any = true;
      if (!shown) {  // `f(t.*)`: the row as a value, whatever its columns
        if (item.relation) found_.need_relation(*item.relation);
        continue;
      }
      const bool whole_table = item.relation && found_.lookup().table_of(*item.relation);
      const auto count = item.columns.size() - (whole_table ? 6 : 0);  // without the system's
      if (shown->names.size() + count > most_columns) {
        shown->known = false;
        return;
      }
      for (std::size_t i = 0; i < count; ++i) {
        needs_of_column(item, item.columns[i]);
        shown->names.push_back(item.columns[i]);
      }
      if (item.relation) found_.need_relation(*item.relation);
      if (!item.columns_known) shown->known = false;
      if (!item.certain) shown->certain = false;
    }
    if (any) return;
  }
}

void QueryReader::type_name(const Node& node) {
  const auto names = node.values("names");
  if (names.empty() || names.front() == "pg_catalog" || node.flag("pct_type")) return;
  const QualifiedName said{names.size() > 1 ? names[names.size() - 2] : "", names.back()};
  auto found = found_.lookup().type({names.size() > 1 ? names[names.size() - 2] : "", names.back()});
  if (!found && names.back().starts_with("_"))  // an array, as the server stores it
    found = found_.lookup().type({names.size() > 1 ? names[names.size() - 2] : "", names.back().substr(1)});
  if (!found && found_.lookup().lacks_type(said) && found_.looks_for_missing())
    found_.miss({.kind = NameKind::type, .parts = names}, node.integer("location"));
  if (!found) return;
  found_.need_type(*found);
  const bool is_row_type =
      found->kind == ObjectKind::table || (found->kind == ObjectKind::sql_object && !is_type_of_columns(found->part));
  found_.name_at(node.integer("location"),
                 {is_row_type ? *found : type_id(found->name), schema_id(found->name.schema)});
}

void QueryReader::miss_relation_in_string(const QualifiedName& name, const Node& constant) {
  const bool is_number = !name.name.empty() && name.name.find_first_not_of("0123456789") == std::string::npos;
  if (!found_.looks_for_missing() || name.name.empty() || is_number || !found_.lookup().lacks_relation(name)) return;
  const auto parts = name.schema.empty() ? std::vector{name.name} : std::vector{name.schema, name.name};
  found_.miss({.kind = NameKind::relation, .parts = parts}, constant.integer("location"));
}

// A constant of a type that stands for objects (`'public.numbers'::regclass`) needs that object.
void QueryReader::cast(const Node& node, const Level& level) {
  type_name(node.child("type_name"));
  expression(node.child("arg"), level);
  const auto constant = node.child("arg");
  const auto names = node.child("type_name").values("names");
  if (!constant.is("A_Const") || !constant.child("sval") || names.empty()) return;
  const auto named = name_in_string(constant.value());
  std::optional<ObjectId> found;
  if (names.back() == "regclass") found = found_.lookup().relation(named);
  if (names.back() == "regtype") found = found_.lookup().type(named);
  if (names.back() == "regclass" && !found) miss_relation_in_string(named, constant);
  if (!found) return;
  found_.need_type(*found);
  found_.name_in_string_at(constant.integer("location"), {found, schema_id(found->name.schema)});
}

// The type of a value, as far as it can be told at a glance; empty where it cannot.
std::string QueryReader::type_of(const Node& node, const Level& level) const {
  if (node.is("TypeCast")) {
    const auto names = node.child("type_name").values("names");
    const auto array = node.child("type_name").list("array_bounds").empty() ? "" : "[]";
    const auto parsed = parse_type(names.back());
    return (parsed && !parsed->user_type ? parsed->name : names.back()) + array;
  }
  if (node.is("A_Const"))
    return node.child("ival") ? "integer" : node.child("fval") ? "numeric" : node.child("boolval") ? "boolean" : "";
  if (!node.is("ColumnRef")) return {};
  const auto names = node.values("fields");
  for (const Level* at = &level; at; at = at->outer)
    for (const auto& item : at->items) {
      if (names.size() > 1 && item.name != names[names.size() - 2]) continue;
      const auto* table = item.relation && item.originals.empty() ? found_.lookup().table_of(*item.relation) : nullptr;
      if (const auto* column = table ? table->columns.find(names.back()) : nullptr)
        return column->type.name + (column->type.array ? "[]" : "");
    }
  return {};
}

void QueryReader::call(const Node& node, const Level& level) {
  std::vector<std::string> types;
  const auto arguments = node.list("args");
  for (const auto& argument : arguments) types.push_back(type_of(argument, level));
  const auto names = node.values("funcname");
  // `nextval('numbers')`: the constant is cast to regclass by the server
  const auto& bare = names.back();
  if ((bare == "nextval" || bare == "currval" || bare == "setval") && !arguments.empty() &&
      arguments.front().is("A_Const")) {
    if (const auto found = found_.lookup().relation(name_in_string(arguments.front().value()))) {
      found_.need_relation(*found);
      found_.name_in_string_at(arguments.front().integer("location"), {found, schema_id(found->name.schema)});
    } else if (arguments.front().child("sval")) {
      miss_relation_in_string(name_in_string(arguments.front().value()), arguments.front());
    }
  }
  routine(names, node.integer("location"), arguments.size(), types);
  node.each_child([&](const Node& child) {
    if (!child.is("String")) expression(child, level);
  });
}

void QueryReader::routine(const std::vector<std::string>& names, std::int64_t location,
                          std::optional<std::size_t> arguments, const std::vector<std::string>& types) {
  if (names.empty() || names.front() == "pg_catalog") return;
  auto candidates = found_.lookup().routines({names.size() > 1 ? names[names.size() - 2] : "", names.back()});
  if (candidates.empty()) {
    const QualifiedName name{names.size() > 1 ? names[names.size() - 2] : "", names.back()};
    const auto& lookup = found_.lookup();
    // `name(u)` is the column of a row as well, `mood(x)` a conversion
    const bool may_be_other = (arguments == 1 && lookup.has_column_somewhere(name.name)) || !lookup.lacks_type(name);
    if (found_.looks_for_missing() && lookup.lacks_routine(name) && !may_be_other)
      found_.miss({.kind = NameKind::routine, .parts = names, .arguments = arguments.value_or(0)}, location);
    return;
  }
  const auto keep = [&](auto&& fits) {
    std::vector<ObjectId> fitting;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(fitting), fits);
    if (!fitting.empty()) candidates = std::move(fitting);
  };
  if (arguments) {
    keep([&](const ObjectId& id) { return argument_types(id.name.name).size() >= *arguments; });
    keep([&](const ObjectId& id) { return argument_types(id.name.name).size() == *arguments; });
  }
  // the more arguments are of just the type, the better; what cannot be told fits anything
  const auto score = [&](const ObjectId& id) {
    const auto own = argument_types(id.name.name);
    int exact = 0;
    for (std::size_t at = 0; at < own.size() && at < types.size(); ++at) {
      const auto bare = own[at].substr(own[at].rfind('.') + 1);
      if (!types[at].empty()) exact += types[at] == own[at] || types[at] == bare ? 1 : 0;
    }
    return exact;
  };
  if (candidates.size() > 1) {
    int best = 0;
    for (const auto& id : candidates) best = std::max(best, score(id));
    std::erase_if(candidates, [&](const ObjectId& id) { return score(id) < best; });
  }
  for (const auto& id : candidates) found_.need(id);
  if (candidates.size() == 1) found_.name_at(location, {candidates.front(), schema_id(candidates.front().name.schema)});
}

// `SELECT id, name … GROUP BY id`: where the key is grouped the server needs it for the columns that are not.
void QueryReader::functional_dependency(const Node& select, const Level& level) {
  const auto groups = select.list("group_clause");
  if (groups.empty()) return;
  const auto resolved = [&](const Node& ref) -> std::optional<ColumnName> {
    const auto names = ref.values("fields");
    for (const auto& item : level.items) {
      if (!item.relation || item.relation->kind != ObjectKind::table) continue;
      if (names.size() > 1 && item.name != names[names.size() - 2]) continue;
      if (std::find(item.columns.begin(), item.columns.end(), names.back()) == item.columns.end()) continue;
      return ColumnName{item.relation->name, names.back()};
    }
    return std::nullopt;
  };
  std::set<ColumnName> grouped, ungrouped;
  for (const auto& group : groups)
    if (group.is("ColumnRef"))
      if (const auto column = resolved(group)) grouped.insert(*column);
  const std::function<void(const Node&)> look = [&](const Node& node) {
    if (is_query(node.kind()) ||
        (node.is("FuncCall") && is_aggregate(node.values("funcname").back()) && !node.child("over")))
      return;
    if (node.is("ColumnRef"))
      if (const auto column = resolved(node); column && !grouped.contains(*column)) ungrouped.insert(*column);
    node.each_child(look);
  };
  for (const auto& target : select.list("target_list")) look(target);
  look(select.child("having_clause"));
  std::set<QualifiedName> tables;
  for (const auto& column : ungrouped) tables.insert(column.table);
  for (const auto& name : tables) {
    const auto* table = found_.lookup().schema().tables.find(name);
    for (const auto& constraint : table->constraints) {
      const auto* key = std::get_if<Key>(&constraint.body);
      const bool all =
          key && key->primary && std::all_of(key->columns.begin(), key->columns.end(), [&](const std::string& column) {
            return grouped.contains({name, column});
          });
      if (all) found_.need(constraint_id(name, constraint));
    }
  }
}

}  // namespace schemac::postgresql
