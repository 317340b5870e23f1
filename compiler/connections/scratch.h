// A database of schemac's own, made empty beside one of the user's or as a file in a temporary folder: to load SQL
// into, to rehearse a plan in. Its name says whose it is; it goes with its object, and also when the program is
// interrupted.
//
// An engine joins with one function of `ScratchParts` and one line in scratch.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/diagnostic.h"

namespace schemac {

struct ScratchParts {
  std::string place;  // for `connect`
  std::function<Result<void>()> make;
  std::function<Result<void>()> remove;  // whatever is connected to it, and although it may not be there
};

class ScratchDatabase {
 public:
  ScratchDatabase(std::string name, ScratchParts parts);
  ~ScratchDatabase();  // removes it, quietly
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  const std::string& name() const { return name_; }          // for people
  const std::string& place() const { return parts_.place; }  // may hold a password
  Result<void> make();
  Result<void> remove();  // once; later calls do nothing

 private:
  std::string name_;
  ScratchParts parts_;
  bool there_ = false;
};

// `beside`: any database of the server that it is to be made on; for SQLite any place of SQLite's, `sqlite:` alone
// among them.
Result<std::unique_ptr<ScratchDatabase>> make_scratch_database(const std::string& beside);

// What every scratch database's name begins with.
inline constexpr const char* scratch_prefix = "schemac_scratch_";

ScratchParts scratch_on_postgresql(const std::string& beside, const std::string& name);
ScratchParts scratch_on_mysql(const std::string& beside, const std::string& name);
ScratchParts scratch_on_sqlite(const std::string& name);

}  // namespace schemac
