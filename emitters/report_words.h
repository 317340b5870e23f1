// An operation in columns, for reports: what is done, to what, and how. `describe` says the same in one sentence.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/shell_word.h"
#include "operations/operation.h"
#include "plan/plan.h"
#include "schema/engine_version.h"

namespace schemac {

struct StepWords {
  std::string verb;    // `add column`
  std::string object;  // `users.display_name`
  std::string detail;  // `varchar(300)`
};

StepWords words_of(const Operation& operation);

// A type in the words people use for it: `varchar(300)` for `character varying(300)`.
std::string short_type(const Type& type);

// What a step costs while it runs, from its statements: `rewrites the table`, `reads every row`, the strongest lock.
std::string cost_of(const Step& step);

// The first program that will do the step in place of a copy under a lock; nullptr where none will, or none is needed.
const OnlineCopy* best_online_copy(const Step& step);

// Whether a hazard of the step asks for consent, given or not.
bool asks_for_consent(const Step& step);
// What `--allow` takes for this step: `drop-column:users.legacy_code`, `drop-policy:users.own`; the object alone, which
// consents to everything that the step does, where it loses several things.
std::string consent_key(const Step& step);
// The flag that covers the whole step: `--allow-behavior-change`, or `--allow-destructive` where it loses rows or
// values.
std::string_view consent_flag(const Step& step);

std::string_view quality_word(UndoQuality quality);  // `exact`, `loses data`, `impossible`

// Behind which steps the plan can really stop: before the first (0), at the ends of its transactions, and behind every
// step that stands in none.
std::set<int> stops_of(const Plan& plan);
// `in one transaction`, `alone, outside of any transaction`, `transaction 2 of 3`
std::string transaction_of(const Plan& plan, const Unit& unit);

// `1–4 exact · 5 loses …`: runs of steps with the same way back.
std::string undo_summary(const Plan& plan);

// `users.mail → users.email`, `function f(integer) → g(integer)`
std::string in_words(const FoundRename& rename);
// The rename as --rename and --no-rename take it from a shell.
std::string shell_flag(const FoundRename& rename);

}  // namespace schemac
