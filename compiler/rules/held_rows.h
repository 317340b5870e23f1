// What a table's constraints and unique indexes hold its rows to, and what is lost of it: one that goes, and one that
// lets more rows pass than before, by whatever takes its place. Everything that a constraint or an index has is looked
// at:
//   unique keys   columns, expressions, collations and lengths (fewer columns and shorter prefixes hold rows to more),
//   WHERE, NULLS NOT DISTINCT checks        the expression (rules/implication.h), NO INHERIT, NOT VALID, NOT ENFORCED
//   foreign keys  columns, what they refer to, MATCH FULL, NOT VALID, NOT ENFORCED; ON DELETE and ON UPDATE, ON DELETE
//   SET NULL (columns) exclusions    the whole definition SQLite        ON CONFLICT
// DEFERRABLE decides when rows are looked at, not whether.
#pragma once

#include <optional>

#include "base/pair.h"
#include "rules/implication.h"
#include "rules/loss.h"
#include "schema/schema.h"

namespace schemac {

// `tables.from` has the constraint or the index; `tables.to` is what the plan leads to.
std::optional<Loss> looser_rows(const Constraint& constraint, const Pair<const Table*>& tables,
                                const Pair<const Schema*>& schemas, const Spelling& spelling);
std::optional<Loss> looser_rows(const Index& index, const Pair<const Table*>& tables,
                                const Pair<const Schema*>& schemas, const Spelling& spelling);

// What a constraint of `tables.to` does to rows by itself that none of `tables.from` did: ON DELETE CASCADE, ON
// CONFLICT REPLACE.
Losses new_effects_on_rows(const Constraint& constraint, const Pair<const Table*>& tables);
// The same of a column's NOT NULL ON CONFLICT.
Losses new_effects_on_rows(const Column& column, const Pair<const Table*>& tables);

}  // namespace schemac
