// A live database as a source.
#include <algorithm>

#include <fmt/format.h>

#include "connections/connection.h"
#include "operations/sql_objects.h"
#include "sources/places.h"

namespace schemac {
namespace {

void set_owners_apart(Source& source) {
  auto& objects = source.schema.sql_objects;
  for (const auto& [key, object] : objects)
    if (is_owner(*object)) source.owners.push_back(*object);
  for (const auto& owner : source.owners) objects.erase({owner.kind, owner.name});
}

}  // namespace

Result<Source> read_database(const std::string& url, const SourceOptions& options) {
  auto connection = connect(url, Access::read, options.limits);
  if (!connection) return std::unexpected(connection.error());
  std::shared_ptr<Connection> shared = std::move(*connection);
  const auto* entry = find_dialect(shared->engine().dialect);
  if (!entry) return failure("unknown-dialect", fmt::format("no dialect for `{}`", shared->engine().dialect));
  auto schema = entry->introspect(*shared, options.introspect);
  if (!schema) return std::unexpected(schema.error());
  Source source{.name = shared->display_name(), .schema = std::move(*schema)};
  if (std::ranges::find(options.introspect.include, "owners") == options.introspect.include.end()) set_owners_apart(source);
  source.connection = std::move(shared);
  return source;
}

}  // namespace schemac
