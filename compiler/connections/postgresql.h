// PostgreSQL through libpq. All queries of one call travel as one simple-protocol message: one round trip, and one
// parse of the message; measured, this is as fast as libpq's pipeline mode for a handful of large answers. What returns
// rows goes as `COPY (…) TO STDOUT`, so that an answer costs its text and little more.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "connections/connection.h"

namespace schemac {

bool is_postgresql_url(std::string_view place);

// What the URL says, as the environment variables that libpq reads: PGHOST, PGDATABASE, PGPASSWORD and so on.
std::map<std::string, std::string> postgresql_variables(const std::string& url);
Result<std::unique_ptr<Connection>> connect_postgresql(const std::string& url, Access access, const Limits& limits);

}  // namespace schemac
