#include "rules/rule.h"

#include <algorithm>
#include <array>

#include "base/diagnostic.h"

namespace schemac {
namespace {

using enum HazardClass;
using enum HazardSeverity;

constexpr auto catalogue = std::to_array<Rule>({
    {"drop-table", destructive, block, "stop using the table first; keep a copy or a backup"},
    {"drop-column", destructive, block, "stop reading the column first; keep a copy or a backup"},
    {"narrow-type", destructive, block, "check that every value fits, or add a new column and copy what fits"},
    {"drop-enum-value", destructive, block, "give the rows that hold it another value first"},
    {"drop-system-versioning", destructive, block, "copy the history first: SELECT … FOR SYSTEM_TIME ALL"},
    {"lose-generated-values", destructive, block, "add a column of another name, fill it from the expression, then drop and rename"},
    {"forget-rows", destructive, block, "keep the rows elsewhere, or keep the table's former storage"},
    {"number-null-keys", destructive, block, "give the rows without a key one first"},
    {"drop-row-security", security, block, "check who can read and write the table without it"},
    {"drop-policy", security, block, "check what the other policies still let pass"},
    {"widen-policy", security, block, "check that every row may be seen and changed"},
    {"grant-to-public", security, block, "grant to the roles that need it"},
    {"drop-trigger", behavior, block, "check that nothing relies on what it does"},
    {"disable-trigger", behavior, block, "check that nothing relies on what it does"},
    {"drop-rule", behavior, block, "check that nothing relies on what it does"},
    {"drop-event", behavior, block, "check that nothing relies on what it does"},
    {"drop-routine", behavior, block, "deploy code that does not call it first"},
    {"drop-view", behavior, block, "deploy code that does not read it first"},
    {"drop-extension", behavior, block, "check that nothing uses its functions and types"},
    {"drop-type", behavior, block, "check that no function or client uses it"},
    {"drop-sequence", behavior, block, "note its current value; deploy code that does not use it first"},
    {"drop-publication", behavior, block, "stop its subscribers first"},
    {"revoke", behavior, block, "check that nobody needs the right"},
    {"drop-check", behavior, block, "check that clients no longer rely on it"},
    {"drop-foreign-key", behavior, block, "check that clients keep the references whole"},
    {"drop-unique", behavior, block, "check that clients do not rely on it, ON CONFLICT among them"},
    {"add-cascade", behavior, block, "check that the rows may go with the row that they refer to"},
    {"add-required-column", data_dependent, warn, "state a default or a backfill"},
    {"set-not-null-data", data_dependent, warn, "state a backfill, or fill the NULLs first"},
    {"add-unique-on-existing", data_dependent, warn, "look for duplicates first"},
    {"add-fk-orphans", data_dependent, warn, "look for rows without a parent first"},
    {"add-check-violations", data_dependent, warn, "look for rows that violate it first"},
    {"rename-table", breaks_clients, warn, "deploy code that knows both names first"},
    {"rename-column", breaks_clients, warn, "deploy code that knows both names first"},
    {"rename-enum-value", breaks_clients, warn, "deploy code that knows both labels first"},
});

}  // namespace

std::span<const Rule> rules() { return catalogue; }

std::string_view class_name(HazardClass kind) {
  switch (kind) {
    case destructive: return "destructive";
    case security: return "security";
    case behavior: return "behavior";
    case data_dependent: return "data-dependent";
    case breaks_clients: return "breaks-clients";
    case locks: return "locks";
    case rewrites: return "rewrites";
    case correctness: return "correctness";
  }
  broken_invariant("hazard class has a name");
}

std::string_view severity_name(HazardSeverity severity) {
  switch (severity) {
    case block: return "block";
    case warn: return "warn";
    case info: return "info";
  }
  broken_invariant("hazard severity has a name");
}

bool is_destructive(const std::vector<Hazard>& hazards) {
  return std::any_of(hazards.begin(), hazards.end(), [](const Hazard& hazard) { return hazard.kind == destructive && hazard.severity == block; });
}

bool asks_for_consent(const Hazard& hazard) {
  return hazard.severity == block && (hazard.kind == destructive || hazard.kind == security || hazard.kind == behavior);
}

}  // namespace schemac
