// A live database as a source.
#include <fmt/format.h>

#include "connections/connection.h"
#include "sources/places.h"

namespace schemac {

Result<Source> read_database(const std::string& url, const SourceOptions& options) {
  auto connection = connect(url, Access::read);
  if (!connection) return std::unexpected(connection.error());
  std::shared_ptr<Connection> shared = std::move(*connection);
  const auto* entry = find_dialect(shared->engine().dialect);
  if (!entry) return failure("unknown-dialect", fmt::format("no dialect for `{}`", shared->engine().dialect));
  auto schema = entry->introspect(*shared, options.introspect);
  if (!schema) return std::unexpected(schema.error());
  Source source{.name = shared->display_name(), .schema = std::move(*schema)};
  source.connection = std::move(shared);
  return source;
}

}  // namespace schemac
