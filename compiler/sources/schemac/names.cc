#include "sources/schemac/names.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac::language {
namespace {

std::string question(const std::string& near) {
  return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

}  // namespace

// The engine without schemas is also the one that finds names in any letter case.
bool Names::ignores_case() const { return dialect_.traits().default_schema.empty(); }

bool Names::same(std::string_view a, std::string_view b) const {
  return a == b || (ignores_case() && equal_ignoring_case(a, b));
}

std::vector<std::string> Names::fold(const std::vector<Word>& words) const {
  std::vector<std::string> out;
  for (const auto& word : words) out.push_back(fold(word));
  return out;
}

QualifiedName Names::qualified(const Path& path) const {
  return {path.schema ? fold(*path.schema) : dialect_.traits().default_schema, fold(path.name)};
}

void Names::index_tables() {
  if (!ignores_case()) return;
  for (const auto& [name, columns] : tables)
    by_folded_name_.emplace(QualifiedName{name.schema, lower(name.name)}, name);
}

std::optional<QualifiedName> Names::find_table(const QualifiedName& name) const {
  if (tables.contains(name)) return name;
  const auto at = by_folded_name_.find({name.schema, lower(name.name)});
  return at == by_folded_name_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<std::string> Names::find_column(const QualifiedName& table, const std::string& column) const {
  const auto known = tables.find(table);
  if (known == tables.end()) return std::nullopt;
  const auto& columns = known->second;
  if (std::find(columns.begin(), columns.end(), column) != columns.end()) return column;
  const auto at =
      std::find_if(columns.begin(), columns.end(), [&](const std::string& other) { return same(other, column); });
  return at == columns.end() ? std::nullopt : std::optional(*at);
}

std::string Names::nearest_table(const QualifiedName& name) const {
  std::vector<std::string> candidates;
  for (const auto& [table, columns] : tables) {
    if (table.name == name.name) return question(display(table));  // in another schema
    candidates.push_back(display(table));
  }
  return question(nearest(display(name), candidates));
}

std::string Names::nearest_column(const QualifiedName& table, const std::string& column) const {
  const auto known = tables.find(table);
  return known == tables.end() ? std::string() : question(nearest(column, known->second));
}

}  // namespace schemac::language
