#include "dialects/postgresql/locks_of_sql.h"

#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/locks.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/words.h"

namespace schemac::postgresql {
namespace {

class Locks {
 public:
  Locks(std::string sql, const Schema& before)
      : statement_(plain(std::move(sql))), words_(statement_.sql), before_(before) {}

  Statement run() {
    if (words_.is(0, "create")) create();
    if (words_.is(0, "drop")) drop();
    if (words_.is(0, "alter")) alter();
    if (words_.is(0, "comment")) comment();
    return std::move(statement_);
  }

 private:
  void take(const std::string& path, std::string_view mode) {
    if (!path.empty()) also_locks(statement_, qualified_name(path), mode);
  }
  // The name behind a word.
  std::string behind(std::string_view word, std::size_t from = 0) const {
    return words_.path(words_.find(word, from) + 1);
  }
  // DROP and ALTER have the same for all three: kind, name, ON table.
  bool is_of_a_table(std::size_t kind) const {
    return words_.is(kind, "trigger") || words_.is(kind, "policy") || words_.is(kind, "rule");
  }
  std::size_t behind_if_exists(std::size_t at) const { return words_.is(at, "if") ? at + 2 : at; }

  void create() {
    std::size_t at = 1;
    while (words_.is(at, "or") || words_.is(at, "replace") || words_.is(at, "constraint") || words_.is(at, "unlogged"))
      ++at;
    if (words_.is(at, "trigger")) take(behind("on"), lock::share_row_exclusive);
    if (words_.is(at, "policy")) take(behind("on"), lock::access_exclusive);
    if (words_.is(at, "rule")) take(behind("to"), lock::access_exclusive);
    if (words_.is(at, "statistics")) take(behind("from"), lock::share_update_exclusive);
    if (words_.is(at, "view") && words_.is(at - 1, "replace")) take(words_.path(at + 1), lock::access_exclusive);
    if (words_.is(at, "table")) {
      const auto parent = behind("of", words_.find("partition"));
      take(parent, lock::access_exclusive);
      joining(parent, lock::share_row_exclusive);
    }
  }

  // The rows of a default partition are looked through for what belongs to the new one; the parent's foreign keys
  // become its own.
  void joining(const std::string& parent, std::string_view mode_of_targets) {
    if (parent.empty()) return;
    const auto name = qualified_name(parent);
    for (const auto& [key, object] : before_.sql_objects)
      if (key.kind == "partition" && object->definition.find("DEFAULT") != std::string::npos) {
        const auto other = attachment(*object);
        if (!other.bound.starts_with("DEFAULT") || qualified_name(other.parent) != name) continue;
        also_locks(statement_, key.name, lock::access_exclusive);
        statement_.scans = true;
      }
    targets(name, mode_of_targets);
  }
  void targets(const QualifiedName& partitioned, std::string_view mode) {
    if (const Table* root = before_.tables.find(root_of(partitioned, before_)))
      for (const auto& constraint : root->constraints)
        if (const auto* foreign = std::get_if<ForeignKey>(&constraint.body))
          also_locks(statement_, foreign->references, mode);
  }

  void drop() {
    if (is_of_a_table(1)) return take(behind("on"), lock::access_exclusive);
    const auto at = behind_if_exists(words_.is(1, "materialized") ? 3 : 2);
    if (words_.is(1, "statistics"))
      if (const auto* statistics = before_.sql_objects.find({"statistics", qualified_name(words_.path(at))})) {
        const Words made(statistics->definition);
        take(made.path(made.find("from") + 1), lock::share_update_exclusive);
      }
    if (words_.is(1, "view") || words_.is(1, "materialized")) return take(words_.path(at), lock::access_exclusive);
    if (!words_.is(1, "table")) return;
    take(words_.path(at), lock::access_exclusive);
    if (const auto* partition = before_.sql_objects.find({"partition", qualified_name(words_.path(at))}))
      take(attachment(*partition).parent, lock::access_exclusive);
  }

  void alter() {
    if (is_of_a_table(1)) return take(behind("on"), lock::access_exclusive);
    const bool materialized = words_.is(1, "materialized");
    if (!materialized && !words_.is(1, "view") && !words_.is(1, "table")) return;
    const std::size_t name = (materialized || words_.is(2, "only")) ? 3 : 2;
    const auto action = words_.end_of_path(name);
    take(words_.path(name), mode_of_action(action));
    if (!words_.is(action + 1, "partition")) return;
    const auto partition = words_.path(action + 2);
    const int major = before_.engine.major;
    const bool gently = words_.is(action, "detach") && major != 0 && major < 14;  // measured on 12 to 18
    take(partition, gently ? lock::share_update_exclusive : lock::access_exclusive);
    if (words_.is(action, "detach")) return targets(qualified_name(words_.path(name)), lock::share_row_exclusive);
    statement_.scans = true;
    joining(words_.path(name), lock::access_exclusive);
  }

  std::string_view mode_of_action(std::size_t at) const {
    if (words_.is(at, "attach")) return lock::share_update_exclusive;
    if (words_.find("trigger", at) < words_.size() && (words_.is(at, "enable") || words_.is(at, "disable")))
      return lock::share_row_exclusive;
    if ((words_.is(at, "set") || words_.is(at, "reset")) && words_.is(at + 1, "(")) return lock::share_update_exclusive;
    return lock::access_exclusive;
  }

  void comment() {
    const bool materialized = words_.is(2, "materialized");
    if (materialized || words_.is(2, "view") || words_.is(2, "table"))
      take(words_.path(materialized ? 4 : 3), lock::share_update_exclusive);
    if (words_.is(2, "column")) {
      const auto path = words_.path(3);
      take(path.substr(0, path.rfind('.')), lock::share_update_exclusive);
    }
  }

  Statement statement_;
  Words words_;  // of the statement
  const Schema& before_;
};

std::vector<QualifiedName> partitions_below(const QualifiedName& table, const Schema& schema) {
  std::vector<QualifiedName> found = {table};
  for (std::size_t at = 0; at < found.size(); ++at) {
    const ObjectId as_table{ObjectKind::table, found[at]}, as_partition{ObjectKind::sql_object, found[at], "partition"};
    for (const auto& [key, object] : schema.sql_objects)
      if (key.kind == "partition" &&
          std::any_of(object->depends_on.begin(), object->depends_on.end(),
                      [&](const ObjectId& id) { return id == as_table || id == as_partition; }))
        found.push_back(key.name);
  }
  found.erase(found.begin());
  return found;
}

// Names, owners and the table's own options are no business of its partitions.
bool is_passed_on(const Words& words) {
  if (words.is(0, "create") || words.is(0, "drop")) return words.find("index") < words.size();
  if (!words.is(0, "alter") || !words.is(1, "table") || words.is(2, "only")) return false;
  const auto action = words.end_of_path(2);
  const bool renames_a_column = words.is(action, "rename") && words.is(action + 1, "column");
  return renames_a_column || words.is(action, "add") || words.is(action, "drop") || words.is(action, "alter") ||
         words.is(action, "validate");
}

}  // namespace

void lock_partitions(Statement& statement, const Schema& before) {
  const auto taken = std::find_if(statement.locks.begin(), statement.locks.end(),
                                  [](const LockTaken& lock) { return lock.object.kind == ObjectKind::table; });
  if (taken == statement.locks.end()) return;
  const auto [object, mode] = *taken;
  const auto* table = before.tables.find(object.name);
  if (!table || !table->attributes.contains("partition_by")) return;
  const Words words(statement.sql);
  if (!is_passed_on(words)) return;
  const bool is_key =
      words.is(0, "alter") && (words.find("unique") < words.size() || words.find("primary") < words.size());
  const bool only_makes_an_index =
      is_key && before.engine.major != 0 && before.engine.major < 18;  // measured on 12 to 18
  for (const auto& partition : partitions_below(object.name, before))
    also_locks(statement, partition, only_makes_an_index ? lock::share : mode);
}

Statement locking(std::string sql, const Schema& before) { return Locks(std::move(sql), before).run(); }

}  // namespace schemac::postgresql
