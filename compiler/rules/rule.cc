#include "rules/rule.h"

#include <algorithm>
#include <array>

#include "base/diagnostic.h"

namespace schemac {
namespace {

using enum HazardClass;
using enum HazardSeverity;

constexpr auto catalogue = std::to_array<Rule>({
    {"drop-table", destructive, block, "stop using the table first; keep a backup"},
    {"drop-partition", destructive, block, "keep a copy of its rows, or give its values to another partition"},
    {"drop-column", destructive, block, "stop using the column first; keep a backup"},
    {"narrow-type", destructive, block,
     "check that every value fits, or add a new column and copy the values that fit"},
    {"drop-enum-value", destructive, block, "say which label takes its place, or first update the rows that hold it"},
    {"replace-enum-value", destructive, block, "keep both labels while anybody tells them apart"},
    {"drop-system-versioning", destructive, block, "copy the history first: SELECT … FOR SYSTEM_TIME ALL"},
    {"lose-generated-values", destructive, block,
     "add a column of another name, fill it from the expression, then drop and rename"},
    {"forget-rows", destructive, block, "copy the rows elsewhere first, or keep the table's current storage"},
    {"number-null-keys", destructive, block, "first set a key in the rows that have none"},
    {"drop-row-security", security, block, "check who can read and write the table without it"},
    {"drop-policy", security, block, "check what the remaining policies allow"},
    {"widen-policy", security, block, "check who can see and change which rows then"},
    {"grant-to-public", security, block, "grant to the roles that need it"},
    {"grant-option", security, block, "grant to the roles that need it, without GRANT OPTION"},
    {"change-owner", security, block, "check what the new owner may do with it, and with whose rights it runs"},
    {"weaken-security", security, block, "check who can reach what through it"},
    {"drop-trigger", behavior, block, "check that nothing relies on what it does"},
    {"disable-trigger", behavior, block, "check that nothing relies on what it does"},
    {"narrow-trigger", behavior, block, "check that nothing relies on what it does"},
    {"drop-rule", behavior, block, "check that nothing relies on what it does"},
    {"drop-event", behavior, block, "check that nothing relies on what it does"},
    {"drop-routine", behavior, block, "first deploy code that does not call it"},
    {"drop-view", behavior, block, "first deploy code that does not read it"},
    {"drop-extension", behavior, block, "check that nothing uses its functions and types"},
    {"drop-type", behavior, block, "check that no function or client uses it"},
    {"drop-sequence", behavior, block, "record its current value; first deploy code that does not use it"},
    {"drop-publication", behavior, block, "stop its subscribers first"},
    {"revoke", behavior, block, "check that no role needs the privilege"},
    {"drop-check", behavior, block, "check that clients no longer rely on it"},
    {"widen-check", behavior, block, "check that clients can do with the values that it lets pass now"},
    {"drop-foreign-key", behavior, block, "check that clients do not rely on the database to keep references valid"},
    {"drop-unique", behavior, block, "check that clients do not rely on it (ON CONFLICT does)"},
    {"add-cascade", behavior, block, "check that the rows, or what they hold, may go with the row that they refer to"},
    {"swallow-rows", behavior, block, "check that nobody misses the rows, and the error"},
    {"lose-transactions", behavior, block, "check that nothing relies on transactions and foreign keys"},
    {"detach-rows", behavior, block,
     "check that nothing looks for these rows in the parent, or relies on its policies"},
    {"lose-generated-keys", behavior, block, "check that every client sets the key itself"},
    {"reorder-enum-values", behavior, block, "check that nothing sorts by it or compares it with numbers"},
    {"lose-update-time", behavior, block, "check that clients set the time themselves"},
    {"lose-replica-identity", behavior, block, "check that no publication holds its updates and deletes"},
    {"repeat-numbers", behavior, block, "check that numbers may come twice"},
    {"add-required-column", data_dependent, warn, "add a default or a backfill"},
    {"lose-rights-on-routine", breaks_clients, warn, "look into mysql.procs_priv, and grant it again behind the plan"},
    {"made-up-values", data_dependent, warn, "add a default or a backfill"},
    {"set-not-null-data", data_dependent, warn, "add a backfill, or replace the NULLs first"},
    {"add-unique-on-existing", data_dependent, warn, "check for duplicates first"},
    {"add-fk-orphans", data_dependent, warn, "check for rows without a parent first"},
    {"add-check-violations", data_dependent, warn, "check for rows that violate it first"},
    {"found-rename", correctness, warn, "declare it, or refuse it, so that nobody has to guess"},
    {"likely-rename", correctness, warn, "if it is one, say so, and the values stay"},
    {"old-name-in-body", correctness, warn, "change the body as well: PostgreSQL does not look into it"},
    {"rename-table", breaks_clients, warn, "first deploy code that works with both names"},
    {"rename-column", breaks_clients, warn, "first deploy code that works with both names"},
    {"rename-enum-value", breaks_clients, warn, "first deploy code that works with both labels"},
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
  return std::any_of(hazards.begin(), hazards.end(),
                     [](const Hazard& hazard) { return hazard.kind == destructive && hazard.severity == block; });
}

bool asks_for_consent(const Hazard& hazard) {
  return hazard.severity == block && (hazard.kind == destructive || hazard.kind == security || hazard.kind == behavior);
}

}  // namespace schemac
