// A SQLite database file, opened through SQLite's own library. A file that does not exist is never created.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connections/connection.h"

namespace schemac {

// `sqlite:app.db`, `sqlite:///srv/app.db`, `file:app.db`, `app.db`, `:memory:`.
Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& place, Access access);

// The file that such a place names.
std::string sqlite_path(std::string_view place);

}  // namespace schemac
