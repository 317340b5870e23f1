// SQLite locks whole databases: a writer shuts out other writers for the length of its transaction, and readers too
// while it commits, unless the database keeps a write-ahead log.
#pragma once

#include <string>

#include "operations/statement.h"

namespace schemac::sqlite {

enum class Effect {
  reads,      // a check
  catalogue,  // changes sqlite_master alone
  scans,      // and reads every row
  rewrites,   // and writes every row
};

Statement statement(std::string sql, Effect effect);
Statement check(std::string sql);    // changes nothing that lasts, fails when something is wrong
Statement setting(std::string sql);  // a PRAGMA: takes no lock

}  // namespace schemac::sqlite
