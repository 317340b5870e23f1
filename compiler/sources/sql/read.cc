// Which dialect a file of SQL is in, and who reads it.
#include <fmt/format.h>

#include "sources/schemac/text.h"
#include "sources/sql/dialects.h"

namespace schemac {
namespace {

Result<const DialectEntry*> dialect_of(const std::string& name, const SourceOptions& options) {
  if (options.dialect.empty())
    return failure(
        "no-dialect",
        fmt::format("SQL says nothing of its dialect: `{}` needs the other side to have one, or `--dialect=postgresql`, `--dialect=sqlite`", name));
  if (const auto* entry = find_dialect(options.dialect)) return entry;
  return failure("unknown-dialect", fmt::format("no dialect `{}`", options.dialect));
}

}  // namespace

Result<Source> read_sql(const SourceTexts& texts, const std::string& name, const SourceOptions& options) {
  const auto entry = dialect_of(name, options);
  if (!entry) return std::unexpected(entry.error());
  for (const auto& text : texts)
    if (const auto fine = language::readable(text); !fine) return std::unexpected(fine.error());
  const auto& dialect = (*entry)->dialect->traits();
  if (dialect.name != "sqlite" && options.scratch.empty())
    return failure("needs-server",
                   fmt::format("`{}`: SQL of {} is read through a server: say which with `--scratch=postgresql://…`", name, dialect.title));
  auto source = dialect.name == "sqlite" ? sql::read_sqlite(texts, options) : sql::read_through_server(texts, options);
  if (source) source->name = name;
  return source;
}

}  // namespace schemac
