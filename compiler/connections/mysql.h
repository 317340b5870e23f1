// MySQL and MariaDB through MariaDB's Connector/C. All queries of one call travel as one multi-statement message where
// that is not too long.
//
// `mysql://user:password@host:port/database?option=value`; `mariadb://` is the same. Options: `socket`, `ssl-mode`
// (DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY), `ssl-ca`, `ssl-cert`, `ssl-key`, `connect_timeout`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connections/connection.h"

namespace schemac {

bool is_mysql_url(std::string_view place);
Result<std::unique_ptr<Connection>> connect_mysql(const std::string& url, Access access, const Limits& limits);

}  // namespace schemac
