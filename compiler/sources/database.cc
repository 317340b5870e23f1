// A live database as a source.
#include <algorithm>

#include <fmt/format.h>

#include "connections/connection.h"
#include "operations/sql_objects.h"
#include "schema/engine_version.h"
#include "sources/places.h"

namespace schemac {
namespace {

void set_owners_apart(Source& source) {
  auto& objects = source.schema.sql_objects;
  for (const auto& [key, object] : objects)
    if (is_owner(*object)) source.owners.push_back(*object);
  for (const auto& owner : source.owners) objects.erase({owner.kind, owner.name});
}

// Of an engine that nobody tried, what it is taken for.
std::optional<Diagnostic> note_of_untested(const std::string& name, const Engine& engine, const DialectTraits& traits) {
  static const Engine newest_mariadb{.dialect = "mysql", .major = 11, .minor = packed_minor(4, 99, Flavour::mariadb)};
  const bool foreign = flavour_of(engine) != Flavour::mysql && !is_mariadb(engine);
  if (foreign) {
    auto taken_for = engine;
    taken_for.minor %= flavour_digit;
    return note_at(fmt::format("`{}` is {}, which schemac is not tested with; it is taken for {}", name,
                               engine_title(engine), engine_title(taken_for)));
  }
  const auto& newest = is_mariadb(engine) ? newest_mariadb : traits.newest;
  const bool minor_counts = traits.oldest.minor != 0;  // of PostgreSQL it brings nothing new
  if (engine.major < newest.major ||
      (engine.major == newest.major && (!minor_counts || minor_of(engine) <= minor_of(newest))))
    return std::nullopt;
  return note_at(
      fmt::format("`{}` is {}, newer than any that schemac is tested with: what is new in it is not known here", name,
                  engine_title(engine)));
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
  if (auto note = note_of_untested(source.name, source.schema.engine, entry->dialect->traits()))
    source.remarks.push_back(std::move(*note));
  if (std::ranges::find(options.introspect.include, "owners") == options.introspect.include.end())
    set_owners_apart(source);
  source.connection = std::move(shared);
  return source;
}

}  // namespace schemac
