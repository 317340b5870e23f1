#include "sources/schemac/abbreviate.h"

#include <algorithm>
#include <set>

namespace schemac::language {
namespace {

constexpr const char* mark = "\x01place";  // survives normalising and sorting; no engine has such a parameter

void leave_out_names(Table& table, const Schema& schema) {
  for (std::size_t at = 0; at < table.constraints.size(); ++at) {
    auto& constraint = table.constraints[at];
    constraint.attributes[mark] = std::to_string(at);
    constraint.name = {};
    auto* key = std::get_if<ForeignKey>(&constraint.body);
    const auto* target = key ? schema.tables.find(key->references) : nullptr;
    const auto* primary = target ? primary_key(*target) : nullptr;
    if (primary && primary->columns == key->referenced_columns) key->referenced_columns.clear();
  }
  for (std::size_t at = 0; at < table.indexes.size(); ++at) {
    table.indexes[at].attributes[mark] = std::to_string(at);
    table.indexes[at].name = {};
  }
}

void leave_out_columns(Table& table) {
  const auto* primary = primary_key(table);
  for (auto& column : table.columns) {
    const bool in_key =
        primary && std::find(primary->columns.begin(), primary->columns.end(), column.name) != primary->columns.end();
    if (in_key || column.identity) column.not_null = false;
    if (column.identity) column.identity->sequence = {};
  }
}

template <class Item>
const Item* marked(const std::vector<Item>& items, std::size_t place) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) {
    const auto found = item.attributes.find(mark);
    return found != item.attributes.end() && found->second == std::to_string(place);
  });
  return at == items.end() ? nullptr : &*at;
}

// `t_a_key1` was numbered because of its neighbours; which of two gets the number depends on who comes first.
bool is_numbered(const std::string& name, const std::set<std::string>& names) {
  auto bare = name;
  while (!bare.empty() && bare.back() >= '0' && bare.back() <= '9') bare.pop_back();
  return bare != name && names.contains(bare);
}

std::set<std::string> names_of(const Table& table) {
  std::set<std::string> out;
  for (const auto& constraint : table.constraints) out.insert(constraint.name.text);
  for (const auto& index : table.indexes) out.insert(index.name.text);
  return out;
}

// Says again what came back different. True when there was anything.
bool restore(Table& brief, const Table& back, const Table& wanted) {
  bool restored = false;
  const auto names = names_of(wanted);
  const auto say = [&](auto& item, const auto& original) {
    if (item == original) return;
    item = original;
    restored = true;
  };
  for (std::size_t at = 0; at < wanted.constraints.size(); ++at) {
    const auto* found = marked(back.constraints, at);
    auto& item = brief.constraints[at];
    if (!found || found->name.text != wanted.constraints[at].name.text ||
        is_numbered(wanted.constraints[at].name.text, names))
      say(item.name, wanted.constraints[at].name);
    if (!found || found->body != wanted.constraints[at].body) say(item.body, wanted.constraints[at].body);
  }
  for (std::size_t at = 0; at < wanted.indexes.size(); ++at) {
    const auto* found = marked(back.indexes, at);
    if (!found || found->name.text != wanted.indexes[at].name.text || is_numbered(wanted.indexes[at].name.text, names))
      say(brief.indexes[at].name, wanted.indexes[at].name);
  }
  for (std::size_t at = 0; at < wanted.columns.size(); ++at) {
    const auto* found = back.columns.find(wanted.columns[at].name);
    auto& item = brief.columns[at];
    if (!found || found->not_null != wanted.columns[at].not_null) say(item.not_null, wanted.columns[at].not_null);
    if (!wanted.columns[at].identity) continue;
    // options that do not follow from the column make the sequence one of its own, with a name
    const auto& identity = *wanted.columns[at].identity;
    const bool same = found && found->identity && found->identity->sequence.text == identity.sequence.text &&
                      found->identity->options == identity.options;
    if (!same) say(item.identity->sequence, identity.sequence);
  }
  return restored;
}

}  // namespace

Schema abbreviated(const Schema& schema, const Dialect& dialect) {
  Schema brief = schema;
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) names.push_back(name);
  for (const auto& name : names) {
    brief.tables.change(name, [&](Table& table) {
      leave_out_columns(table);
      leave_out_names(table, schema);
    });
  }
  for (bool again = true; again;) {
    again = false;
    Schema back = brief;
    dialect.normalise(back);
    for (const auto& name : names) {
      const auto* found = back.tables.find(name);
      if (found)
        brief.tables.change(name,
                            [&](Table& table) { again = restore(table, *found, *schema.tables.find(name)) || again; });
    }
  }
  for (const auto& name : names) {
    brief.tables.change(name, [](Table& table) {
      for (auto& constraint : table.constraints) constraint.attributes.erase(mark);
      for (auto& index : table.indexes) index.attributes.erase(mark);
    });
  }
  return brief;
}

}  // namespace schemac::language
