#include "dialects/sqlite/frame.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/sqlite/checks.h"
#include "dialects/sqlite/locks.h"
#include "dialects/sqlite/names.h"

namespace schemac::sqlite {
namespace {

std::set<QualifiedName> dropped_or_rebuilt(std::span<const Operation> operations) {
  std::set<QualifiedName> tables;
  for (const auto& operation : operations) {
    if (const auto* rebuild = std::get_if<RebuildTable>(&operation.variant())) tables.insert(rebuild->after.name);
    if (const auto* drop = std::get_if<DropTable>(&operation.variant())) tables.insert(drop->table.name);
  }
  return tables;
}

// Tables' names from before the unit to after it.
std::map<QualifiedName, QualifiedName> renames_in(std::span<const Operation> operations) {
  std::map<QualifiedName, QualifiedName> renames;
  for (const auto& operation : operations) {
    const auto* rename = std::get_if<RenameTable>(&operation.variant());
    if (!rename) continue;
    const auto at =
        std::find_if(renames.begin(), renames.end(), [&](const auto& pair) { return pair.second == rename->from; });
    if (at != renames.end())
      at->second = rename->to;
    else
      renames[rename->from] = rename->to;
  }
  return renames;
}

// Whether SQLite accepts the columns as a key of the parent; otherwise every look at the foreign key is an error.
bool is_key_of(const Table& parent, const std::vector<std::string>& columns) {
  const std::set<std::string> wanted(columns.begin(), columns.end());
  const auto matches = [&](const std::vector<std::string>& key) {
    return key.size() == columns.size() && std::set<std::string>(key.begin(), key.end()) == wanted;
  };
  for (const auto& constraint : parent.constraints)
    if (const auto* key = std::get_if<Key>(&constraint.body);
        key && matches(key->columns) && !constraint.attributes.contains("collations"))
      return true;
  return std::any_of(parent.indexes.begin(), parent.indexes.end(), [&](const Index& index) {
    std::vector<std::string> key;
    for (const auto& part : index.keys)
      if (!part.expression && !part.collation) key.push_back(part.column);
    return index.unique && !index.where && key.size() == index.keys.size() && matches(key);
  });
}

// `known_gone`: parents that this unit drops, so that their absence is certain.
bool can_be_checked(const Table& child, const Schema& schema, const std::set<QualifiedName>& known_gone) {
  bool any = false;
  for (const auto& constraint : child.constraints) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    if (!key) continue;
    any = true;
    const auto* parent = schema.tables.find(key->references);
    if (!parent && !known_gone.contains(key->references)) return false;  // not there, or not ours to know
    if (parent && !is_key_of(*parent, key->referenced_columns)) return false;
  }
  return any;
}

bool concerns(const Table& child, const std::set<QualifiedName>& tables) {
  return tables.contains(child.name) ||
         std::any_of(child.constraints.begin(), child.constraints.end(), [&](const Constraint& constraint) {
           const auto* key = std::get_if<ForeignKey>(&constraint.body);
           return key && tables.contains(key->references);
         });
}

class Frame {
 public:
  Frame(std::span<const Operation> operations, const Schema& before, const Schema& after)
      : before_(before),
        after_(after),
        tables_(dropped_or_rebuilt(operations)),
        renames_(renames_in(operations)),
        broken_(free_name("schemac_broken", before, after)),
        checks_(free_name("schemac_unit", before, after)) {}

  UnitFrame run() {
    UnitFrame frame{.begin = "BEGIN IMMEDIATE"};
    if (tables_.empty()) return frame;
    const auto off = checks_.add(
        "foreign keys are still on: a transaction is open, and dropping a table would delete what refers to it");
    announce();
    frame.before = {setting("PRAGMA foreign_keys = OFF"), checks_.create(),
                    checks_.test({{off, "(SELECT foreign_keys FROM pragma_foreign_keys) = 0"}})};
    if (!holds_.empty()) {
      frame.before.push_back(
          check(fmt::format("CREATE TEMP TABLE {} (child TEXT, parent TEXT, row_count INTEGER)", quote(broken_))));
      for (auto& sql : baseline()) frame.before.push_back(check(std::move(sql)));
      frame.last.push_back(checks_.test(holds_));
    }
    frame.after = {setting("PRAGMA legacy_alter_table = OFF"), setting("PRAGMA foreign_keys = ON"),
                   check("DROP TABLE IF EXISTS temp." + quote(broken_)), checks_.drop_if_there()};
    return frame;
  }

 private:
  void announce() {
    const auto known_gone = gone();
    for (const auto& [name, table] : after_.tables)
      if (concerns(*table, tables_) && can_be_checked(*table, after_, known_gone)) {
        children_.push_back(name);
        holds_.emplace_back(checks_.add(fmt::format("rows of {} reference missing rows", name.name)),
                            still_holds(name));
      }
  }

  std::set<QualifiedName> gone() const {
    std::set<QualifiedName> names;
    for (const auto& [name, table] : before_.tables)
      if (!after_.tables.contains(name)) names.insert(name);
    return names;
  }

  QualifiedName old_name(const QualifiedName& name) const {
    for (const auto& [from, to] : renames_)
      if (to == name) return from;
    return name;
  }

  // Under its name from after the unit.
  std::string parent_afterwards() const {
    if (renames_.empty()) return "lower(parent)";
    std::string out = "CASE lower(parent)";
    for (const auto& [from, to] : renames_)
      out += fmt::format(" WHEN {} THEN {}", string_literal(lower(from.name)), string_literal(lower(to.name)));
    return out + " ELSE lower(parent) END";
  }

  // What was broken before is no reason to refuse now.
  std::vector<std::string> baseline() const {
    std::vector<std::string> out;
    for (const auto& child : children_) {
      const auto old = old_name(child);
      const auto* table = before_.tables.find(old);
      if (!table || !can_be_checked(*table, before_, {})) continue;
      out.push_back(
          fmt::format("INSERT INTO temp.{} SELECT {}, {}, count(*) FROM pragma_foreign_key_check({}) GROUP BY 2",
                      quote(broken_), string_literal(child.name), parent_afterwards(), string_literal(old.name)));
    }
    return out;
  }

  std::string still_holds(const QualifiedName& child) const {
    return fmt::format(
        "NOT EXISTS (SELECT 1 FROM (SELECT lower(parent) AS parent, count(*) AS row_count FROM "
        "pragma_foreign_key_check({0}) GROUP BY 1) now\n"
        "    WHERE now.row_count > coalesce((SELECT b.row_count FROM temp.{1} b WHERE b.child = {0} AND b.parent = "
        "now.parent), 0))",
        string_literal(child.name), quote(broken_));
  }

  const Schema& before_;
  const Schema& after_;
  std::set<QualifiedName> tables_;
  std::map<QualifiedName, QualifiedName> renames_;
  std::string broken_;
  Checks checks_;
  std::vector<QualifiedName> children_;
  std::vector<std::pair<std::size_t, std::string>> holds_;
};

}  // namespace

UnitFrame frame(std::span<const Operation> operations, const Schema& before, const Schema& after) {
  return Frame(operations, before, after).run();
}

}  // namespace schemac::sqlite
