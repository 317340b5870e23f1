#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/names.h"
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
  for (const auto& option : options) add(option.text("defname"), option.child("arg") ? option.child("arg").value() : "true");
  if (check == "LOCAL_CHECK_OPTION") add("check_option", "local");
  if (check == "CASCADED_CHECK_OPTION") add("check_option", "cascaded");
  return out.empty() ? out : fmt::format(" WITH ({})", out);
}

std::string columns_text(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : fmt::format(" ({})", postgresql::quote_list(names));
}

}  // namespace

void fold_create_view(State& state, const Node& statement) {
  const auto view = statement.child("view");
  if (view.text("relpersistence") == "t") return void(state.temporary.insert(view.text("relname")));
  const auto name = state.created(view);
  const bool there = state.is_taken(name.schema, name.name);
  if (there && !(statement.flag("replace") && state.has("view", name)))
    return state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)), view);
  const auto query = Writer(state, {}).query(statement.child("query"));
  if (state.failed()) return;
  state.put("view", name,
            fmt::format("CREATE VIEW {}{}{} AS\n{}", quote(name), columns_text(statement.values("aliases")),
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
      state.wrong("duplicate-object", fmt::format("found a second relation `{}`, expected one", display(name)), relation);
    return;
  }
  const auto query = Writer(state, {}).query(statement.child("query"));
  if (state.failed()) return;
  std::string head = "CREATE MATERIALIZED VIEW " + quote(name) + columns_text(into.values("col_names"));
  if (const auto method = into.text("access_method"); !method.empty() && method != "heap") head += " USING " + quote(method);
  head += options_text(into.list("options"), {});
  if (const auto space = into.text("table_space_name"); !space.empty()) head += " TABLESPACE " + quote(space);
  state.put("materialized view", name, fmt::format("{} AS\n{}", head, query));
  state.declare({ObjectKind::sql_object, name, "materialized view"}, relation);
}

}  // namespace schemac::sql
