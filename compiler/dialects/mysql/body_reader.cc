#include "dialects/mysql/body_reader.h"

#include <algorithm>
#include <utility>

#include "operations/object_ids.h"

namespace schemac::mysql {

void BodyReader::rows_of(const Table* table) {
  outermost_.sources = {{.called = "new", .table = table, .is_row = true},
                        {.called = "old", .table = table, .is_row = true}};
}

void BodyReader::body(std::size_t begin) {
  for (auto at = begin; at < size();) at = std::max(at + 1, statement(at));
}

std::size_t BodyReader::parameters(std::size_t open) {
  const auto close = closing(open, size());
  for (const auto& part : parts_between({open + 1, close}, ",")) {
    const auto at = words(part.begin, " in out inout ");
    if (at < part.end && is_name(at)) declare(name(at));
  }
  return close + 1;
}

// Behind the words of the list that stand there.
std::size_t BodyReader::words(std::size_t at, std::string_view words) const {
  while (is_one_of(at, words)) ++at;
  return at;
}

std::size_t BodyReader::end_of_statement(std::size_t at) const {
  while (at < size() && !is(at, ";")) ++at;
  return at;
}

std::size_t BodyReader::behind_expression(std::size_t begin, std::string_view words) const {
  int cases = 0;
  for (auto at = begin; at < size() && !is(at, ";"); ++at) {
    if (is(at, "(")) at = closing(at, size());
    if (cases == 0 && is_one_of(at, words)) return at;
    if (is(at, "case")) ++cases;
    if (is(at, "end") && cases > 0) --cases;
  }
  return end_of_statement(begin);
}

std::size_t BodyReader::statements_up_to(std::size_t at, std::string_view words) {
  while (at < size() && !is_one_of(at, words)) at = std::max(at + 1, statement(at));
  return at;
}

// Behind the semicolon that ends it.
std::size_t BodyReader::statement(std::size_t at) {
  if (is_name(at) && is(at + 1, ":")) at += 2;  // a label
  if (is(at, "begin")) return block(at);
  if (is_one_of(at, " if case ")) return branches(at, size());
  if (is_one_of(at, " while repeat loop ") || (is(at, "for") && is(at + 2, "in"))) return loop(at);
  const auto end = end_of_statement(at);
  if (is(at, "declare")) return declaration(at + 1, end);
  simple(at, end);
  return end + 1;
}

std::size_t BodyReader::block(std::size_t at) {
  const auto outside = variables_.size();
  at = statements_up_to(words(at + 1, " not atomic "), " end ");
  variables_.resize(outside);
  return end_of_statement(at) + 1;
}

// IF a THEN … ELSEIF b THEN … ELSE … END IF; CASE a WHEN b THEN … ELSE … END CASE;
std::size_t BodyReader::branches(std::size_t at, std::size_t end) {
  const bool chooses = is(at, "case");
  if (chooses) {
    const auto first = behind_expression(at + 1, " when ");
    expression(at + 1, first, outermost_);
    at = first;
  }
  while (at < end && !is(at, "end")) {
    if (is(at, "else")) {
      at = statements_up_to(at + 1, " end ");
    } else {
      const auto then = behind_expression(at + 1, " then ");
      expression(at + 1, then, outermost_);
      at = statements_up_to(then + 1, " elseif when else end ");
    }
  }
  return end_of_statement(at) + 1;
}

std::size_t BodyReader::loop(std::size_t at) {
  const auto outside = variables_.size();
  const bool repeats = is(at, "repeat");
  auto inside = at + 1;
  if (is_one_of(at, " while for ")) {
    const auto head = is(at, "for") ? at + 3 : at + 1;
    inside = behind_expression(head, " do ");
    if (is(at, "for")) declare(name(at + 1));
    expression(head, inside, outermost_);
    ++inside;
  }
  at = statements_up_to(inside, repeats ? " until " : " end ");
  if (repeats) {
    const auto end = behind_expression(at + 1, " end ");
    expression(at + 1, end, outermost_);
    at = end;
  }
  variables_.resize(outside);
  return end_of_statement(at) + 1;
}

std::size_t BodyReader::declaration(std::size_t at, std::size_t end) {
  if (is(at + 1, "handler")) {
    at += 3;  // EXIT HANDLER FOR
    while (at < end) {
      if (is(at, "sqlstate")) at = words(at + 1, " value ");
      at = is(at, "not") ? at + 2 : at + 1;
      if (!is(at, ",")) break;
      ++at;
    }
    return statement(at);
  }
  if (is(at + 1, "condition")) return end + 1;
  if (is(at + 1, "cursor")) {
    const auto outside = variables_.size();
    at += 2;
    if (is(at, "(")) at = parameters(at);
    query(at + 1, end, &outermost_);
    variables_.resize(outside);
    return end + 1;
  }
  std::vector<std::string> names;
  for (;; at += 2) {
    names.push_back(name(at));
    if (!is(at + 1, ",")) break;
  }
  const auto value = next_at_depth_0(at + 1, end, " default ");
  type(at + 1, value);
  expression(std::min(value + 1, end), end, outermost_);
  for (auto& one : names) declare(std::move(one));
  return end + 1;
}

// TYPE OF orders.price, ROW TYPE OF orders: MariaDB.
void BodyReader::type(std::size_t begin, std::size_t end) {
  const auto of = next_at_depth_0(begin, end, " of ");
  const auto* table = of < end && is(of - 1, "type") ? table_called(name(of + 1)) : nullptr;
  if (!table) return;
  refer(table_id(table->name), of + 1);
  if (is(of + 2, ".")) columns({of + 3, end}, {.sources = {{table->name.name, table}}});
}

// The table becomes the scope's first source.
std::size_t BodyReader::table_name(std::size_t at, QueryScope& scope) {
  const Table* table = nullptr;
  std::string called;
  scope.outer = &outermost_;
  const auto behind = relation(at, table, called, scope);
  scope.sources.push_back({called, table});
  return behind;
}

void BodyReader::simple(std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  if (is_one_of(begin, " select with values table ") || is(begin, "(")) return query(begin, end, &outermost_);
  if (is_one_of(begin, " insert replace ")) return insert(begin, end);
  if (is(begin, "update")) return update(begin, end);
  if (is(begin, "delete")) return remove(begin, end);
  if (is(begin, "set")) return expressions({begin + 1, end}, outermost_);  // a = 1, NEW.b = a + 1, @c := 2
  if (is_one_of(begin, " create drop alter truncate ")) return definition(begin, end);
  if (is_one_of(begin, " return do ")) return expression(begin + 1, end, outermost_);
  if (is(begin, "call")) {
    if (schema())
      for (const auto& [key, object] : schema()->sql_objects)
        if (key.kind == "procedure" && equal_ignoring_case(key.name.name, name(begin + 1)))
          refer({ObjectKind::sql_object, key.name, "procedure"}, begin + 1);
    expression(begin + 2, end, outermost_);
  }
}

// Names that are columns even where a variable has the same.
void BodyReader::columns(Range range, const QueryScope& scope) {
  auto hidden = std::exchange(variables_, {});
  expression(range.begin, range.end, scope);
  variables_ = std::move(hidden);
}

void BodyReader::assignments(Range range, const QueryScope& scope) {
  for (const auto& part : parts_between(range, ",")) {
    auto equals = part.begin;
    while (equals < part.end && !is(equals, "=") && !is(equals, ":=")) ++equals;
    columns({part.begin, equals}, scope);
    expression(equals, part.end, scope);
  }
}

void BodyReader::expressions(Range range, const QueryScope& scope) {
  for (const auto& part : parts_between(range, ",")) expression(part.begin, part.end, scope);
}

// INSERT INTO t (a, b) VALUES (1, 2), … ON DUPLICATE KEY UPDATE a = VALUES(a); with SET or a query in place of VALUES.
void BodyReader::insert(std::size_t begin, std::size_t end) {
  QueryScope scope;
  auto at = table_name(words(begin + 1, " low_priority delayed high_priority ignore into "), scope);
  if (is(at, "partition")) at = closing(at + 1, end) + 1;
  if (is(at, "(") && !begins_query(at, end)) {
    const auto close = closing(at, end);
    columns({at + 1, close}, scope);
    at = close + 1;
  }
  auto behind = next_at_depth_0(at, end, " on returning ");
  while (behind < end && is(behind, "on") && !is(behind + 1, "duplicate"))
    behind = next_at_depth_0(behind + 1, end, " on returning ");
  if (is_one_of(at, " select with table ") || is(at, "("))
    query(at, behind, &outermost_);
  else if (is(at, "set"))
    assignments({at + 1, next_at_depth_0(at, behind, " as ")}, scope);
  else
    expressions({at + 1, next_at_depth_0(at, behind, " as ")}, scope);
  while (behind < end) {
    const auto next = next_at_depth_0(behind + 1, end, " returning ");
    if (is(behind, "on"))
      assignments({behind + 4, next}, scope);  // ON DUPLICATE KEY UPDATE
    else
      expressions({behind + 1, next}, scope);
    behind = next;
  }
}

void BodyReader::update(std::size_t begin, std::size_t end) {
  QueryScope scope{.outer = &outermost_};
  std::vector<Range> conditions;
  const auto set = next_at_depth_0(begin + 1, end, " set ");
  tables({words(begin + 1, " low_priority ignore "), set}, scope, conditions);
  for (const auto& condition : conditions) expression(condition.begin, condition.end, scope);
  const auto behind = next_at_depth_0(std::min(set + 1, end), end, " where order limit returning ");
  assignments({set + 1, behind}, scope);
  clauses(behind, end, scope);
}

// DELETE FROM t WHERE …; DELETE a, b FROM t AS a JOIN …; DELETE FROM a, b USING t AS a JOIN …
void BodyReader::remove(std::size_t begin, std::size_t end) {
  QueryScope scope{.outer = &outermost_};
  std::vector<Range> conditions;
  const auto first = words(begin + 1, " low_priority quick ignore history ");
  const auto from = next_at_depth_0(first, end, " from ");
  auto behind = next_at_depth_0(std::min(from + 1, end), end, " using where order limit returning ");
  Range targets{first, from}, sources{from + 1, behind};
  if (is(behind, "using")) {
    targets = sources;
    const auto using_at = behind;
    behind = next_at_depth_0(using_at + 1, end, " where order limit returning ");
    sources = {using_at + 1, behind};
  }
  tables(sources, scope, conditions);
  for (const auto& part : parts_between(targets, ","))
    for (const auto& source : scope.sources)
      if (part.begin < part.end && source.table && equal_ignoring_case(source.called, name(part.begin)) &&
          equal_ignoring_case(source.called, source.table->name.name))
        refer(table_id(source.table->name), part.begin);
  for (const auto& condition : conditions) expression(condition.begin, condition.end, scope);
  clauses(behind, end, scope);
}

// CREATE TEMPORARY TABLE x SELECT …, TRUNCATE TABLE t, DROP TABLE IF EXISTS a, b, ALTER TABLE t …
void BodyReader::definition(std::size_t begin, std::size_t end) {
  const auto query_at = next_at_depth_0(begin, end, " select with ");
  if (query_at < end) return query(query_at, end, &outermost_);
  const auto table = next_at_depth_0(begin + 1, end, " table tables ");
  const bool is_truncate = is(begin, "truncate");
  if (is(begin, "create") || (table >= end && !is_truncate)) return;
  const auto first = words(table < end ? table + 1 : begin + 1, " if exists ");
  const auto last = is(begin, "alter") ? std::min(first + 1, end) : end;
  QueryScope scope;
  for (const auto& part : parts_between({first, last}, ","))
    if (part.begin < part.end) table_name(part.begin, scope);
}

}  // namespace schemac::mysql
