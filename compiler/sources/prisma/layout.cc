#include "sources/prisma/layout.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac::prisma {

std::string field_line(const PrintedBlock& block, const PrintedField& field, std::size_t name_width,
                       std::size_t type_width) {
  auto line = block.is_enum
                  ? fmt::format("  {:<{}} {}", field.name, name_width, field.rest)
                  : fmt::format("  {:<{}} {:<{}} {}", field.name, name_width, field.type, type_width, field.rest);
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string laid_out(const PrintedBlock& block) {
  std::size_t name_width = 0, type_width = 0;
  for (const auto& field : block.fields) {
    name_width = std::max(name_width, field.name.size());
    type_width = std::max(type_width, field.type.size());
  }
  std::string out;
  for (const auto& comment : block.comments) out += comment + "\n";
  out += fmt::format("{} {} {{\n", block.is_enum ? "enum" : "model", block.name);
  for (const auto& field : block.fields) out += field_line(block, field, name_width, type_width) + "\n";
  if (!block.attributes.empty()) out += fmt::format("\n  {}\n", fmt::join(block.attributes, "\n  "));
  return out + "}\n";
}

}  // namespace schemac::prisma
