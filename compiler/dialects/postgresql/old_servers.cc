#include "dialects/postgresql/old_servers.h"

#include <regex>

namespace schemac::postgresql {

std::string for_server(std::string query, int major) {
  if (major >= 13) return query;
  static const std::regex cast(R"((nullif\(\w+, 0\)|[\w.]+)::regcollation)");
  return std::regex_replace(
      query, cast,
      "(SELECT CASE cn.nspname WHEN 'pg_catalog' THEN quote_ident(co.collname) ELSE format('%I.%I', cn.nspname, "
      "co.collname) END "
      "FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = $1)");
}

}  // namespace schemac::postgresql
