#include "diff/match_partitions.h"
#include "diff/resolve_renamed.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/partitions.h"

namespace schemac {
namespace {

ObjectId id(const QualifiedName& partition) { return {ObjectKind::table, partition}; }

using Partitions = std::vector<std::shared_ptr<const SqlObject>>;

Partitions partitions_alone(const Schema& here, const Schema& there) {
  Partitions found;
  for (const auto& [key, object] : here.sql_objects)
    if (key.kind == "partition" && !there.sql_objects.contains(key) && !there.tables.contains(key.name))
      found.push_back(object);
  return found;
}

class PartitionMatcher {
 public:
  PartitionMatcher(const ObjectMatch& match, Schema& present) : in_(match), present_(present) {}

  // A partition of a partition shows its parent's new name only when that one is renamed.
  std::vector<Operation> run() {
    for (bool more = true; more;) {
      const auto before = out_.size();
      take_what_is_said();
      if (in_.ledger.detects()) detect();
      more = out_.size() > before;
    }
    return std::move(out_);
  }

 private:
  const Schema& wanted() const { return *in_.input.schemas.to; }

  void take_what_is_said() {
    if (!in_.ledger.says_something()) return;
    const auto gone = partitions_alone(present_, wanted()), come = partitions_alone(wanted(), present_);
    const auto is_alone = [](const Partitions& partitions, const QualifiedName& name) {
      return std::any_of(partitions.begin(), partitions.end(),
                         [&](const auto& partition) { return partition->name == name; });
    };
    for (auto& order : in_.ledger.orders()) {
      const auto from = qualified(order.from, in_.dialect.traits().default_schema),
                 name = qualified(order.to, from.schema);
      if (order.used || !order.table.name.empty() || !is_alone(gone, from) || !is_alone(come, name)) continue;
      order.used = true;
      rename(from, name, {.origin = order.remembered ? RenameOrigin::remembered : RenameOrigin::ordered});
    }
    for (const auto& partition : come)
      if (const Intent* declared = in_.ledger.intent({ObjectKind::sql_object, partition->name, partition->kind}))
        for (const auto& was : declared->was) {
          const QualifiedName from{was.schema.empty() ? partition->name.schema : was.schema, was.name};
          if (settled_.contains(partition->name) || settled_.contains(from) || !is_alone(gone, from) ||
              in_.ledger.refused(from, partition->name))
            continue;
          rename(from, partition->name, {.origin = RenameOrigin::declared});
        }
  }

  void detect() {
    std::map<std::string, Partitions> gone;
    for (auto& partition : partitions_alone(present_, wanted()))
      gone[rough_form(*partition)].push_back(std::move(partition));
    if (gone.empty()) return;
    for (const auto& partition : partitions_alone(wanted(), present_)) {
      const auto alike = gone.find(rough_form(*partition));
      if (alike == gone.end()) continue;
      for (const auto& have : alike->second) {
        if (settled_.contains(have->name) || settled_.contains(partition->name) ||
            in_.ledger.refused(have->name, partition->name))
          continue;
        if (!are_one_but_for_the_name(*have, *partition)) continue;
        if (in_.ledger.take_or_ask(id(have->name), id(partition->name),
                                   {RenameOrigin::detected, 0.99, {"the same parent", "the same bounds"}}))
          carry_out(have->name, partition->name);
        settled_.insert({have->name, partition->name});
      }
    }
  }

  // The same for two that are one but for their names, however they are spelled: the parent, and the values that stand
  // in the bounds.
  static std::string rough_form(const SqlObject& partition) {
    auto form = parent_of_partition(partition);
    for (const auto& token : sql_tokens(partition.definition, {.dollar_quotes = true})) {
      const auto text = token.text(partition.definition);
      if (token.kind == SqlTokenKind::string) form += fmt::format("\n{}", string_value(text));
      if (token.kind == SqlTokenKind::number) form += fmt::format("\n{}", text);
    }
    return form;
  }

  bool are_one_but_for_the_name(const SqlObject& have, const SqlObject& want) const {
    const auto renamed = renamed_partition(have, want.name);
    return renamed.definition == want.definition || in_.dialect.same_expression(renamed.definition, want.definition);
  }

  void rename(const QualifiedName& from, const QualifiedName& name, Sent why) {
    in_.ledger.note(id(from), id(name), RenameState::taken, std::move(why));
    settled_.insert({from, name});
    carry_out(from, name);
  }

  void carry_out(const QualifiedName& from, const QualifiedName& name) {
    Operation op = RenameTable{from, name};
    resolve_for_rename(op, present_, in_.dialect);
    schemac::apply(op, present_);
    out_.push_back(std::move(op));
  }

  const ObjectMatch& in_;
  Schema& present_;
  std::set<QualifiedName> settled_;  // names that are spoken for, taken or asked about
  std::vector<Operation> out_;
};

}  // namespace

std::vector<Operation> match_partitions(const ObjectMatch& match, Schema& present) {
  return PartitionMatcher(match, present).run();
}

}  // namespace schemac
