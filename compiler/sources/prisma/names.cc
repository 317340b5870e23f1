#include "sources/prisma/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac::prisma {
namespace {

// Shortened to whole characters, so that the suffix always stays.
std::string with_suffix(Provider provider, std::string name, std::string_view suffix) {
  const auto room = identifier_limit(provider) - suffix.size();
  if (name.size() > room) {
    auto end = room;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    name.resize(end);
  }
  return name + std::string(suffix);
}

std::string joined(std::string_view table, const std::vector<std::string>& columns) {
  return fmt::format("{}_{}", table, fmt::join(columns, "_"));
}

}  // namespace

std::string primary_key_name(Provider provider, std::string_view table) {
  return with_suffix(provider, std::string(table), "_pkey");
}

std::string unique_name(Provider provider, std::string_view table, const std::vector<std::string>& columns) {
  return with_suffix(provider, joined(table, columns), "_key");
}

std::string index_name(Provider provider, std::string_view table, const std::vector<std::string>& columns) {
  return with_suffix(provider, joined(table, columns), "_idx");
}

std::string foreign_key_name(Provider provider, std::string_view table, const std::vector<std::string>& columns) {
  return with_suffix(provider, joined(table, columns), "_fkey");
}

std::vector<std::string> key_columns(const Model& model, const ModelKey& key) {
  std::vector<std::string> out;
  for (const auto& part : key.fields) out.push_back(model.fields[part.field].column);
  return out;
}

std::string key_name(Provider provider, const Model& model, const ModelKey& key) {
  if (!key.map.empty()) return key.map;
  switch (key.kind) {
    case KeyKind::primary: return primary_key_name(provider, model.name.name);
    case KeyKind::unique: return unique_name(provider, model.name.name, key_columns(model, key));
    case KeyKind::index:
    case KeyKind::fulltext: return index_name(provider, model.name.name, key_columns(model, key));
  }
  broken_invariant("a key has a name");
}

std::string foreign_key_name(Provider provider, const Model& model, const Relation& relation) {
  if (!relation.map.empty()) return relation.map;
  std::vector<std::string> columns;
  for (const auto at : relation.fields) columns.push_back(model.fields[at].column);
  return foreign_key_name(provider, model.name.name, columns);
}

std::string link_table_name(const Datamodel& data, const Relation& relation) {
  if (!relation.name.empty()) return "_" + relation.name;
  return fmt::format("_{}To{}", data.models[relation.from.model].block->name,
                     data.models[relation.to.model].block->name);
}

}  // namespace schemac::prisma
