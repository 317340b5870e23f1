// Another program's way through a statement that copies a table: rows are copied beside those who write, who are
// followed by triggers or by the log, in place of a lock that keeps them out to the end.
#pragma once

#include <string>

namespace schemac {

struct OnlineCopy {
  std::string tool;          // `gh-ost`
  std::string command = {};  // for a shell, with DATABASE in its environment; empty: the tool will not do
  std::string remark = {};   // why it will not; or what is otherwise afterwards
};

}  // namespace schemac
