#include "dialects/postgresql/locks.h"

#include <algorithm>
#include <array>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/types.h"

namespace schemac::postgresql {
namespace {

Statement with_lock(std::string sql, ObjectId object, std::string_view mode) {
  Statement statement{std::move(sql)};
  statement.locks.push_back({std::move(object), std::string(mode)});
  return statement;
}

}  // namespace

Statement plain(std::string sql) { return Statement{std::move(sql)}; }

Statement on_table(std::string sql, const QualifiedName& table, std::string_view mode) {
  return with_lock(std::move(sql), {ObjectKind::table, table}, mode);
}

Statement on_index(std::string sql, const QualifiedName& table, const std::string& index, std::string_view mode) {
  return with_lock(std::move(sql), {ObjectKind::index, table, index}, mode);
}

Statement on_sequence(std::string sql, const QualifiedName& sequence, std::string_view mode) {
  return with_lock(std::move(sql), {ObjectKind::sequence, sequence}, mode);
}

Statement& also_locks(Statement& statement, const QualifiedName& table, std::string_view mode) {
  const ObjectId object{ObjectKind::table, table};
  const bool there = std::any_of(statement.locks.begin(), statement.locks.end(),
                                 [&](const LockTaken& taken) { return taken.object == object; });
  if (!there) statement.locks.push_back({object, std::string(mode)});
  return statement;
}

Statement adding_constraint(std::string sql, const QualifiedName& table, const Constraint& constraint) {
  const auto* key = std::get_if<ForeignKey>(&constraint.body);
  auto statement = on_table(std::move(sql), table, key ? lock::share_row_exclusive : lock::access_exclusive);
  if (key) also_locks(statement, key->references, lock::share_row_exclusive);
  statement.scans = constraint.validated;
  return statement;
}

Statement dropping_constraint(std::string sql, const QualifiedName& table, const Constraint& constraint) {
  auto statement = on_table(std::move(sql), table, lock::access_exclusive);
  if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
    also_locks(statement, key->references, lock::access_exclusive);
  return statement;
}

Statement validating(std::string sql, const QualifiedName& table, const Constraint& constraint) {
  auto statement = on_table(std::move(sql), table, lock::share_update_exclusive);
  if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
    also_locks(statement, key->references, lock::row_share);
  statement.scans = true;
  return statement;
}

bool varies_by_row(std::string_view expression) {
  static constexpr std::array<std::string_view, 13> steady = {"now",
                                                              "transaction_timestamp",
                                                              "statement_timestamp",
                                                              "lower",
                                                              "upper",
                                                              "concat",
                                                              "coalesce",
                                                              "to_timestamp",
                                                              "make_date",
                                                              "to_char",
                                                              "date_trunc",
                                                              "timezone",
                                                              "current_setting"};
  const auto tokens = sql_tokens(expression, postgresql_lexis());
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].kind != SqlTokenKind::word || tokens[at + 1].text(expression) != "(") continue;
    const auto name = lower(tokens[at].text(expression));
    const bool type_length = at > 0 && tokens[at - 1].text(expression) == "::";
    if (!type_length && std::find(steady.begin(), steady.end(), name) == steady.end()) return true;
  }
  return false;
}

Statement adding_column(std::string sql, const QualifiedName& table, const Column& column) {
  auto statement = on_table(std::move(sql), table, lock::access_exclusive);
  const bool computed = column.generated && column.generated->stored;
  statement.rewrites =
      computed || column.identity || (column.default_value && varies_by_row(column.default_value->sql));
  statement.scans = statement.rewrites || (column.not_null && !column.default_value);
  return statement;
}

bool stored_alike(const Type& from, const Type& to) {
  if (from == to) return true;
  if (from.array != to.array || from.user_type || to.user_type) return false;
  const auto is_string = [](const Type& type) { return type.name == "text" || type.name == "character varying"; };
  if (is_string(from) && is_string(to))
    return to.name == "text" || to.arguments.empty() ||
           (!from.arguments.empty() && type_argument(to, 0, 0) >= type_argument(from, 0, 0));
  if (from.name == "cidr" && to.name == "inet") return true;
  if (from.name != to.name) return false;
  if (from.name == "numeric")
    return to.arguments.empty() || (!from.arguments.empty() && type_argument(to, 1, 0) == type_argument(from, 1, 0) &&
                                    type_argument(to, 0, 0) >= type_argument(from, 0, 0));
  if (from.name == "bit varying")
    return to.arguments.empty() || (!from.arguments.empty() && type_argument(to, 0, 0) >= type_argument(from, 0, 0));
  const bool timed = from.name.starts_with("time") || from.name == "interval";
  return timed && type_argument(to, 0, 6) >= type_argument(from, 0, 6);
}

Statement altering_type(std::string sql, const QualifiedName& table, const Column& before, const Column& after,
                        bool converts) {
  auto statement = on_table(std::move(sql), table, lock::access_exclusive);
  statement.rewrites = converts || !stored_alike(before.type, after.type);
  statement.scans = statement.rewrites;
  return statement;
}

}  // namespace schemac::postgresql
