// The revisions that a versions folder already holds, read from their source without running it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace schemac::alembic {

struct Revision {
  std::string file;
  std::string id;
  std::vector<std::string> down;  // several after a merge
  std::string digest = {};        // of the plan it was written from, when schemac wrote it
};

// The revision that one Python file declares; nullopt when it declares none.
std::optional<Revision> parse_revision(const std::string& file, const std::string& source);

// Of a folder that need not be there.
Result<std::vector<Revision>> read_revisions(const std::string& folder);

// What a new revision follows, empty when it is the first. Several heads are an error, as they are for Alembic. A head that
// was written from the very plan at hand is written again: then it is what that one follows.
Result<std::string> head_of(const std::vector<Revision>& revisions, const std::string& digest);

}  // namespace schemac::alembic
