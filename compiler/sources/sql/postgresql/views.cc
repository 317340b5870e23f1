#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/index_marks.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/words.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/drops.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

// In the order they were said, as the catalogue keeps them.
std::string options_text(const std::vector<Node>& options, std::string_view check) {
  std::string out;
  const auto add = [&](const std::string& name, const std::string& value) {
    out += fmt::format("{}{}={}", out.empty() ? "" : ", ", name, string_literal(value));
  };
  for (const auto& option : options)
    add(option.text("defname"), option.child("arg") ? option.child("arg").value() : "true");
  if (check == "LOCAL_CHECK_OPTION") add("check_option", "local");
  if (check == "CASCADED_CHECK_OPTION") add("check_option", "cascaded");
  return out.empty() ? out : fmt::format(" WITH ({})", out);
}

std::string columns_text(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : fmt::format(" ({})", postgresql::quote_list(names));
}

// What the server keeps: an option that is set anew stands behind the others.
std::string changed_options(const postgresql::Words& words, std::size_t begin, std::size_t end,
                            const Attributes& options, bool sets) {
  std::string out;
  const auto add = [&](std::string_view text) { out += (out.empty() ? "" : ", ") + std::string(text); };
  for (auto at = begin; at < end; at += 4)  // `name = 'value' ,`
    if (!options.contains(std::string(words.text(at)))) add(words.between(at, at + 3));
  if (sets)
    for (const auto& [name, value] : options) add(fmt::format("{}={}", name, string_literal(value)));
  return out;
}

void keep_columns(State& state, const QualifiedName& view, std::optional<std::vector<Output>> outputs,
                  const std::vector<std::string>& names) {
  if (!outputs) return void(state.views.erase(view));
  for (std::size_t at = 0; at < std::min(names.size(), outputs->size()); ++at) (*outputs)[at].name = names[at];
  state.views[view] = std::move(*outputs);
}

}  // namespace

// CLUSTER goes by one index.
template <class One>
static void mark_clustered(One& one, const std::string& index) {
  one.attributes.erase("clustered");
  if (one.name.text == index) one.attributes["clustered"] = "true";
}

void set_clustering(State& state, const QualifiedName& relation, const std::string& index) {
  if (state.partitions.contains(relation)) {
    const auto mark = postgresql::clustering_of(relation, index);
    return index.empty() ? state.erase(mark.kind, mark.name) : state.put(mark.kind, mark.name, mark.definition);
  }
  if (state.schema.tables.contains(relation))
    return (void)state.change_table(relation, [&](Table& table) {
      for (auto& one : table.indexes) mark_clustered(one, index);
      for (auto& one : table.constraints) mark_clustered(one, index);
    });
  if (state.relation_kind(relation) != "materialized view") return;
  if (index.empty()) return state.erase("clustering", relation);
  state.put("clustering", relation,
            fmt::format("ALTER MATERIALIZED VIEW {} CLUSTER ON {}", quote(relation), quote(index)));
}

void fold_cluster(State& state, const Node& statement) {
  const auto relation = statement.child("relation");
  if (!relation || statement.text("indexname").empty()) return;  // as it was clustered before
  if (const auto name = state.relation(relation)) set_clustering(state, *name, statement.text("indexname"));
}

void set_view_options(State& state, const std::string& kind, const QualifiedName& view, const Attributes& options,
                      bool sets) {
  auto object = *state.schema.sql_objects.find({kind, view});
  const postgresql::Words words(object.definition);
  const auto as = words.find("as");
  const auto with = std::min(words.find("with"), as);
  auto close = with;
  while (close < as && words.text(close) != ")") ++close;
  const bool has_options = with < as;
  const auto list = has_options ? changed_options(words, with + 2, close, options, sets)
                                : changed_options(words, 0, 0, options, sets);
  // the options stand before TABLESPACE
  const auto rest = has_options ? close + 1 : std::min(words.find("tablespace"), as);
  auto head = words.until(has_options ? with : rest);
  if (!list.empty()) head += fmt::format(" WITH ({})", list);
  head += rest < as ? " " + words.between(rest, as) : "";
  object.definition = head + object.definition.substr(words.until(as).size());
  state.put(kind, view, std::move(object.definition));
}

void fold_create_view(State& state, const Node& statement) {
  const auto view = statement.child("view");
  if (view.text("relpersistence") == "t") return void(state.temporary.insert(view.text("relname")));
  const auto name = state.created(view);
  const bool there = state.is_taken(name.schema, name.name);
  if (there && !(statement.flag("replace") && state.has("view", name)))
    return state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)),
                       view);
  Writer writer(state, {});
  auto names = statement.values("aliases");
  const auto query = writer.query_named(statement.child("query"), names);
  if (state.failed()) return;
  keep_columns(state, name, writer.outputs(), names);
  state.put("view", name,
            fmt::format("CREATE VIEW {}{}{} AS\n{}", quote(name), columns_text(names),
                        options_text(statement.list("options"), statement.word("with_check_option")), query));
  state.declare({ObjectKind::sql_object, name, "view"}, view);
}

void fold_create_as(State& state, const Node& statement) {
  const auto into = statement.child("into");
  const auto relation = into.child("rel");
  if (statement.word("objtype") != "OBJECT_MATVIEW") {
    if (relation.text("relpersistence") != "t") return state.needs_server("a table made of a query", relation);
    return void(state.temporary.insert(relation.text("relname")));
  }
  const auto name = state.created(relation);
  if (state.is_taken(name.schema, name.name)) {
    if (!statement.flag("if_not_exists"))
      state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)),
                  relation);
    return;
  }
  Writer writer(state, {});
  auto names = into.values("col_names");
  const auto query = writer.query_named(statement.child("query"), names);
  if (state.failed()) return;
  keep_columns(state, name, writer.outputs(), names);
  std::string head = "CREATE MATERIALIZED VIEW " + quote(name) + columns_text(names);
  if (const auto method = into.text("access_method"); !method.empty() && method != "heap")
    head += " USING " + quote(method);
  head += options_text(into.list("options"), {});
  if (const auto space = into.text("table_space_name"); !space.empty()) head += " TABLESPACE " + quote(space);
  state.put("materialized view", name, fmt::format("{} AS\n{}", head, query));
  state.declare({ObjectKind::sql_object, name, "materialized view"}, relation);
}

}  // namespace schemac::sql
