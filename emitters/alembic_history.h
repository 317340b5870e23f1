// The revisions that a versions folder already holds, read from their source without running it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "emitters/history.h"

namespace schemac::alembic {

struct Revision {
  std::string file;  // below the folder
  std::string id;
  std::vector<std::string> down;          // several after a merge
  std::vector<std::string> depends = {};  // on revisions of other branches
  std::string digest = {};                // of the plan it was written from, when schemac wrote it
};

// The revision that one Python file declares; nullopt when it declares none.
std::optional<Revision> parse_revision(const std::string& file, const std::string& source);

// Of a folder that need not be there; with those in folders below it when `recursive`.
Result<std::vector<Revision>> read_revisions(const std::string& folder, bool recursive = false);

struct Place {
  std::string down;  // what a new revision follows, empty when it is the first
  std::string file;  // of the head that was written from the very plan at hand; empty when there is none
};

// Several heads are an error, as they are for Alembic, and so is one identifier of two files. A head that ran in the
// database, says `applied`, is not written again.
Result<Place> place_behind(const std::vector<Revision>& revisions, const std::string& digest,
                           const std::optional<AppliedHistory>& applied = {});

// The folder's revisions as a history, and what ran in the database: Alembic notes the heads alone.
History history_of(const std::vector<Revision>& revisions, const std::string& folder);
EmitOptions with_ancestors(EmitOptions options, const std::vector<Revision>& revisions);

}  // namespace schemac::alembic
