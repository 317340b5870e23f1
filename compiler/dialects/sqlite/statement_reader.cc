// CREATE VIEW, CREATE TRIGGER and the statements inside of a trigger.
#include <utility>

#include "dialects/sqlite/query_reader.h"

namespace schemac::sqlite {

void QueryReader::read_table_expression(const Table& table) {
  auto& scope = new_scope(nullptr);
  scope.relations.push_back(
      {.name = lower(table.name.name), .table = &table, .object = {ObjectKind::table, table.name}, .has_alias = false});
  scope_ = &scope;
  expression();
  if (!done()) throw UnknownSyntax{};
}

Columns QueryReader::read_view() {
  expect("create");
  if (!accept("temp")) accept("temporary");
  expect("view");
  if (is("if") && is("not", 1)) at_ += 3;
  if (is(".", 1)) at_ += 2;
  name();
  std::vector<std::string> names;
  if (accept("(")) {
    do names.push_back(lower(name()));
    while (accept(","));
    expect(")");
  }
  expect("as");
  auto columns = query(nullptr);
  while (accept(";")) {
  }
  if (!done()) throw UnknownSyntax{};
  return names.empty() ? columns : Columns{std::move(names)};
}

ObjectId QueryReader::read_trigger() {
  expect("create");
  if (!accept("temp")) accept("temporary");
  expect("trigger");
  if (is("if") && is("not", 1)) at_ += 3;
  if (is(".", 1)) at_ += 2;
  name();
  if (accept("instead"))
    expect("of");
  else if (!accept("before"))
    accept("after");
  if (!is_one_of(" delete insert update ")) throw UnknownSyntax{};
  ++at_;
  const auto of = at_;
  if (is("of"))
    while (!done() && !is("on")) ++at_;
  expect("on");
  const auto on = target();
  const auto behind = std::exchange(at_, of);
  if (accept("of")) {
    do column_of(on);
    while (accept(","));
  }
  at_ = behind;
  auto& scope = new_scope(nullptr);
  for (const char* row : {"new", "old"}) {
    auto relation = on;
    relation.name = row;
    relation.has_alias = relation.only_by_qualifier = true;
    scope.relations.push_back(std::move(relation));
  }
  if (accept("for")) at_ += 2;  // EACH ROW
  scope_ = &scope;
  if (accept("when")) expression();
  expect("begin");
  while (!is("end")) {
    statement(&scope);
    expect(";");
  }
  expect("end");
  return on.object;
}

void QueryReader::statement(const Scope* parent) {
  if (is("insert") || is("replace"))
    insert(parent);
  else if (accept("update"))
    update(parent);
  else if (accept("delete"))
    delete_from(parent);
  else if (begins_query())
    query(parent);
  else if (!is(";"))
    throw UnknownSyntax{};
}

// OR REPLACE
void QueryReader::conflict_clause() {
  if (accept("or")) ++at_;
}

void QueryReader::insert(const Scope* parent) {
  ++at_;
  conflict_clause();
  expect("into");
  auto relation = target();
  if (is("(") && !begins_query(1)) column_list(relation);
  if (accept("default"))
    expect("values");
  else
    query(parent);
  auto& scope = new_scope(parent);
  scope.relations.push_back(relation);
  scope_ = &scope;
  while (is("on") && is("conflict", 1)) upsert(relation, scope);
  scope_ = parent;
}

void QueryReader::upsert(const Relation& target, Scope& scope) {
  at_ += 2;
  if (accept("(")) {
    do {
      expression();
      if (!accept("asc")) accept("desc");
    } while (accept(","));
    expect(")");
    if (accept("where")) expression();
  }
  expect("do");
  if (accept("nothing")) return;
  expect("update");
  expect("set");
  auto excluded = target;
  excluded.name = "excluded";
  excluded.has_alias = excluded.only_by_qualifier = true;
  scope.relations.push_back(std::move(excluded));
  assignments(target);
  if (accept("where")) expression();
}

void QueryReader::assignments(const Relation& target) {
  do {
    if (is("("))
      column_list(target);
    else
      column_of(target);
    if (!accept("=")) expect("==");
    expression();
  } while (accept(","));
}

void QueryReader::update(const Scope* parent) {
  conflict_clause();
  auto relation = target();
  auto& scope = new_scope(parent);
  scope.relations.push_back(relation);
  scope_ = &scope;
  expect("set");
  assignments(relation);
  if (accept("from")) from_clause(scope);
  if (accept("where")) expression();
  scope_ = parent;
}

void QueryReader::delete_from(const Scope* parent) {
  expect("from");
  auto relation = target();
  auto& scope = new_scope(parent);
  scope.relations.push_back(std::move(relation));
  scope_ = &scope;
  if (accept("where")) expression();
  scope_ = parent;
}

}  // namespace schemac::sqlite
