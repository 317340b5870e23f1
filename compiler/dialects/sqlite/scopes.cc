#include "dialects/sqlite/scopes.h"

#include <algorithm>

#include "base/sql_tokens.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

bool gives(const Relation& relation, const std::string& column) {
  if (relation.table) return find_column(*relation.table, column) != nullptr;
  return std::find(relation.columns.names.begin(), relation.columns.names.end(), column) !=
         relation.columns.names.end();
}

void add_column(const Mention& mention, const Table& table, std::vector<Reference>& out) {
  if (const auto* column = find_column(table, mention.column))
    out.push_back({column_id(table.name, column->name), mention.begin, mention.end, mention.is_output_name});
}

std::vector<Reference> resolve_qualified(const Mention& mention) {
  std::vector<Reference> out;
  const auto name = lower(mention.qualifier);
  for (const auto* scope = mention.scope; scope; scope = scope->parent)
    for (const auto& relation : scope->relations) {
      if (relation.name != name) continue;
      if (!relation.has_alias) out.push_back({relation.object, mention.qualifier_begin, mention.qualifier_end});
      if (relation.table) add_column(mention, *relation.table, out);
      return out;
    }
  return out;
}

// The innermost scope that knows the name wins; in one scope columns come before aliases, but in a whole ORDER BY term.
std::vector<Reference> resolve_unqualified(const Mention& mention) {
  std::vector<Reference> out;
  const auto name = lower(mention.column);
  for (const auto* scope = mention.scope; scope; scope = scope->parent) {
    const bool is_alias = scope->aliases.contains(name);
    if (mention.prefers_alias && scope == mention.scope && is_alias) return out;
    bool may_be_elsewhere = false;
    for (const auto& relation : scope->relations) {
      if (relation.only_by_qualifier) continue;
      if (gives(relation, name)) {
        if (relation.table) add_column(mention, *relation.table, out);
        return out;
      }
      may_be_elsewhere = may_be_elsewhere || (!relation.table && !relation.columns.complete);
    }
    if (is_alias || may_be_elsewhere) return out;
  }
  return out;
}

}  // namespace

const Column* find_column(const Table& table, std::string_view name) {
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [&](const Column& column) { return equal_ignoring_case(column.name, name); });
  return at == table.columns.end() ? nullptr : &*at;
}

std::vector<Reference> resolve(const Mention& mention) {
  return mention.qualifier.empty() ? resolve_unqualified(mention) : resolve_qualified(mention);
}

}  // namespace schemac::sqlite
