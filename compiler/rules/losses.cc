#include "rules/losses.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/operation.h"

namespace schemac {
namespace {

struct LossOfDrop {
  std::string_view kind;
  std::string_view rule;
};

// Kinds that are not here lose nothing: comments, owners, statistics, indexes that are not unique, options of
// partitions, defaults of views and domains. Rights and default privileges are told by how their kind begins.
constexpr auto losses_of_drops = std::to_array<LossOfDrop>({
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
    {"package", "drop-routine"},
    {"package body", "drop-routine"},
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
    {"partition not null", "drop-check"},
    {"inherited not null", "drop-check"},
    {"sequence", "drop-sequence"},
    {"publication", "drop-publication"},
});

std::string_view rule_of(const SqlObject& object) {
  const auto& kind = object.kind;
  if (kind.starts_with("revoke on ") || kind.starts_with("revoked ")) return "grant-to-public";
  if (kind.starts_with("grant on ") || kind.ends_with("default privileges on")) return "revoke";
  if (kind == "index")
    return lower(object.definition).starts_with("create unique") ? "drop-unique" : std::string_view();
  // without its state a trigger fires in sessions of applications, and for nothing that another server sends
  if (kind == "trigger state" || kind == "rule state")
    return lower(object.definition).find(" disable ") == std::string::npos ? "disable-trigger" : std::string_view();
  const auto at = std::find_if(losses_of_drops.begin(), losses_of_drops.end(),
                               [&](const LossOfDrop& loss) { return loss.kind == kind; });
  return at == losses_of_drops.end() ? std::string_view() : at->rule;
}

std::string what_is_lost(std::string_view rule, const SqlObject& object) {
  const auto title = fmt::format("{} {}", object.kind, display(object.name));
  if (rule == "grant-to-public") return "everybody gets a right: " + title;
  if (rule == "revoke") return "somebody loses a right: " + title;
  if (rule == "disable-trigger")
    return fmt::format("{} no longer fires for what comes from another server", display(object.name));
  if (rule == "drop-policy" || rule == "drop-row-security") return title + " no longer guards the rows";
  return title + " is gone";
}

std::string option(const Attributes& attributes, std::string_view key) {
  const auto at = std::find_if(attributes.begin(), attributes.end(),
                               [&](const auto& entry) { return equal_ignoring_case(entry.first, key); });
  return at == attributes.end() ? std::string() : lower(at->second);
}

std::string_view forgetful_storage(const Attributes& attributes) {
  if (attributes.contains("unlogged")) return "UNLOGGED: emptied after a server crash";
  const auto engine = option(attributes, "engine");
  if (engine == "memory") return "ENGINE=MEMORY: emptied when the server restarts";
  if (engine == "blackhole") return "ENGINE=BLACKHOLE: stores no rows";
  return {};
}

bool is_transactional(const Attributes& attributes) {
  static constexpr auto engines =
      std::to_array<std::string_view>({"", "innodb", "ndb", "ndbcluster", "rocksdb", "tokudb"});
  return std::find(engines.begin(), engines.end(), option(attributes, "engine")) != engines.end();
}

// ENCRYPTION='Y' of MySQL, ENCRYPTED=YES of MariaDB.
bool is_encrypted(const Attributes& attributes) {
  return option(attributes, "encryption") == "y" || option(attributes, "encrypted") == "yes";
}

}  // namespace

std::optional<Loss> loss_of_drop(const SqlObject& object) {
  const auto rule = rule_of(object);
  if (rule.empty()) return std::nullopt;
  return Loss{rule, what_is_lost(rule, object)};
}

bool goes_with_its_owner(const SqlObject& object) {
  return is_on_a_table(object.kind) || is_part_of_another(object) || object.kind.ends_with("row security") ||
         object.kind == "index";
}

Losses losses_of_storage(const QualifiedName& name, const Attributes& before, const Attributes& after) {
  Losses losses;
  const auto table = display(name);
  if (before.contains("system_versioning") && !after.contains("system_versioning"))
    losses.push_back({"drop-system-versioning", fmt::format("deletes the row history of {}", table)});
  if (const auto storage = forgetful_storage(after); !storage.empty() && forgetful_storage(before) != storage)
    losses.push_back({"forget-rows", fmt::format("{} becomes {}", table, storage)});
  if (is_transactional(before) && !is_transactional(after))
    losses.push_back(
        {"lose-transactions",
         fmt::format("ENGINE={}: what is rolled back stays in {}, a crash may damage it, and foreign keys are not kept",
                     after.at("engine"), table)});
  if (is_encrypted(before) && !is_encrypted(after))
    losses.push_back({"weaken-security", fmt::format("{} is no longer encrypted on disk", table)});
  return losses;
}

}  // namespace schemac
