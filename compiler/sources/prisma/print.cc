#include "sources/prisma/print.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/prisma/keep.h"
#include "sources/prisma/layout.h"
#include "sources/prisma/print_model.h"

namespace schemac {
namespace {

using prisma::PrintedSchema;

std::string head(const PrintedSchema& printed, const Dialect& dialect) {
  std::string out = "generator client {\n  provider = \"prisma-client-js\"\n}\n\ndatasource db {\n";
  if (printed.schemas.empty()) return out + fmt::format("  provider = \"{}\"\n}}\n", dialect.traits().name);
  std::vector<std::string> schemas;
  for (const auto& name : printed.schemas) schemas.push_back(fmt::format("\"{}\"", name));
  return out +
         fmt::format("  provider = \"{}\"\n  schemas  = [{}]\n}}\n", dialect.traits().name, fmt::join(schemas, ", "));
}

std::string unsaid(const PrintedSchema& printed) {
  if (printed.unsaid.empty()) return {};
  std::string out = "\n// In the database, without a word for it here; a difference to this file leaves it alone:\n";
  for (const auto& line : printed.unsaid) {
    out += "//   ";
    for (const char c : line) out += c == '\n' ? ' ' : c;
    out += "\n";
  }
  return out;
}

}  // namespace

Result<std::string> print_prisma(const Schema& schema, const Dialect& dialect,
                                 const std::shared_ptr<const SourceText>& existing) {
  if (existing) {
    const auto file = prisma::read_existing(existing, dialect);
    if (!file) return std::unexpected(file.error());
    const auto known = prisma::known_names(*file, dialect);
    const bool conditions = file->data.preview_features.contains("partialIndexes");
    return prisma::merged(*file, prisma::printed_schema(file->schema, dialect, known, conditions),
                          prisma::printed_schema(schema, dialect, known, conditions), dialect);
  }
  const auto printed = prisma::printed_schema(schema, dialect, {}, false);
  auto out = head(printed, dialect);
  for (const auto& block : printed.blocks) out += "\n" + prisma::laid_out(block);
  return out + unsaid(printed);
}

}  // namespace schemac
