// The revisions that a versions folder already holds, read from their source without running it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace schemac::alembic {

struct Revision {
  std::string file;  // below the folder
  std::string id;
  std::vector<std::string> down;  // several after a merge
  std::string digest = {};        // of the plan it was written from, when schemac wrote it
};

// The revision that one Python file declares; nullopt when it declares none.
std::optional<Revision> parse_revision(const std::string& file, const std::string& source);

// Of a folder that need not be there; with those in folders below it when `recursive`.
Result<std::vector<Revision>> read_revisions(const std::string& folder, bool recursive = false);

struct Place {
  std::string down;  // what a new revision follows, empty when it is the first
  std::string
      file;  // the head that was written from the very plan at hand, and is written again; empty when there is none
};

// Several heads are an error, as they are for Alembic.
Result<Place> place_behind(const std::vector<Revision>& revisions, const std::string& digest);

}  // namespace schemac::alembic
