#include "operations/inheritance.h"

#include <algorithm>

#include "base/sql_tokens.h"

namespace schemac {

std::vector<QualifiedName> inherited_from(const std::string& written) {
  const auto tokens = sql_tokens(written, {});
  std::vector<QualifiedName> names;
  const auto name = [&](std::size_t at) { return unquoted(tokens[at].text(written)); };
  for (std::size_t at = 0; at < tokens.size(); at += 2) {
    const bool qualified = at + 2 < tokens.size() && tokens[at + 1].text(written) == ".";
    names.push_back(qualified ? QualifiedName{name(at), name(at + 2)} : QualifiedName{"public", name(at)});
    if (qualified) at += 2;
  }
  return names;
}

ObjectId parents_id(const QualifiedName& table) { return {ObjectKind::table, table, "parents"}; }
ObjectId heirs_id(const QualifiedName& table) { return {ObjectKind::table, table, "heirs"}; }

Heirs direct_heirs(const Schema& schema) {
  Heirs found;
  for (const auto& [name, table] : schema.tables)
    if (const auto parents = table->attributes.find("inherits"); parents != table->attributes.end())
      for (const auto& parent : inherited_from(parents->second)) found[parent].push_back(name);
  return found;
}

Heirs heirs(const Schema& schema) {
  auto found = direct_heirs(schema);
  for (auto& [parent, all] : found)
    for (std::size_t at = 0; at < all.size(); ++at)
      if (const auto further = found.find(all[at]); further != found.end())
        for (const auto& heir : further->second)
          if (std::find(all.begin(), all.end(), heir) == all.end()) all.push_back(heir);
  return found;
}

}  // namespace schemac
