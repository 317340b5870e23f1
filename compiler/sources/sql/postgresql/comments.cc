#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;
using Words = std::vector<std::string>;

class Comment {
 public:
  Comment(State& state, const Node& statement) : state_(state), statement_(statement) {
    if (const auto text = statement.text("comment"); !text.empty()) text_ = text;
  }

  void run() {
    static const std::map<std::string_view, bool (Comment::*)()> kinds = {
        {"OBJECT_TABLE", &Comment::on_relation},
        {"OBJECT_VIEW", &Comment::on_relation},
        {"OBJECT_MATVIEW", &Comment::on_relation},
        {"OBJECT_SEQUENCE", &Comment::on_relation},
        {"OBJECT_INDEX", &Comment::on_index},
        {"OBJECT_COLUMN", &Comment::on_column},
        {"OBJECT_SCHEMA", &Comment::on_schema},
        {"OBJECT_TYPE", &Comment::on_type},
        {"OBJECT_DOMAIN", &Comment::on_type},
        {"OBJECT_TABCONSTRAINT", &Comment::on_constraint},
        {"OBJECT_DOMCONSTRAINT", &Comment::on_domain_constraint},
        {"OBJECT_FUNCTION", &Comment::on_routine},
        {"OBJECT_PROCEDURE", &Comment::on_routine},
        {"OBJECT_ROUTINE", &Comment::on_routine},
        {"OBJECT_AGGREGATE", &Comment::on_routine},
        {"OBJECT_TRIGGER", &Comment::on_part},
        {"OBJECT_POLICY", &Comment::on_part},
        {"OBJECT_RULE", &Comment::on_part},
        {"OBJECT_COLLATION", &Comment::on_named},
        {"OBJECT_STATISTIC_EXT", &Comment::on_named}};
    static constexpr auto nobodys =
        std::to_array<std::string_view>({"OBJECT_DATABASE", "OBJECT_ROLE", "OBJECT_TABLESPACE", "OBJECT_LARGEOBJECT",
                                         "OBJECT_LANGUAGE", "OBJECT_EXTENSION"});
    const auto word = statement_.word("objtype");  // an extension brings its comment along
    if (std::ranges::find(nobodys, word) != nobodys.end()) return;
    const auto kind = kinds.find(word);
    if (kind == kinds.end() && is_unmanaged(word.substr(7))) return;
    if (kind == kinds.end())
      return state_.needs_server(
          fmt::format("a comment on a kind of object ({}) that is not read here", word.substr(7)));
    if (!(this->*kind->second)())
      state_.wrong("unknown-object",
                   "found a comment on what is not there, expected an object that a statement before this one makes");
  }

 private:
  Node object() const { return statement_.child("object"); }
  Words names() const {
    return object().is("List")       ? object().values("items")
           : object().is("TypeName") ? object().values("names")
                                     : Words{object().value()};
  }

  void attach(const std::string& part, const QualifiedName& name, const std::string& reference) {
    state_.set_comment({ObjectKind::sql_object, name, part}, reference, text_);
  }

  bool on_relation() {
    const auto name = state_.relation(names());
    if (!name) return false;
    const auto kind = state_.relation_kind(*name);
    if (kind == "table" || kind == "partition")
      state_.change_table(*name, [&](Table& table) { table.comment = text_; });
    else if (kind == "sequence" && state_.schema.sequences.contains(*name))
      state_.schema.sequences.change(*name, [&](Sequence& sequence) { sequence.comment = text_; });
    else if (kind == "sequence")  // a column's own
      attach(kind, *name, "SEQUENCE " + quote(*name));
    else
      attach(kind, *name, fmt::format("{} {}", kind == "view" ? "VIEW" : "MATERIALIZED VIEW", quote(*name)));
    return true;
  }

  bool on_index() {
    const auto name = state_.find_index(names());
    if (!name) return false;
    if (state_.has("index", *name)) return attach("index", *name, "INDEX " + quote(*name)), true;
    return state_.change_table(state_.indexes.at(*name), [&](Table& table) {
      for (auto& index : table.indexes)
        if (index.name.text == name->name) index.comment = text_;
    });
  }

  bool on_column() {
    auto words = names();
    const auto column = words.back();
    words.pop_back();
    const auto name = state_.relation(words);
    if (!name) return false;
    const auto kind = state_.relation_kind(*name);
    if (kind != "table") {
      state_.set_comment({ObjectKind::sql_object, {name->schema, name->name + "." + column}, "column"},
                         fmt::format("COLUMN {}.{}", quote(*name), quote(column)), text_);
      return true;
    }
    if (!state_.table(*name)->columns.find(column)) {
      if (!inherited_column(state_, *name, column)) return false;
      return attach("column", {name->schema, name->name + "." + column},
                    fmt::format("COLUMN {}.{}", quote(*name), quote(column))),
             true;
    }
    return state_.change_table(*name, [&](Table& table) { table.columns.find(column)->comment = text_; });
  }

  bool on_schema() {
    return state_.schema.namespaces.change(names().back(), [&](Namespace& space) { space.comment = text_; });
  }

  bool on_type() {
    const auto name = find_type(state_, names());
    if (!name) return false;
    if (state_.schema.enums.change(*name, [&](EnumType& type) { type.comment = text_; })) return true;
    for (const char* kind : {"domain", "composite type", "range type"})
      if (state_.has(kind, *name))
        return attach(kind, *name,
                      fmt::format("{} {}", kind == std::string_view("domain") ? "DOMAIN" : "TYPE", quote(*name))),
               true;
    return false;
  }

  bool on_constraint() {
    auto words = names();
    const auto constraint = words.back();
    words.pop_back();
    const auto name = state_.relation(words);
    return name && state_.change_table(*name, [&](Table& table) {
      for (auto& known : table.constraints)
        if (known.name.text == constraint) known.comment = text_;
    });
  }

  bool on_domain_constraint() {
    const auto items = object().list("items");
    const auto domain = find_type(state_, items[0].values("names"));
    if (!domain) return false;
    const auto constraint = items[1].value();
    attach("domain constraint", {domain->schema, domain->name + "." + constraint},
           fmt::format("CONSTRAINT {} ON DOMAIN {}", quote(constraint), quote(*domain)));
    return true;
  }

  bool on_routine() {
    std::string kind;
    const auto name = find_routine(state_, object(), kind);
    if (!name) return false;
    const std::string word = kind == "procedure" ? "PROCEDURE" : kind == "aggregate" ? "AGGREGATE" : "FUNCTION";
    return attach(kind, *name, fmt::format("{} {}", word, postgresql::routine_sql(*name))), true;
  }

  // Of a trigger, a policy, a rule: `table.name`.
  bool on_part() {
    auto words = names();
    const auto part = words.back();
    words.pop_back();
    const auto table = state_.relation(words);
    if (!table) return false;
    const auto word = statement_.word("objtype").substr(7);
    const std::string kind = word == "TRIGGER" ? "trigger" : word == "POLICY" ? "policy" : "rule";
    return attach(kind, {table->schema, table->name + "." + part},
                  fmt::format("{} {} ON {}", word, quote(part), quote(*table))),
           true;
  }

  bool on_named() {
    const std::string kind = statement_.word("objtype") == "OBJECT_COLLATION" ? "collation" : "statistics";
    const auto name = state_.find(names(), {kind});
    if (!name) return false;
    return attach(kind, *name, fmt::format("{} {}", kind == "collation" ? "COLLATION" : "STATISTICS", quote(*name))),
           true;
  }

  State& state_;
  const Node& statement_;
  std::optional<std::string> text_;
};

}  // namespace

void fold_comment(State& state, const Node& statement) { Comment(state, statement).run(); }

}  // namespace schemac::sql
