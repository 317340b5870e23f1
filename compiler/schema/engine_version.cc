#include "schema/engine_version.h"

#include <array>

#include <fmt/format.h>

namespace schemac {
namespace {

struct Names {
  std::string_view word;
  std::string_view title;
};

constexpr std::array<Names, 5> flavours = {{{"mysql", "MySQL"},
                                            {"mariadb", "MariaDB"},
                                            {"percona", "Percona Server"},
                                            {"aurora", "Aurora MySQL"},
                                            {"tidb", "TiDB"}}};

const Names& names_of(const Engine& engine) { return flavours.at(static_cast<std::size_t>(flavour_of(engine))); }

}  // namespace

Engine engine_called(std::string_view name) {
  for (std::size_t at = 0; at < flavours.size(); ++at)
    if (flavours.at(at).word == name) return {.dialect = "mysql", .minor = static_cast<int>(at) * flavour_digit};
  if (name == "postgres" || name == "pg") name = "postgresql";
  if (name == "sqlite3") name = "sqlite";
  return {.dialect = std::string(name)};
}

std::string name_of(const Engine& engine) {
  return engine.dialect == "mysql" ? std::string(names_of(engine).word) : engine.dialect;
}

std::string engine_title(const Engine& engine) {
  const bool mysql = engine.dialect == "mysql";
  const auto name = mysql                            ? std::string(names_of(engine).title)
                    : engine.dialect == "postgresql" ? "PostgreSQL"
                    : engine.dialect == "sqlite"     ? "SQLite"
                                                     : engine.dialect;
  if (engine.major == 0) return name;
  if (mysql)
    return fmt::format("{} {}.{}{}", name, engine.major, minor_of(engine),
                       is_packed(engine) ? fmt::format(".{}", patch_of(engine)) : "");
  return engine.minor == 0 ? fmt::format("{} {}", name, engine.major)
                           : fmt::format("{} {}.{}", name, engine.major, engine.minor);
}

}  // namespace schemac
