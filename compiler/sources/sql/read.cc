// Which dialect a file of SQL is in, and who reads it.
#include <fmt/format.h>

#include "connections/url_forms.h"
#include "sources/schemac/text.h"
#include "sources/sql/binary_constants.h"
#include "sources/sql/dialects.h"
#include "sources/sql/renames.h"
#include "sources/sql/statements.h"

namespace schemac {
namespace {

Result<const DialectEntry*> dialect_of(const std::string& name, const SourceOptions& options) {
  if (options.dialect.empty())
    return failure("no-dialect", fmt::format("SQL says nothing of its dialect: `{}` needs the other side to have one, "
                                             "or `--dialect=postgresql`, `mysql` or `sqlite`",
                                             name));
  if (const auto* entry = find_dialect(options.dialect)) return entry;
  return failure("unknown-dialect", fmt::format("no dialect `{}`", options.dialect));
}

Result<Source> read_in(const Dialect& dialect, const SourceTexts& texts, const SourceOptions& options) {
  if (dialect.traits().name == "sqlite") return sql::read_sqlite(texts, options);
  const bool mysql = dialect.traits().name == "mysql";
  if (!mysql && dialect.traits().name != "postgresql")
    return failure(
        "unsupported-place",
        fmt::format("SQL of {} is not read yet, expected a `.schemac` file or a database", dialect.traits().title));
  if (options.scratch.empty()) return mysql ? sql::read_mysql(texts, options) : sql::read_postgresql(texts, options);
  const auto form = read_url_form(options.scratch);
  if (!form) return std::unexpected(form.error());
  const std::string scheme = mysql ? "mysql://" : "postgresql://";
  if (form->url.starts_with(scheme)) return sql::read_through_server(texts, options);
  return failure("usage", fmt::format("found a scratch place that is no server of {}, expected `--scratch={}…`",
                                      dialect.traits().title, scheme));
}

Result<std::vector<sql::Statement>> statements_of(const std::shared_ptr<const SourceText>& text, const Dialect& dialect,
                                                  const SourceOptions& options) {
  if (dialect.traits().name == "mysql") return sql::split_mysql(text, options.engine);
  return sql::split(text, dialect.traits().name == "sqlite" ? sql::Shell::sqlite3 : sql::Shell::psql);
}

}  // namespace

Result<Source> read_sql(const SourceTexts& written, const std::string& name, const SourceOptions& options) {
  const auto entry = dialect_of(name, options);
  if (!entry) return std::unexpected(entry.error());
  auto texts = written;
  if ((*entry)->dialect->traits().name == "mysql")
    for (auto& text : texts) text = sql::with_hexadecimal_bytes(std::move(text));
  for (const auto& text : texts)
    if (const auto fine = language::readable(text); !fine) return std::unexpected(fine.error());
  auto source = read_in(*(*entry)->dialect, texts, options);
  if (!source) return source;
  source->name = name;
  for (const auto& text : texts) {
    if (!sql::may_declare_renames(text->text)) continue;
    if (const auto statements = statements_of(text, *(*entry)->dialect, options))
      sql::read_renames(*statements, *(*entry)->dialect, *source);
  }
  return source;
}

}  // namespace schemac
