#include "dialects/mysql/online_copy.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Columns that tell rows apart, none of them NULL.
std::vector<std::vector<std::string>> keys_of_rows(const Table& table) {
  std::vector<std::vector<std::string>> out;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary) out.push_back(key->columns);
  for (const auto& index : table.indexes) {
    if (!index.unique || index.attributes.contains("lengths")) continue;
    std::vector<std::string> columns;
    for (const auto& part : index.keys) {
      const auto* column = part.expression ? nullptr : table.columns.find(part.column);
      if (column && column->not_null) columns.push_back(part.column);
    }
    if (columns.size() == index.keys.size()) out.push_back(std::move(columns));
  }
  return out;
}

class OnlineCopyWriter {
 public:
  OnlineCopyWriter(const Table& before, const Table& after, const Schema& schema, std::string changes)
      : before_(before), after_(after), schema_(schema), changes_(std::move(changes)) {}

  std::vector<OnlineCopy> run() const {
    const auto of_both = obstacle();
    std::vector<OnlineCopy> out;
    if (!is_mariadb(schema_.engine)) out.push_back(gh_ost(of_both));
    out.push_back(percona(of_both));
    return out;
  }

 private:
  OnlineCopy gh_ost(std::string problem) const {
    constexpr const char* tool = "gh-ost";
    if (problem.empty() && has_references()) problem = "it refuses tables with foreign keys";
    if (problem.empty() && is_referenced()) problem = "it refuses tables that foreign keys point at";
    if (problem.empty() && has_triggers()) problem = "it refuses tables with triggers";
    const auto keys = shared_row_keys();
    if (problem.empty() &&
        std::none_of(keys.begin(), keys.end(), [this](const auto& key) { return exact_and_stored(key); }))
      problem = "it takes no key with a float or a generated column to tell rows apart";
    if (!problem.empty()) return {.tool = tool, .command = {}, .remark = problem};
    return {.tool = tool,
            .command = fmt::format(
                "gh-ost --conf=\"$HOME/.my.cnf\" --host=\"${{DBHOST:-127.0.0.1}}\" --port=\"${{DBPORT:-3306}}\" "
                "--database=\"$DATABASE\" --table={} --alter={} --allow-on-master --ok-to-drop-table --execute",
                shell_quoted(before_.name.name), shell_quoted(changes_)),
            .remark = "it follows the binary log, which has to be in the format ROW"};
  }

  OnlineCopy percona(std::string problem) const {
    constexpr const char* tool = "pt-online-schema-change";
    if (problem.empty() && before_.name.name.find_first_of(",=") != std::string::npos)
      problem = "it cannot be told a table of this name";
    if (!problem.empty()) return {.tool = tool, .command = {}, .remark = problem};
    std::string options, remark;
    if (has_triggers()) options += " --preserve-triggers";
    if (is_referenced()) options += " --alter-foreign-keys-method=rebuild_constraints";
    if (has_references() || is_referenced())
      remark = "the foreign keys that it makes again get an underscore before their names, or lose one";
    return {.tool = tool,
            .command = fmt::format("pt-online-schema-change --alter={}{} --charset=utf8mb4 --execute "
                                   "h=\"${{DBHOST:-127.0.0.1}}\",P=\"${{DBPORT:-3306}}\",D=\"$DATABASE\",t={}",
                                   shell_quoted(changes_), options, shell_quoted(before_.name.name)),
            .remark = remark};
  }

  // Both copy with INSERT IGNORE: what the server would refuse is cut, made 0 or left out, and nobody is told.
  std::string obstacle() const {
    if (shared_row_keys().empty())
      return "the table has no primary or unique key that stays, by which it could tell rows apart";
    for (const auto& table : {&before_, &after_})
      if (table->attributes.contains("system_versioning")) return "the former versions of rows would be lost";
    if (after_.attributes.contains("engine") || before_.attributes.contains("engine")) return "it is made for InnoDB";
    if (!tightened().empty())
      return fmt::format("it copies with INSERT IGNORE, so rows would be lost or changed without a word: {}",
                         tightened());
    return {};
  }

  std::vector<std::vector<std::string>> shared_row_keys() const {
    auto had = keys_of_rows(before_);
    const auto has = keys_of_rows(after_);
    std::erase_if(had, [&](const auto& key) { return std::find(has.begin(), has.end(), key) == has.end(); });
    return had;
  }

  bool exact_and_stored(const std::vector<std::string>& key) const {
    return std::all_of(key.begin(), key.end(), [this](const std::string& name) {
      const auto *had = before_.columns.find(name), *has = after_.columns.find(name);
      const auto suits = [](const Column* column) {
        return column && column->type.name != "float" && !column->generated;
      };
      return suits(had) && suits(has);
    });
  }

  std::string tightened() const {
    for (const auto& column : before_.columns) {
      const auto* kept = after_.columns.find(column.name);
      if (!kept || kept->generated || column.generated) continue;
      if (kept->not_null && !column.not_null) return fmt::format("`{}` may hold NULL", column.name);
      const auto from = charset_of(effective_collation(before_, column)),
                 to = charset_of(effective_collation(after_, *kept));
      const bool letters = is_string(column.type) && is_string(kept->type) && from != to && !to.starts_with("utf8mb4");
      if (letters || !holds_every_value(kept->type, column.type))
        return fmt::format("`{}` may hold values that do not fit", column.name);
    }
    for (const auto& key : row_keys_of(after_))
      if (const auto had = row_keys_of(before_); std::find(had.begin(), had.end(), key) == had.end())
        return "a unique key is new";
    for (const auto& constraint : after_.constraints) {
      const bool there = std::any_of(before_.constraints.begin(), before_.constraints.end(),
                                     [&](const auto& c) { return c.body == constraint.body; });
      if (!there && !std::holds_alternative<Key>(constraint.body)) return "a check or a foreign key is new";
    }
    const auto had = before_.attributes.find("partition_by"), has = after_.attributes.find("partition_by");
    if (has != after_.attributes.end() && (had == before_.attributes.end() || had->second != has->second))
      return "partitions are new";
    return {};
  }

  // All unique keys, whatever they are over, by what they say.
  static std::vector<std::string> row_keys_of(const Table& table) {
    std::vector<std::string> out;
    for (const auto& constraint : table.constraints)
      if (const auto* key = std::get_if<Key>(&constraint.body); key && key->primary)
        out.push_back(quoted_list(key->columns));
    for (const auto& index : table.indexes) {
      if (!index.unique) continue;
      std::string key;
      for (const auto& part : index.keys)
        key += (key.empty() ? "" : ", ") + (part.expression ? part.expression->sql : quote(part.column));
      if (const auto lengths = index.attributes.find("lengths"); lengths != index.attributes.end())
        key += " " + lengths->second;
      out.push_back(std::move(key));
    }
    return out;
  }

  bool has_references() const {
    return std::any_of(before_.constraints.begin(), before_.constraints.end(), [](const Constraint& constraint) {
      return std::holds_alternative<ForeignKey>(constraint.body);
    });
  }

  bool is_referenced() const {
    for (const auto& [name, table] : schema_.tables)
      for (const auto& constraint : table->constraints)
        if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && key->references == before_.name)
          return true;
    return false;
  }

  bool has_triggers() const {
    for (const auto& [key, object] : schema_.sql_objects)
      if (key.kind == "trigger" &&
          object->definition.find(fmt::format(" ON {} FOR EACH ROW", quote(before_.name))) != std::string::npos)
        return true;
    return false;
  }

  const Table& before_;
  const Table& after_;
  const Schema& schema_;
  std::string changes_;
};

}  // namespace

std::vector<OnlineCopy> online_copies(const Statement& statement, const Schema& before, const Schema& after) {
  if (!statement.rewrites || statement.locks.empty()) return {};
  const auto& name = statement.locks.front().object.name;
  const auto beginning = fmt::format("ALTER TABLE {} ", quote(name));
  const auto* had = before.tables.find(name);
  const auto* has = after.tables.find(name);
  if (!had || !has || !statement.sql.starts_with(beginning)) return {};
  return OnlineCopyWriter(*had, *has, before, statement.sql.substr(beginning.size())).run();
}

}  // namespace schemac::mysql
