// One SQL statement of a step, and what it does to those who are connected meanwhile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

struct LockTaken {
  ObjectId object;
  std::string mode;  // the engine's word: `ACCESS EXCLUSIVE`
};

struct Statement {
  std::string sql;            // without the closing semicolon
  bool transactional = true;  // false: the engine refuses it inside a transaction
  std::vector<LockTaken> locks = {};
  bool scans = false;     // reads every row while it holds its locks
  bool rewrites = false;  // writes every row
  bool check = false;     // changes nothing: fails when something is not as it must be
};

}  // namespace schemac
