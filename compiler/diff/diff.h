// Two schemas in, the operations that lead from one to the other out, in no particular order.
//
// match pairs the objects: declared renames first, then equal names, then detected renames (renames/). compare then
// looks at each pair, by the dialect's canonical forms. Renames come back apart from the rest, because every other
// operation speaks in the new names.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/pair.h"
#include "dialects/dialect.h"
#include "diff/renames/thresholds.h"
#include "operations/found_rename.h"
#include "operations/operation.h"
#include "schema/coverage.h"
#include "schema/intents.h"
#include "schema/schema.h"

namespace schemac {

enum class RenameMode {
  automatic,  // declared ones, and detected ones where they are sure
  declared,   // `was`, --rename
  off,        // drop and add, whatever was declared
};

struct DiffOptions {
  RenameMode renames = RenameMode::automatic;
  std::vector<std::string> rename = {};     // `users.name:full_name`, `old_table:new_table`
  std::vector<std::string> no_rename = {};  // the same form: declared or likely, but refused
  // Answers of earlier times (renames.toml): they may match nothing any more.
  std::vector<std::string> remembered = {};
  std::vector<std::string> remembered_no = {};
  RenameThresholds thresholds = {};
};

struct DiffInput {
  Pair<const Schema*> schemas;  // normalised, of one dialect
  const Coverage& coverage;     // of `to`
  const Intents& intents;       // of `to`
  const std::map<ObjectId, Span>& declared;
  // Objects that `to` has because they may have to be made again.
  std::span<const SqlObjectKey> kept = {};
  std::set<SqlObjectKey> broken = {};  // of these: they name what `to` no longer has
};

struct Difference {
  Pair<Schema> sides;  // what was compared: the input, serials spelled out where the two sides say them differently
  std::vector<Operation> renames = {};         // in the order in which they run
  Schema renamed = {};                         // `from` after them
  std::vector<FoundRename> found = {};         // what is known of renames, taken or not
  std::vector<Operation> operations = {};      // in the words of `renamed` and `to`
  std::vector<UnmanagedObject> stranded = {};  // of what was kept: it needs something that goes; in words of `renamed`
  std::vector<std::string> notes = {};
  Diagnostics remarks = {};
};

Result<Difference> diff(const DiffInput& input, const Dialect& dialect, const DiffOptions& options);

// Tables of `to` in which an expression differs from its partner's as text: worth asking the engine about.
std::vector<QualifiedName> tables_with_differing_expressions(const DiffInput& input, const Dialect& dialect,
                                                             const DiffOptions& options);

}  // namespace schemac
