#include "sources/schemac/print_table.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "sources/schemac/layout.h"
#include "sources/schemac/sequence_options.h"

namespace schemac::language {
namespace {

void add(std::string& out, const std::string& clause) {
  if (!clause.empty()) out += (out.empty() ? "" : " ") + clause;
}

class TablePrinter {
 public:
  TablePrinter(const Table& table, const Schema& schema, const Words& words, bool& complete)
      : table_(table), schema_(schema), words_(words), complete_(complete) {}

  std::string run() {
    check(table_.name.name);
    for (const auto& column : table_.columns) lines_.push_back(column_line(column));
    std::vector<std::string> items;
    for (const auto& constraint : table_.constraints)
      if (!is_inline(constraint)) items.push_back(constraint_item(constraint));
    for (const auto& index : table_.indexes) items.push_back(index_item(index));
    if (!items.empty() && !lines_.empty()) lines_.push_back({.kind = BlockLine::Kind::blank});
    for (auto& item : items) lines_.push_back({.text = std::move(item)});
    return block(head(), lines_);
  }

 private:
  // What a column's own line can say of a constraint: no more than one column, nothing that belongs to the constraint
  // alone.
  bool is_inline(const Constraint& constraint) const {
    if (constraint.comment || !constraint.attributes.empty()) return false;
    // a column that a parent brings has no line
    const auto is_one = [&](const auto& columns) { return columns.size() == 1 && table_.columns.find(columns[0]); };
    return std::visit(Overloaded{
                          [&](const Key& key) { return is_one(key.columns) && key.include.empty(); },
                          [](const Check&) { return false; },
                          [&](const ForeignKey& key) { return is_one(key.columns); },
                          [](const Exclusion&) { return false; },
                      },
                      constraint.body);
  }

  std::string check(const std::string& name) {
    complete_ = complete_ && can_be_written(name);
    return name;
  }
  std::string column(const std::string& name) { return words_.column(check(name)); }
  std::string columns(const std::vector<std::string>& names) {
    for (const auto& name : names) check(name);
    return words_.columns(names);
  }
  std::string named(const ObjectName& name) {
    return name.text.empty() ? std::string() : words_.name(check(name.text));
  }

  std::string head() {
    auto out = "table " + words_.path(table_.name);
    auto rest = table_.attributes;
    const auto flag = [&](const char* key, std::string_view word) {
      const auto at = rest.find(key);
      if (at == rest.end() || at->second != "true") return;
      out += fmt::format(" {}", word);
      rest.erase(at);
    };
    flag("unlogged", "unlogged");
    flag("strict", "strict");
    flag("without_rowid", "without rowid");
    add(out, words_.attributes(rest));
    add(out, comment_clause(table_.comment));
    return out + " {";
  }

  // --- columns
  BlockLine column_line(const Column& one) {
    BlockLine line{.kind = BlockLine::Kind::column, .name = column(one.name), .type = type_of(one)};
    const auto say = [&](std::string clause) {
      if (!clause.empty()) line.clauses.push_back(std::move(clause));
    };
    const bool serial = one.identity && one.identity->kind == IdentityKind::serial;
    if (one.not_null) say("not null");
    if (serial && !one.not_null && !in_primary_key(one.name)) say("null");
    if (one.identity && !serial) {
      if (one.identity->kind == IdentityKind::always) say("identity always");
      if (one.identity->kind == IdentityKind::by_default) say("identity");
    }
    for (const auto& constraint : table_.constraints)
      if (is_inline(constraint) && std::holds_alternative<Key>(constraint.body) &&
          std::get<Key>(constraint.body).columns[0] == one.name)
        say(inline_clause(constraint));
    if (one.identity && one.identity->kind == IdentityKind::autoincrement) say("autoincrement");
    if (one.identity) say(sequence_clause(*one.identity, one));
    if (one.default_value) say("default " + words_.value(one.default_value->sql));
    if (one.generated)
      say(fmt::format("generated {}{}", backticked(one.generated->expression.sql),
                      one.generated->stored ? "" : " virtual"));
    if (one.collation) say("collate " + words_.collation(check(*one.collation)));
    for (const auto& constraint : table_.constraints)
      if (is_inline(constraint) && std::holds_alternative<ForeignKey>(constraint.body) &&
          std::get<ForeignKey>(constraint.body).columns[0] == one.name)
        say(inline_clause(constraint));
    say(words_.attributes(one.attributes));
    say(comment_clause(one.comment));
    return line;
  }

  // Its NOT NULL goes without saying.
  bool in_primary_key(const std::string& name) const {
    const auto* key = primary_key(table_);
    return key && std::find(key->columns.begin(), key->columns.end(), name) != key->columns.end();
  }

  std::string type_of(const Column& one) const {
    if (one.identity && one.identity->kind == IdentityKind::serial) {
      if (one.type.name == "smallint") return "smallserial";
      return one.type.name == "bigint" ? "bigserial" : "serial";
    }
    return words_.type(one.type, schema_);
  }

  std::string sequence_clause(const Identity& identity, const Column& one) {
    const bool is_integer = one.type.name == "smallint" || one.type.name == "integer";
    const auto options = identity.kind == IdentityKind::autoincrement
                             ? std::string()
                             : written_options(identity.options, is_integer ? one.type.name : "bigint");
    if (identity.sequence.text.empty() && options.empty()) return {};
    auto out = std::string("sequence");
    add(out, named(identity.sequence));
    if (!options.empty()) add(out, "(" + options + ")");
    return out;
  }

  // --- constraints
  std::string reference(const ForeignKey& key) {
    check(key.references.name);
    auto out = "references " + words_.path(key.references);
    if (!key.referenced_columns.empty()) add(out, columns(key.referenced_columns));
    if (key.match_full) add(out, "match full");
    if (key.on_delete != ReferentialAction::no_action) add(out, "on delete " + lower(sql_name(key.on_delete)));
    if (!key.on_delete_columns.empty()) add(out, columns(key.on_delete_columns));
    if (key.on_update != ReferentialAction::no_action) add(out, "on update " + lower(sql_name(key.on_update)));
    return out;
  }

  static std::string timing(const Constraint& constraint) {
    std::string out;
    if (constraint.initially_deferred)
      add(out, "initially deferred");
    else if (constraint.deferrable)
      add(out, "deferrable");
    if (!constraint.validated) add(out, "not valid");
    return out;
  }

  std::string inline_clause(const Constraint& constraint) {
    std::string out;
    if (!constraint.name.text.empty()) out = "constraint " + named(constraint.name);
    if (const auto* key = std::get_if<Key>(&constraint.body)) {
      add(out, key->primary ? "primary key" : "unique");
      if (key->nulls_not_distinct) add(out, "nulls not distinct");
    }
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body)) add(out, reference(*key));
    add(out, timing(constraint));
    return out;
  }

  std::string constraint_item(const Constraint& constraint) {
    auto out = std::visit(Overloaded{
                              [&](const Key& key) {
                                auto text = std::string(key.primary ? "primary key" : "unique");
                                add(text, named(constraint.name));
                                add(text, columns(key.columns));
                                if (!key.include.empty()) add(text, "include " + columns(key.include));
                                if (key.nulls_not_distinct) add(text, "nulls not distinct");
                                return text;
                              },
                              [&](const Check& check) {
                                auto text = std::string("check");
                                add(text, named(constraint.name));
                                add(text, backticked(check.expression.sql));
                                if (check.no_inherit) add(text, "no inherit");
                                return text;
                              },
                              [&](const ForeignKey& key) {
                                auto text = std::string("foreign key");
                                add(text, named(constraint.name));
                                add(text, columns(key.columns));
                                add(text, reference(key));
                                return text;
                              },
                              [&](const Exclusion& exclusion) {
                                auto text = std::string("exclude");
                                add(text, named(constraint.name));
                                add(text, backticked(exclusion.definition.sql));
                                return text;
                              },
                          },
                          constraint.body);
    add(out, timing(constraint));
    add(out, words_.attributes(constraint.attributes));
    add(out, comment_clause(constraint.comment));
    return out;
  }

  // --- indexes
  std::string index_key(const IndexKey& key) {
    auto out = key.expression ? backticked(key.expression->sql) : column(key.column);
    if (key.collation) add(out, "collate " + words_.collation(check(*key.collation)));
    if (key.operator_class)
      add(out, "class " + (words_.name(*key.operator_class) == *key.operator_class ? *key.operator_class
                                                                                   : backticked(*key.operator_class)));
    if (key.descending) add(out, "desc");
    if (key.nulls_first) add(out, *key.nulls_first ? "nulls first" : "nulls last");
    return out;
  }

  std::string index_item(const Index& index) {
    auto out = std::string(index.unique ? "unique index" : "index");
    add(out, named(index.name));
    std::vector<std::string> keys;
    for (const auto& key : index.keys) keys.push_back(index_key(key));
    add(out, fmt::format("({})", fmt::join(keys, ", ")));
    if (index.method != "btree") add(out, "using " + words_.name(index.method));
    if (!index.include.empty()) add(out, "include " + columns(index.include));
    if (index.nulls_not_distinct) add(out, "nulls not distinct");
    if (index.where) add(out, "where " + backticked(index.where->sql));
    add(out, words_.attributes(index.attributes));
    if (!index.valid) add(out, "not valid");
    add(out, comment_clause(index.comment));
    return out;
  }

  const Table& table_;
  const Schema& schema_;
  const Words& words_;
  bool& complete_;
  std::vector<BlockLine> lines_;
};

}  // namespace

std::string comment_clause(const std::optional<std::string>& comment) {
  return comment ? "comment " + text_literal(*comment) : std::string();
}

std::string print_table(const Table& table, const Schema& schema, const Words& words, bool& complete) {
  return TablePrinter(table, schema, words, complete).run();
}

}  // namespace schemac::language
