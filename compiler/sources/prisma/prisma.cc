#include "sources/prisma/prisma.h"

#include <fmt/format.h>

#include "sources/missing_names.h"
#include "sources/prisma/build.h"
#include "sources/prisma/mysql_words.h"
#include "sources/prisma/parser.h"
#include "sources/prisma/resolve.h"

namespace schemac {
namespace {

using prisma::Provider;

Provider provider_of(const std::string& dialect) {
  for (const auto provider : {Provider::postgresql, Provider::mysql, Provider::sqlite})
    if (prisma::dialect_of(provider) == dialect) return provider;
  return Provider::none;
}

Span provider_place(const prisma::Datasource& datasource) {
  if (!datasource.block) return {};
  for (const auto& setting : datasource.block->settings)
    if (setting.name == "provider") return datasource.block->span(setting.where);
  return datasource.block->span(datasource.block->head);
}

Result<const DialectEntry*> dialect_for(const prisma::Datasource& datasource, const std::string& place) {
  const auto name = prisma::dialect_of(datasource.provider);
  const auto* entry = name.empty() ? nullptr : find_dialect(name);
  if (entry) return entry;
  if (datasource.provider == Provider::none)
    return failure("no-dialect",
                   fmt::format("`{}` has no datasource, expected one that names the engine, or `--dialect`", place), {},
                   "add `datasource db { provider = \"postgresql\" }`, a line each");
  return failure(
      "engine-not-supported",
      fmt::format(
          "found the provider of {}, which schemac does not support yet, expected `postgresql`, `mysql` or `sqlite`",
          prisma::title(datasource.provider)),
      provider_place(datasource));
}

}  // namespace

Result<Source> read_prisma(const std::vector<std::shared_ptr<const SourceText>>& files, const std::string& name,
                           const SourceOptions& options) {
  Diagnostics errors;
  const auto document = prisma::parse(files, errors);
  const auto data = prisma::resolve(document, provider_of(options.dialect), errors);
  if (has_errors(errors)) return std::unexpected(std::move(errors));
  if (document.blocks.empty())
    return failure("empty-source", fmt::format("`{}` holds no schema, expected models", name));
  auto entry = dialect_for(data.datasource, name);
  if (!entry) return std::unexpected(std::move(entry.error()));
  auto built = prisma::build_schema(data, *(*entry)->dialect);
  if (!built) return std::unexpected(std::move(built.error()));
  // MariaDB and the MySQL of each age keep other things
  if (data.datasource.provider == Provider::mysql && options.engine.dialect == built->schema.engine.dialect)
    built->schema.engine = options.engine;
  auto found = (*entry)->dialect->normalise(built->schema);
  if (data.datasource.provider == Provider::mysql && built->schema.engine.major == 0)
    prisma::say_every_action(built->schema);
  found.insert(found.begin(), built->remarks.begin(), built->remarks.end());
  if (has_errors(found)) return std::unexpected(std::move(found));
  Source source{.name = name,
                .schema = std::move(built->schema),
                .coverage = std::move(built->coverage),
                .intents = std::move(built->intents),
                .declared = std::move(built->declared),
                .order = std::move(built->order),
                .remarks = std::move(found)};
  if (auto fine = check_names(source, {.objects = false}); !fine) return std::unexpected(std::move(fine.error()));
  return source;
}

}  // namespace schemac
