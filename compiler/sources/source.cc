#include "sources/source.h"

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "connections/secrets.h"
#include "connections/url_forms.h"
#include "schema/engine_version.h"
#include "sources/default_schema.h"
#include "sources/places.h"
#include "sources/scope.h"
#include "sources/stated_values.h"

namespace schemac {
namespace {

constexpr std::string_view supported =
    "a `.schemac`, `.prisma` or `.sql` file, a directory of them, `postgresql://…`, `mysql://…`, `sqlite:FILE`, a "
    "SQLite file, `git:REV:path`, "
    "`exec:COMMAND`, `scratch:COMMAND`, `-` (standard input) or `empty`; URLs also as Prisma, SQLAlchemy and JDBC "
    "write them";

std::string scheme_of(const std::string& place) {
  const auto at = place.find("://");
  return at == std::string::npos ? std::string() : lower(place.substr(0, at));
}

Result<Source> read_place(const std::string& place, const SourceOptions& options) {
  if (place.empty()) return failure("no-place", fmt::format("found an empty place, expected {}", supported));
  if (place == "empty") return read_empty(options);
  if (place == "-") return read_standard_input(options);
  if (is_database_url(place)) return read_database(place, options);
  if (place.starts_with("exec:")) return read_output(place, options);
  if (place.starts_with("scratch:")) return read_filled_database(place, options);
  if (place.starts_with("git:")) return read_revision(place, options);
  const auto scheme = scheme_of(place);
  if (!scheme.empty())
    return failure("unsupported-place", fmt::format("found the scheme `{}://`, expected {}", scheme, supported));
  return read_path(place, options);
}

}  // namespace

Result<Source> read_source(const std::string& place, const SourceOptions& options) {
  auto reading = options;
  std::erase_if(reading.introspect.exclude, is_excluded_kind);
  reading.introspect.matched = std::make_shared<std::set<std::string>>();
  const auto form = read_url_form(place);
  if (!form) return std::unexpected(form.error());
  if (form->is_narrow && reading.introspect.only_schemas.empty())
    reading.introspect.only_schemas = {form->default_schema};
  auto source = read_place(form->url, reading);
  if (!source) return std::unexpected(without_secrets(std::move(source.error()), place));
  if (source->connection && form->is_narrow) source->coverage.namespaces = std::set<std::string>{form->default_schema};
  source->matched = std::move(*reading.introspect.matched);
  for (const auto& name : options.introspect.only_schemas)
    if (source->schema.namespaces.contains(name)) source->matched.insert(name);
  source->default_schema = options.default_schema.empty() ? form->default_schema : options.default_schema;
  if (place == "empty") move_default_schema(*source, options.default_schema);
  reading.introspect.exclude = options.introspect.exclude;
  if (auto done = narrow(*source, reading.introspect); !done) return std::unexpected(done.error());
  for (auto done : {state_backfills(*source, options.backfills), state_backs(*source, options.backs),
                    state_conversions(*source, options.conversions)})
    if (!done) return std::unexpected(done.error());
  if (auto done = manage_only(*source, options.manage); !done) return std::unexpected(done.error());
  return source;
}

Result<Source> read_empty(const SourceOptions& options) {
  const auto* entry = find_dialect(options.dialect);
  if (!entry) {
    if (options.dialect.empty())
      return failure("no-dialect",
                     "`empty` has no dialect of its own, expected the other side to have one, or `--dialect`");
    return failure("unknown-dialect", fmt::format("no dialect `{}`", options.dialect));
  }
  Source source{.name = "empty", .schema = {.engine = engine_called(options.dialect)}};
  source.remarks = entry->dialect->normalise(source.schema);
  return source;
}

}  // namespace schemac
