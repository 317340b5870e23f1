// Queries: SELECT, VALUES and set operations, with the names of relations made whole. Other statements have no place in
// a schema's objects.
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {

using postgresql::quote;

std::string Writer::query_named(const Node& select, std::vector<std::string>& names) {
  auto first = select;
  while (first.child("larg")) first = first.child("larg");
  const auto targets = first.list("target_list");
  const bool has_star = std::ranges::any_of(targets, [](const Node& item) {
    const auto value = item.child("val");
    return value.is("ColumnRef") && value.list("fields").back().is("A_Star");
  });
  // sorting may say the names that it had before
  const bool is_sorted = !select.list("sort_clause").empty() || !first.list("distinct_clause").empty();
  const bool can_be_said = !has_star && !is_sorted && names.size() <= targets.size();
  if (can_be_said) stated_names_ = std::exchange(names, {});
  return query(select);
}

std::string Writer::query(const Node& select) {
  if (!select.is("SelectStmt")) {
    state_.needs_server("a query that is no SELECT", select);
    return {};
  }
  const auto outer_relations = scope_.relations.size();
  const auto outer_tables = scope_.common_tables.size();
  const auto outer_columns = columns_named_;
  const auto outer_first = std::exchange(first_relation_, outer_relations);
  ++queries_;
  outputs_.clear();
  std::string out;
  auto names = std::exchange(stated_names_, {});
  const bool is_shown = std::exchange(names_are_shown_, true);
  if (const auto with = select.child("with_clause")) out += with_clause(with);
  stated_names_ = std::move(names);
  names_are_shown_ = is_shown;
  out += select_body(select);
  if (const auto order = select.list("sort_clause"); !order.empty())
    out += " ORDER BY " + sort_list(order, computed_names(select));
  out += limits(select) + locking(select);
  scope_.relations.resize(outer_relations);
  scope_.common_tables.resize(outer_tables);
  columns_named_ = outer_columns;
  first_relation_ = outer_first;
  --queries_;
  return out;
}

std::string Writer::with_clause(const Node& with) {
  std::string out;
  const auto ctes = with.list("ctes");
  if (with.flag("recursive"))
    for (const auto& cte : ctes) {
      CommonTable itself{cte.text("ctename")};
      for (auto& name : cte.values("aliascolnames")) itself.outputs.push_back({std::move(name)});
      itself.is_whole = itself.outputs.size() == output_names(cte.child("ctequery")).size();
      scope_.common_tables.push_back(std::move(itself));
    }
  for (const auto& cte : ctes) {
    if (cte.child("search_clause") || cte.child("cycle_clause"))
      state_.needs_server("SEARCH or CYCLE of a recursive query", cte);
    const auto names = cte.values("aliascolnames");
    const auto how = cte.word("ctematerialized");
    const auto text = query(cte.child("ctequery"));
    auto outputs = outputs_;
    const bool is_whole = outputs_are_whole_;
    for (std::size_t at = 0; at < std::min(names.size(), outputs.size()); ++at) outputs[at].name = names[at];
    out += fmt::format("{}{}{} AS {}({})", out.empty() ? "" : ", ", quote(cte.text("ctename")),
                       names.empty() ? "" : "(" + postgresql::quote_list(names) + ")",
                       how == "CTEMaterializeAlways"  ? "MATERIALIZED "
                       : how == "CTEMaterializeNever" ? "NOT MATERIALIZED "
                                                      : "",
                       text);
    scope_.common_tables.push_back({cte.text("ctename"), std::move(outputs), is_whole});
  }
  return fmt::format("WITH {}{} ", with.flag("recursive") ? "RECURSIVE " : "", out);
}

std::string Writer::values_rows(const Node& select) {
  std::string out;
  std::vector<Output> outputs;
  for (const auto& row : select.list("values_lists")) {
    std::string items;
    std::size_t place = 0;
    for (const auto& item : row.list("items")) {
      const auto value = write(item);
      items += (items.empty() ? "" : ", ") + value.text;
      if (++place > outputs.size()) outputs.push_back({fmt::format("column{}", place), value.type});
      if (outputs[place - 1].type != value.type) outputs[place - 1].type = 0;
    }
    out += fmt::format("{}({})", out.empty() ? "" : ", ", items);
  }
  outputs_ = std::move(outputs);
  outputs_are_whole_ = true;
  return "VALUES " + out;
}

std::string Writer::select_body(const Node& select) {
  const auto op = select.word("op");
  auto names = std::exchange(stated_names_, {});
  const bool is_shown = std::exchange(names_are_shown_, true);
  if (op == "SETOP_UNION" || op == "SETOP_INTERSECT" || op == "SETOP_EXCEPT") {
    const auto side = [&](const Node& part) {
      const auto text = query(part);
      const bool plain = part.word("op") == "SETOP_NONE" && part.list("sort_clause").empty() &&
                         !part.child("limit_count") && !part.child("with_clause");
      return plain ? text : "(" + text + ")";
    };
    stated_names_ = std::move(names);
    names_are_shown_ = is_shown;
    const auto left = side(select.child("larg"));
    auto outputs = outputs_;
    const bool are_whole = outputs_are_whole_;
    // the columns are the first query's, and so are their names
    if (select.child("rarg").list("sort_clause").empty() && select.child("rarg").list("distinct_clause").empty())
      for (const auto& output : outputs) stated_names_.push_back(output.name.empty() ? "?column?" : output.name);
    names_are_shown_ = is_shown;
    const auto right = side(select.child("rarg"));
    stated_names_.clear();
    for (std::size_t at = 0; at < outputs.size(); ++at) {
      outputs[at].type = at < outputs_.size() ? types_.common({outputs[at].type, outputs_[at].type}) : 0;
      outputs[at].modifier.clear();
    }
    outputs_ = std::move(outputs);
    outputs_are_whole_ = are_whole;
    return fmt::format("{} {}{} {}", left, op.substr(6), select.flag("all") ? " ALL" : "", right);
  }
  if (!select.list("values_lists").empty()) return values_rows(select);
  std::string from;
  for (const auto& item : select.list("from_clause")) from += (from.empty() ? "" : ", ") + from_item(item);
  std::string out = "SELECT";
  if (const auto distinct = select.list("distinct_clause"); !distinct.empty()) {
    const bool plain = distinct.size() == 1 && !distinct[0];
    std::string keys;
    if (!plain)
      for (const auto& item : distinct)
        keys += (keys.empty() ? "" : ", ") + output_or_key(item, computed_names(select));
    out += plain ? " DISTINCT" : fmt::format(" DISTINCT ON ({})", keys);
  }
  std::string targets;
  outputs_.clear();
  outputs_are_whole_ = true;
  for (const auto& item : select.list("target_list")) {
    const auto at = outputs_.size();
    targets +=
        (targets.empty() ? " " : ", ") + target(item, at < names.size() ? names[at] : item.text("name"), is_shown);
  }
  const auto outputs = outputs_;
  const bool are_whole = outputs_are_whole_;
  out += targets;
  if (!from.empty()) out += " FROM " + from;
  if (const auto where = select.child("where_clause")) out += " WHERE " + condition(where);
  if (const auto group = select.list("group_clause"); !group.empty()) {
    std::string items;
    for (const auto& item : group) items += (items.empty() ? "" : ", ") + grouping(item, {});
    out += fmt::format(" GROUP BY {}{}", select.flag("group_distinct") ? "DISTINCT " : "", items);
  }
  if (const auto having = select.child("having_clause")) out += " HAVING " + condition(having);
  outputs_ = outputs;
  outputs_are_whole_ = are_whole;
  std::string windows;
  for (const auto& definition : select.list("window_clause"))
    windows +=
        fmt::format("{}{} AS {}", windows.empty() ? "" : ", ", quote(definition.text("name")), window_body(definition));
  return windows.empty() ? out : out + " WINDOW " + windows;
}

// `(a, b)` is no row here, as `ROW(a, b)` is: by itself it is both of its columns, within ROLLUP and its like one of
// the sets. Among GROUPING SETS the server shows parentheses around one column as well.
std::string Writer::grouping(const Node& item, std::string_view around) {
  if (item.is("RowExpr") && item.word("row_format") == "COERCE_IMPLICIT_CAST") {
    std::string columns;
    for (const auto& part : item.list("args")) columns += (columns.empty() ? "" : ", ") + grouping(part, {});
    return around.empty() ? columns : "(" + columns + ")";
  }
  if (!item.is("GroupingSet")) {
    const auto text = write(item).text;
    return around == "GROUPING SETS" ? "(" + text + ")" : text;
  }
  const auto kind = item.word("kind");
  if (kind == "GROUPING_SET_EMPTY") return "()";
  const std::string_view word = kind == "GROUPING_SET_ROLLUP" ? "ROLLUP"
                                : kind == "GROUPING_SET_CUBE" ? "CUBE"
                                : kind == "GROUPING_SET_SETS" ? "GROUPING SETS"
                                                              : "";
  std::string items;
  for (const auto& part : item.list("content")) items += (items.empty() ? "" : ", ") + grouping(part, word);
  return fmt::format("{}({})", word, items);
}

std::string Writer::target(const Node& item, const std::string& name, bool is_shown) {
  const auto value = item.child("val");
  const auto outer = outputs_;
  const bool are_whole = outputs_are_whole_;
  const auto typed = key(value);
  outputs_ = outer;
  outputs_are_whole_ = are_whole;
  const auto& text = typed.text;
  if (text == "*" || text.ends_with(".*")) {
    const auto fields = value.values("fields");
    const auto relation = text == "*" || fields.size() < 2 ? std::string() : fields[fields.size() - 2];
    add_star(relation);
    if (auto columns = columns_of_star(relation)) return *columns;
    outputs_are_whole_ = false;
    return text;
  }
  outputs_.push_back({name.empty() ? column_label(value) : name, typed.type, typed.modifier});
  if (value.is("ColumnRef") && value.values("fields").back() == name) return text;
  if (name == "?column?" && !is_shown) return text;
  if (!name.empty()) return fmt::format("{} AS {}", text, quote(name));
  const auto label = column_label(value);
  // what the server would call it, so that another spelling of the value does not rename the column
  // servers before 15 call a bare `true` bool
  const bool is_bool = value.is("A_Const") && value.child("boolval");
  if (label.empty()) return is_bool || !is_shown ? text : text + " AS \"?column?\"";
  if (value.is("ColumnRef")) return text;
  return fmt::format("{} AS {}", text, quote(label));
}

// The columns that a view has for good where it says `*` or `t.*`, as the server keeps them. Unset where one of the
// relations is not known whole, or where columns of two become one.
std::optional<std::string> Writer::columns_of_star(const std::string& relation) {
  std::string out;
  const auto add = [&](const ScopeRelation& from, const std::string& column) {
    out += (out.empty() ? "" : ", ") + (from.name.empty() ? "" : quote(from.name) + ".") + quote(column);
  };
  for (auto from = scope_.relations.begin() + static_cast<std::ptrdiff_t>(relation.empty() ? first_relation_ : 0);
       from != scope_.relations.end(); ++from) {
    if (!relation.empty() && from->name != relation) continue;
    if (!from->is_whole || (relation.empty() && from->is_merged)) return std::nullopt;
    for (const auto& column : from->columns) add(*from, column.name);
    for (const auto& output : from->outputs) add(*from, output.name);
  }
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

// `*`, or `t.*`
void Writer::add_star(const std::string& relation) {
  constexpr std::size_t most_columns = 10'000;  // the server takes 1,664; `SELECT a.*, b.*` doubles them at every level
  for (const auto& from : scope_.relations) {
    if (!relation.empty() && from.name != relation) continue;
    if (outputs_.size() + from.columns.size() + from.outputs.size() > most_columns) return;
    for (const auto& column : from.columns) {
      const auto whole = type_reference(state_, column.type);
      outputs_.push_back({column.name, whole.type, whole.modifier});
    }
    outputs_.insert(outputs_.end(), from.outputs.begin(), from.outputs.end());
  }
}

std::vector<std::string> Writer::output_names(const Node& select) {
  auto first = select;
  while (first.child("larg")) first = first.child("larg");
  std::vector<std::string> names;
  for (const auto& item : first.list("target_list")) {
    const auto name = item.text("name");
    const auto label = name.empty() ? column_label(item.child("val")) : name;
    names.push_back(label.empty() ? "?column?" : label);
  }
  return names;
}

std::vector<std::string> Writer::computed_names(const Node& select) {
  auto first = select;
  while (first.child("larg")) first = first.child("larg");
  const auto names = output_names(first);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const auto value = first.list("target_list")[at].child("val");
    if (!value.is("ColumnRef") || value.values("fields").back() != names[at]) out.push_back(names[at]);
  }
  return out;
}

// --- FROM

std::string Writer::alias_of(const Node& alias) {
  if (!alias) return {};
  const auto columns = alias.values("colnames");
  return " " + quote(alias.text("aliasname")) + (columns.empty() ? "" : "(" + postgresql::quote_list(columns) + ")");
}

std::string Writer::relation_reference(const Node& range_var) {
  const auto name = range_var.text("relname");
  const bool bare = range_var.text("schemaname").empty();
  const bool is_common_table =
      bare && std::ranges::find(scope_.common_tables, name, &CommonTable::name) != scope_.common_tables.end();
  if (is_common_table) return quote(name);
  if (const auto found = state_.relation(range_var, false)) return quote(*found);
  const auto space = range_var.text("schemaname");
  const bool of_the_server =
      space == "pg_catalog" || space == "information_schema" || (bare && name.starts_with("pg_"));
  if (of_the_server) return bare ? quote(name) : quote(QualifiedName{space, name});
  state_.relation(range_var);  // says that it is missing
  return quote(name);
}

std::string Writer::from_item(const Node& item) {
  if (item.is("RangeVar")) {
    const auto reference = relation_reference(item);
    const auto found = state_.relation(item, false);
    const auto alias = item.child("alias");
    auto columns = found ? state_.columns_of(*found) : std::vector<Column>();
    const auto renamed = alias ? alias.values("colnames") : std::vector<std::string>();
    for (std::size_t at = 0; at < std::min(renamed.size(), columns.size()); ++at) columns[at].name = renamed[at];
    ScopeRelation relation{.name = alias ? alias.text("aliasname") : item.text("relname"),
                           .columns = std::move(columns)};
    const auto table = std::ranges::find(scope_.common_tables, item.text("relname"), &CommonTable::name);
    relation.is_whole = !relation.columns.empty();
    if (item.text("schemaname").empty() && table != scope_.common_tables.end()) {
      relation = {.name = relation.name, .outputs = table->outputs, .is_whole = table->is_whole};
      for (std::size_t at = 0; at < std::min(renamed.size(), relation.outputs.size()); ++at)
        relation.outputs[at].name = renamed[at];
    } else if (const auto view = found ? state_.views.find(*found) : state_.views.end();
               view != state_.views.end() && relation.columns.empty()) {
      relation.outputs = view->second;
      relation.is_whole = true;
      for (std::size_t at = 0; at < std::min(renamed.size(), relation.outputs.size()); ++at)
        relation.outputs[at].name = renamed[at];
    }
    scope_.relations.push_back(std::move(relation));
    return fmt::format("{}{}{}", item.flag("inh") ? "" : "ONLY ", reference, alias_of(alias));
  }
  if (item.is("JoinExpr")) return join(item);
  if (item.is("RangeSubselect")) {
    const auto text = query(item.child("subquery"));
    enter(item.child("alias"), {}, outputs_, outputs_are_whole_);
    return fmt::format("{}({}){}", item.flag("lateral") ? "LATERAL " : "", text, alias_of(item.child("alias")));
  }
  if (item.is("RangeFunction")) return from_function(item);
  if (item.is("RangeTableSample")) {
    auto out = fmt::format("{} TABLESAMPLE {} ({})", from_item(item.child("relation")),
                           quote(item.values("method").back()), list_of(item.list("args")));
    if (const auto seed = item.child("repeatable")) out += fmt::format(" REPEATABLE ({})", write(seed).text);
    return out;
  }
  state_.needs_server(fmt::format("a table in FROM of a kind ({}) that is not written here", item.kind()), item);
  return {};
}

// A relation of FROM that is none of the schema's.
void Writer::enter(const Node& alias, std::string name, std::vector<Output> outputs, bool is_whole) {
  if (alias) {
    name = alias.text("aliasname");
    const auto names = alias.values("colnames");
    for (std::size_t at = 0; at < std::min(names.size(), outputs.size()); ++at) outputs[at].name = names[at];
  }
  scope_.relations.push_back({.name = std::move(name), .outputs = std::move(outputs), .is_whole = is_whole});
}

std::string Writer::from_function(const Node& item) {
  std::string calls;
  std::vector<Output> outputs;
  bool is_whole = true;
  for (const auto& pair : item.list("functions")) {
    const auto parts = pair.list("items");
    const auto value = write(parts.front());
    calls += (calls.empty() ? "" : ", ") + value.text;
    if (types_[value.type].kind != 'c' && value.type != types_.record) {
      const auto alias = item.child("alias");
      outputs.push_back({alias ? alias.text("aliasname") : column_label(parts.front()), value.type});
      is_whole = is_whole && value.type != 0;
    } else {
      is_whole = false;
    }
    if (parts.size() > 1 && parts[1]) calls += " AS " + definitions(parts[1].list("items"));
  }
  std::string out = item.flag("lateral") ? "LATERAL " : "";
  out += item.flag("is_rowsfrom") ? fmt::format("ROWS FROM({})", calls) : calls;
  if (item.flag("ordinality")) {
    out += " WITH ORDINALITY";
    outputs.push_back({"ordinality", types_.int8});
  }
  const auto columns = item.list("coldeflist");
  if (!columns.empty()) {
    outputs.clear();
    is_whole = false;
  }
  enter(item.child("alias"), column_label(item.list("functions").front().list("items").front()), std::move(outputs),
        is_whole);
  if (columns.empty()) return out + alias_of(item.child("alias"));
  return fmt::format("{} AS{}{}", out, alias_of(item.child("alias")), definitions(columns));
}

std::string Writer::definitions(const std::vector<Node>& columns) {
  std::string out;
  for (const auto& column : columns)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", quote(column.text("colname")),
                       type_text(resolve_type(state_, column.child("type_name"))));
  return "(" + out + ")";
}

std::string Writer::join(const Node& item) {
  const auto first = scope_.relations.size();
  const auto type = item.word("jointype");
  const auto left = from_item(item.child("larg"));
  auto right = from_item(item.child("rarg"));
  if (item.child("rarg").is("JoinExpr")) right = "(" + right + ")";
  const auto quals = item.child("quals");
  const auto columns = item.values("using_clause");
  std::string word = type == "JOIN_LEFT"    ? "LEFT JOIN"
                     : type == "JOIN_RIGHT" ? "RIGHT JOIN"
                     : type == "JOIN_FULL"  ? "FULL JOIN"
                                            : "JOIN";
  if (item.flag("is_natural")) word = "NATURAL " + word;
  if (item.flag("is_natural") || !columns.empty())
    for (auto at = first; at < scope_.relations.size(); ++at) scope_.relations[at].is_merged = true;
  if (type == "JOIN_INNER" && !quals && columns.empty() && !item.flag("is_natural")) word = "CROSS JOIN";
  auto out = fmt::format("{} {} {}", left, word, right);
  if (quals) out += fmt::format(" ON {}", condition(quals));
  if (!columns.empty()) out += fmt::format(" USING ({})", postgresql::quote_list(columns));
  if (const auto alias = item.child("join_using_alias")) out += " AS" + alias_of(alias);
  if (const auto alias = item.child("alias")) return fmt::format("({}){}", out, alias_of(alias));
  return out;
}

// --- what stands behind

// ORDER BY and DISTINCT ON look at a query's own columns first, and then at those that it reads.
std::string Writer::output_or_key(const Node& item, const std::vector<std::string>& outputs) {
  if (item.is("ColumnRef"))
    if (const auto fields = item.values("fields");
        fields.size() == 1 && std::ranges::find(outputs, fields[0]) != outputs.end())
      return quote(fields[0]);
  return key(item).text;
}

std::string Writer::sort_list(const std::vector<Node>& items, const std::vector<std::string>& outputs) {
  std::string out;
  for (const auto& item : items) {
    out += (out.empty() ? "" : ", ") + output_or_key(item.child("node"), outputs);
    const auto direction = item.word("sortby_dir");
    if (direction == "SORTBY_DESC") out += " DESC";
    if (direction == "SORTBY_USING") out += " USING " + item.values("use_op").back();
    if (item.word("sortby_nulls") == "SORTBY_NULLS_FIRST") out += " NULLS FIRST";
    if (item.word("sortby_nulls") == "SORTBY_NULLS_LAST") out += " NULLS LAST";
  }
  return out;
}

std::string Writer::limits(const Node& select) {
  std::string out;
  if (const auto offset = select.child("limit_offset")) out += " OFFSET " + write(offset).text;
  const auto count = select.child("limit_count");
  if (!count) return out;
  if (select.word("limit_option") == "LIMIT_OPTION_WITH_TIES")
    return out + fmt::format(" FETCH FIRST {} ROWS WITH TIES", write(count).text);
  return out + " LIMIT " + (count.is("A_Const") && count.flag("isnull") ? "ALL" : write(count).text);
}

std::string Writer::locking(const Node& select) {
  std::string out;
  for (const auto& clause : select.list("locking_clause")) {
    const auto strength = clause.word("strength");
    out += strength == "LCS_FORUPDATE"        ? " FOR UPDATE"
           : strength == "LCS_FORNOKEYUPDATE" ? " FOR NO KEY UPDATE"
           : strength == "LCS_FORSHARE"       ? " FOR SHARE"
                                              : " FOR KEY SHARE";
    std::string names;
    for (const auto& relation : clause.list("locked_rels"))
      names += (names.empty() ? "" : ", ") + quote(relation.text("relname"));
    if (!names.empty()) out += " OF " + names;
    if (clause.word("wait_policy") == "LockWaitSkip") out += " SKIP LOCKED";
    if (clause.word("wait_policy") == "LockWaitError") out += " NOWAIT";
  }
  return out;
}

}  // namespace schemac::sql
