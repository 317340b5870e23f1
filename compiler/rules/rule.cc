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
    {"drop-sequence", destructive, warn, "note its current value first"},
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

}  // namespace schemac
