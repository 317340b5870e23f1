#include "sources/prisma/print.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/prisma/print_model.h"

namespace schemac {
namespace {

using prisma::PrintedBlock;
using prisma::PrintedSchema;

// Names, types and attributes stand below each other.
std::string laid_out(const PrintedBlock& block) {
  std::size_t name_width = 0, type_width = 0;
  for (const auto& field : block.fields) {
    name_width = std::max(name_width, field.name.size());
    type_width = std::max(type_width, field.type.size());
  }
  std::string out;
  for (const auto& comment : block.comments) out += comment + "\n";
  out += fmt::format("{} {} {{\n", block.is_enum ? "enum" : "model", block.name);
  for (const auto& field : block.fields) {
    auto line = block.is_enum ? fmt::format("  {} {}", field.name, field.rest) : fmt::format("  {:<{}} {:<{}} {}", field.name, name_width, field.type, type_width, field.rest);
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  if (!block.attributes.empty()) out += fmt::format("\n  {}\n", fmt::join(block.attributes, "\n  "));
  return out + "}\n";
}

std::string head(const PrintedSchema& printed, const Dialect& dialect) {
  std::string out = "generator client {\n  provider = \"prisma-client-js\"\n}\n\ndatasource db {\n";
  if (printed.schemas.empty()) return out + fmt::format("  provider = \"{}\"\n}}\n", dialect.traits().name);
  std::vector<std::string> schemas;
  for (const auto& name : printed.schemas) schemas.push_back(fmt::format("\"{}\"", name));
  return out + fmt::format("  provider = \"{}\"\n  schemas  = [{}]\n}}\n", dialect.traits().name, fmt::join(schemas, ", "));
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

std::string print_prisma(const Schema& schema, const Dialect& dialect, const std::shared_ptr<const SourceText>&) {
  const auto printed = prisma::printed_schema(schema, dialect, {});
  auto out = head(printed, dialect);
  for (const auto& block : printed.blocks) out += "\n" + laid_out(block);
  return out + unsaid(printed);
}

}  // namespace schemac
