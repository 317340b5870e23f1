// A mysql:// URL taken apart.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace schemac {

enum class Tls { disabled, preferred, required, verify_ca, verify_identity };

struct MysqlUrl {
  std::string user, password, host, database, socket;
  bool has_password = false;
  unsigned port = 3306;
  unsigned connect_seconds = 10;
  Tls tls = Tls::preferred;
  std::string ca, certificate, key;
};

Result<MysqlUrl> parse_mysql_url(std::string_view url);

}  // namespace schemac
