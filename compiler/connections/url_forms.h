// Database URLs as the tools write them that people take them from, in the form that the servers' own clients read.
//
//   Prisma      postgresql://me@host/shop?schema=app&connection_limit=5&sslmode=require     file:./dev.db
//   SQLAlchemy  postgresql+psycopg://me@host/shop     mysql+pymysql://me@host/shop     sqlite:///shop.db
//   JDBC        jdbc:postgresql://host/shop?user=me&currentSchema=app     jdbc:mysql://host/shop jdbc:sqlite:shop.db
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace schemac {

struct DatabaseUrl {
  std::string url;  // as libpq, or schemac's reader of MySQL's URLs, understands it
  std::string default_schema =
      {};                  // of names without one: `?schema=app`, `?currentSchema=app`, `?options=-csearch_path=app`
  bool is_narrow = false;  // `?schema=app`: Prisma looks at that one alone
};

bool has_url_form(std::string_view place);
// An option that neither the client nor another tool is known to have is an error that names it, without its value.
Result<DatabaseUrl> read_url_form(const std::string& place);

}  // namespace schemac
