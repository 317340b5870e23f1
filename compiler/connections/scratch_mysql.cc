// A scratch database on a MySQL or MariaDB server: empty, with the character set and the collation of the one beside
// it.
#include <fmt/format.h>

#include "connections/connection.h"
#include "connections/scratch.h"

namespace schemac {
namespace {

constexpr const char* settings_query =
    "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "
    "DATABASE()";

Result<void> make(const std::string& beside, const std::string& name) {
  const auto connection = connect(beside, Access::administer);
  if (!connection) return std::unexpected(connection.error());
  const auto settings =
      (*connection)->query(std::vector<std::string>{settings_query}, "reading how databases are set up on");
  if (!settings) return std::unexpected(settings.error());
  const auto& row = *settings->front();
  const auto clause =
      row.size() == 0 ? std::string() : fmt::format(" CHARACTER SET {} COLLATE {}", row.text(0, 0), row.text(0, 1));
  return (*connection)->execute(fmt::format("CREATE DATABASE {}{}", name, clause), "making a scratch database beside");
}

Result<void> remove(const std::string& beside, const std::string& name) {
  const auto connection = connect(beside, Access::administer);
  if (!connection) return std::unexpected(connection.error());
  return (*connection)->execute(fmt::format("DROP DATABASE IF EXISTS {}", name), "removing a scratch database of");
}

// The URL with another database in it.
std::string with_database(const std::string& url, const std::string& name) {
  const auto authority = url.find("://") + 3;
  const auto question = std::min(url.find('?', authority), url.size());
  const auto path = std::min(url.find('/', authority), question);
  return url.substr(0, path) + "/" + name + url.substr(question);
}

}  // namespace

ScratchParts scratch_on_mysql(const std::string& beside, const std::string& name) {
  return {.place = with_database(beside, name),
          .make = [=] { return make(beside, name); },
          .remove = [=] { return remove(beside, name); }};
}

}  // namespace schemac
