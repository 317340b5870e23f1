#include "sources/prisma/print_names.h"

#include <cctype>

#include <fmt/format.h>

#include "sources/prisma/datamodel.h"
#include "sources/prisma/resolve.h"

namespace schemac::prisma {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)); }
bool is_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

}  // namespace

std::string identifier(std::string_view name, std::string_view fallback) {
  std::string out;
  for (const char c : name) {
    if (out.empty() && !is_letter(c)) continue;
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;  // one character, one underscore
    out += is_part(c) ? c : '_';
  }
  return out.empty() ? std::string(fallback) : out;
}

PrintNames::PrintNames(const Schema& schema, KnownNames known) : known_(std::move(known)) { name_things(schema); }

std::string PrintNames::free_name(std::set<std::string>& taken, const std::string& wanted) const {
  auto out = wanted;
  for (int number = 2; !taken.insert(out).second; ++number) out = fmt::format("{}_{}", wanted, number);
  return out;
}

std::string PrintNames::free_field(const QualifiedName& table, const std::string& wanted) {
  return free_name(taken_fields_[table], wanted);
}

void PrintNames::name_things(const Schema& schema) {
  std::set<std::string> taken;
  for (const auto& [name, known] : known_.models) taken.insert(known);
  for (const auto& [name, known] : known_.enums) taken.insert(known);
  const auto name_of = [&](const std::map<QualifiedName, std::string>& known, const QualifiedName& name,
                           std::string_view fallback) {
    if (const auto found = known.find(name); found != known.end()) return found->second;
    auto wanted = identifier(name.name, fallback);
    if (is_reserved(wanted)) wanted += "_model";
    if (taken.contains(wanted) && !name.schema.empty()) wanted = identifier(name.schema, "schema") + "_" + wanted;
    return free_name(taken, wanted);
  };
  for (const auto& [name, table] : schema.tables) models_[name] = name_of(known_.models, name, "model_1");
  for (const auto& [name, type] : schema.enums) enums_[name] = name_of(known_.enums, name, "enum_1");
  const auto parts = [&](const QualifiedName& owner, const std::vector<std::string>& names,
                         std::map<ColumnKey, std::string>& out, std::set<std::string>& used) {
    for (const auto& name : names)
      if (const auto found = known_.fields.find({owner, name}); found != known_.fields.end()) {
        out[{owner, name}] = found->second;
        used.insert(found->second);
      }
    for (const auto& name : names)  // those that keep their own name come before those that must give way
      if (!out.contains({owner, name}) && identifier(name, "") == name && used.insert(name).second)
        out[{owner, name}] = name;
    for (const auto& name : names)
      if (!out.contains({owner, name})) out[{owner, name}] = free_name(used, identifier(name, "unnamed"));
  };
  for (const auto& [name, table] : schema.tables) {
    std::vector<std::string> columns;
    for (const auto& column : table->columns) columns.push_back(column.name);
    parts(name, columns, fields_, taken_fields_[name]);
  }
  for (const auto& [name, type] : schema.enums) {
    std::set<std::string> used;
    parts(name, type->labels, labels_, used);
  }
}

}  // namespace schemac::prisma
