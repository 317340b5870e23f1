// What of a source takes part in a comparison, whatever it was read from: `--schemas`, `--exclude`, `--manage`. Tables
// of migration tools never do.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sources/source.h"

namespace schemac {

// Words of `--exclude` that name a kind of object, not a pattern of names: `views`, `grants`, …
bool is_excluded_kind(const std::string& word);

// Takes out what is excluded, with what belongs to it: a table's indexes, triggers, policies, grants and comments.
// Foreign keys that refer to an excluded table stay: they are part of a table that is compared.
Result<void> narrow(Source& source, const IntrospectOptions& options);
// For a pattern that only the other side stated.
void leave_out(Source& source, const std::vector<std::string>& patterns);
// Of the side that says what is wanted, where nothing is known of other schemas: foreign keys to these are not looked
// at. What is there keeps its own, for a table that is made again.
void forget_references_beyond(Schema& schema, const std::set<std::string>& schemas);
// Patterns of --exclude and names of --schemas that are about nothing on any side: misspelled, or they have had their
// day. An error where none of the schemas is there.
Diagnostics idle_words(const IntrospectOptions& asked, const std::vector<const Source*>& sides);
// Says that the source covers these kinds alone, whatever its language could express: `--manage=tables,no-checks`.
Result<void> manage_only(Source& source, const std::vector<std::string>& kinds);

}  // namespace schemac
