// The hazard catalogue: what can go wrong with an operation, for whom, and the safe way round it.
//
// A rule is one entry of the table in rule.cc; what makes it fire is code beside the operation's family in hazards.cc.
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.h"
#include "schema/placed_column.h"

namespace schemac {

enum class HazardClass {
  destructive,  // rows or values that are there are lost
  security,     // somebody may see or do more than before
  behavior,     // what the database checked, computed, did or allowed by itself, it no longer does
  data_dependent,
  breaks_clients,
  locks,
  rewrites,
  correctness
};
enum class HazardSeverity { block, warn, info };

struct Rule {
  std::string_view key;
  HazardClass kind;
  HazardSeverity severity;
  std::string_view safe_way;
};

struct Hazard {
  std::string rule;  // a key of the rule catalogue: `drop-column`
  HazardClass kind;
  HazardSeverity severity;
  std::string message;   // what happens, with the object's name
  std::string safe_way;  // what to do instead, or first
};

std::span<const Rule> rules();
std::string_view class_name(HazardClass kind);            // "destructive"
std::string_view severity_name(HazardSeverity severity);  // "block"

// Whether every value of `narrow` is kept by `wide`: the dialect's knowledge, which this room does not have.
using KeepsValues = std::function<bool(const PlacedColumn& wide, const PlacedColumn& narrow)>;

struct HazardInput {
  const Operation& operation;
  const Schema& before;  // the schema when the operation runs
  const Schema& after;
  const Schema& present;  // the schema before the plan: what was made by the plan itself holds no rows
  const KeepsValues& keeps_values;
  const std::set<ObjectId>& filled;  // column_values that earlier steps have filled, and checked that they did
  // Of the plan as a whole: what it leads to, everything that one of its steps makes, and what it drops for good.
  const Schema& wanted;
  const std::set<ObjectId>& made;
  const std::set<ObjectId>& gone;
};

std::vector<Hazard> hazards_of(const HazardInput& input);

// True for what destroys rows or values that are there.
bool is_destructive(const std::vector<Hazard>& hazards);
// A loss that nobody may cause without having been asked: of rows and values, of security, or of behavior.
bool asks_for_consent(const Hazard& hazard);

}  // namespace schemac
