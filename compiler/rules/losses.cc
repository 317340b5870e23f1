#include "rules/losses.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "operations/operation.h"

namespace schemac {
namespace {

struct ObjectLoss {
  std::string_view kind;
  std::string_view rule;
};

// Kinds that are not here lose nothing: comments, owners, statistics, indexes and options of partitions, defaults of views and domains.
// Rights and default privileges are told by how their kind begins.
constexpr auto losses_of_drops = std::to_array<ObjectLoss>({
    {"row security", "drop-row-security"},
    {"forced row security", "drop-row-security"},
    {"policy", "drop-policy"},
    {"trigger", "drop-trigger"},
    {"event trigger", "drop-trigger"},
    {"rule", "drop-rule"},
    {"event", "drop-event"},
    {"function", "drop-routine"},
    {"procedure", "drop-routine"},
    {"aggregate", "drop-routine"},
    {"window function", "drop-routine"},
    {"view", "drop-view"},
    {"materialized view", "drop-view"},
    {"extension", "drop-extension"},
    {"domain", "drop-type"},
    {"composite type", "drop-type"},
    {"range type", "drop-type"},
    {"collation", "drop-type"},
    {"domain constraint", "drop-check"},
    {"domain not null", "drop-check"},
    {"partition constraint", "drop-check"},
    {"sequence", "drop-sequence"},
    {"publication", "drop-publication"},
});

bool is_revocation(const SqlObject& object) { return object.kind.starts_with("revoke on ") || object.kind.starts_with("revoked "); }
bool is_right(const SqlObject& object) {
  return object.kind.starts_with("grant on ") || (object.kind.ends_with("default privileges on") && !is_revocation(object));
}
bool is_for_everybody(const SqlObject& object) { return lower(object.name.name).ends_with(" to public"); }

// `GRANT SELECT, INSERT ON …`
std::set<std::string> privileges(const SqlObject& grant) {
  std::set<std::string> out;
  std::string word;
  const auto begin = grant.definition.find("GRANT ");
  const auto end = begin == std::string::npos ? begin : grant.definition.find(" ON ", begin);
  if (end == std::string::npos) return out;
  const auto list = grant.definition.substr(begin + 6, end - begin - 6) + ",";
  for (const char c : list) {
    if (c == ',') out.insert(std::exchange(word, {}));
    if (c != ',' && (c != ' ' || !word.empty())) word += c;
  }
  return out;
}

bool takes_privileges(const SqlObject& before, const SqlObject& after) {
  const auto had = privileges(before), has = privileges(after);
  return !std::includes(has.begin(), has.end(), had.begin(), had.end());
}

// USING (true) or WITH CHECK (true): it lets everything pass.
std::size_t open_clauses(const SqlObject& policy) {
  const auto text = lower(policy.definition);
  return (text.find("using (true)") != std::string::npos ? 1U : 0U) + (text.find("with check (true)") != std::string::npos ? 1U : 0U);
}

std::set<std::string> as_set(const std::vector<std::string>& columns) { return {columns.begin(), columns.end()}; }

bool is_unique_in(const Table& table, const std::vector<std::string>& columns) {
  const auto sets = unique_column_sets(table);
  return std::any_of(sets.begin(), sets.end(), [&](const auto& other) { return as_set(other) == as_set(columns); });
}

bool takes_its_place(const Constraint& constraint, const Constraint& other) {
  if (constraint.body.index() != other.body.index()) return false;
  if (constraint.body == other.body || (!constraint.name.text.empty() && constraint.name.text == other.name.text)) return true;
  const auto* key = std::get_if<ForeignKey>(&constraint.body);
  const auto* now = std::get_if<ForeignKey>(&other.body);
  return key && now && key->columns == now->columns && key->references == now->references;
}

// A check without a name that has another text now: one goes, and one comes.
bool is_replaced_check(const Constraint& constraint, const Table& present, const Table& wanted) {
  if (!std::holds_alternative<Check>(constraint.body) || constraint.name.stated) return false;
  const auto uses = used_columns(constraint);
  return std::any_of(wanted.constraints.begin(), wanted.constraints.end(), [&](const Constraint& other) {
    const bool is_new =
        std::none_of(present.constraints.begin(), present.constraints.end(), [&](const Constraint& c) { return c.body == other.body; });
    return std::holds_alternative<Check>(other.body) && is_new && used_columns(other) == uses;
  });
}

}  // namespace

std::optional<std::string_view> loss_of_drop(const SqlObject& object) {
  if (is_revocation(object)) return "grant-to-public";
  if (is_right(object)) return "revoke";
  const auto at = std::find_if(losses_of_drops.begin(), losses_of_drops.end(), [&](const ObjectLoss& loss) { return loss.kind == object.kind; });
  return at == losses_of_drops.end() ? std::nullopt : std::optional(at->rule);
}

std::optional<std::string_view> loss_of_creation(const SqlObject& object) {
  if ((object.kind == "trigger state" || object.kind == "rule state") && object.definition.find(" DISABLE ") != std::string::npos)
    return "disable-trigger";
  if (is_right(object) && is_for_everybody(object)) return "grant-to-public";
  return is_revocation(object) ? std::optional<std::string_view>("revoke") : std::nullopt;
}

std::optional<std::string_view> loss_of_replacement(const SqlObject& before, const SqlObject& after) {
  if (after.kind == "policy" && open_clauses(after) > open_clauses(before)) return "widen-policy";
  if (!is_right(after)) return after.definition == before.definition ? std::nullopt : loss_of_creation(after);
  if (is_for_everybody(after) && takes_privileges(after, before)) return "grant-to-public";
  return takes_privileges(before, after) ? std::optional<std::string_view>("revoke") : std::nullopt;
}

bool goes_with_its_owner(const SqlObject& object) {
  return is_on_a_table(object.kind) || is_part_of_another(object) || object.kind.ends_with("row security");
}

std::string_view loss_of_drop(const Constraint& constraint) {
  return std::visit(Overloaded{
                        [](const Key&) { return "drop-unique"; },
                        [](const Check&) { return "drop-check"; },
                        [](const ForeignKey&) { return "drop-foreign-key"; },
                        [](const Exclusion&) { return "drop-unique"; },
                    },
                    constraint.body);
}

bool is_kept(const Constraint& constraint, const Table& present, const Table& wanted) {
  const auto columns = used_columns(constraint);
  const bool its_columns_go = std::any_of(columns.begin(), columns.end(), [&](const auto& name) { return !wanted.columns.find(name); });
  if (its_columns_go) return true;  // the column asks
  if (const auto* key = std::get_if<Key>(&constraint.body); key && is_unique_in(wanted, key->columns)) return true;
  return std::any_of(wanted.constraints.begin(), wanted.constraints.end(),
                     [&](const Constraint& other) { return takes_its_place(constraint, other); }) ||
         is_replaced_check(constraint, present, wanted);
}

bool is_kept(const Index& index, const Table& wanted) {
  std::vector<std::string> columns;
  for (const auto& key : index.keys)
    if (!key.column.empty()) columns.push_back(key.column);
  const auto used = used_columns(index);
  if (std::any_of(used.begin(), used.end(), [&](const auto& name) { return !wanted.columns.find(name); })) return true;
  if (columns.size() == index.keys.size() && !index.where && is_unique_in(wanted, columns)) return true;
  return std::any_of(wanted.indexes.begin(), wanted.indexes.end(), [&](const Index& other) {
    return other.unique && (other.name.text == index.name.text || (other.keys == index.keys && other.where == index.where));
  });
}

std::string_view forgetful_storage(const Attributes& attributes) {
  if (attributes.contains("unlogged")) return "UNLOGGED: emptied after a server crash";
  const auto at = attributes.find("engine");
  const auto engine = at == attributes.end() ? std::string() : lower(at->second);
  if (engine == "memory") return "ENGINE=MEMORY: emptied when the server restarts";
  if (engine == "blackhole") return "ENGINE=BLACKHOLE: stores no rows";
  return {};
}

}  // namespace schemac
