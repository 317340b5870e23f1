#include "dialects/postgresql/held.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/postgresql/expressions.h"

namespace schemac::postgresql {
namespace {

bool is_collation(const std::optional<std::string>& spelled, const QualifiedName& name) { return spelled && qualified_name(*spelled) == name; }

bool holds(const Column& column, const SqlObject& object) {
  return object.kind == "collation" ? is_collation(column.collation, object.name) : column.type.user_type == object.name;
}

bool holds(const Index& index, const SqlObject& object) {
  return object.kind == "collation" &&
         std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) { return is_collation(key.collation, object.name); });
}

// Columns and indexes that stay, with the object.
std::vector<std::string> holders(const SqlObject& object, const LegaliseInput& in) {
  std::vector<std::string> found;
  for (const auto& [name, table] : in.from.tables) {
    const auto* wanted = in.to.tables.find(name);
    if (!wanted) continue;
    for (const auto& column : table->columns)
      if (const auto* kept = wanted->columns.find(column.name); kept && holds(column, object) && holds(*kept, object))
        found.push_back(fmt::format("column `{}.{}`", display(name), column.name));
    for (const auto& index : table->indexes) {
      const auto stays = [&](const Index& other) { return other.name.text == index.name.text && holds(other, object); };
      if (holds(index, object) && std::any_of(wanted->indexes.begin(), wanted->indexes.end(), stays))
        found.push_back(fmt::format("index `{}`", index.name.text));
    }
  }
  return found;
}

}  // namespace

Diagnostics held_definitions(const std::vector<Operation>& operations, const LegaliseInput& input) {
  Diagnostics errors;
  for (const auto& op : operations) {
    const auto* replace = std::get_if<ReplaceSqlObject>(&op.variant());
    if (!replace || (replace->before.kind != "range type" && replace->before.kind != "collation")) continue;
    for (const auto& holder : holders(replace->before, input))
      errors.push_back(error_at("held-definition",
                                fmt::format("{} `{}` is to have another definition, and {} has it: PostgreSQL changes no such definition, make one "
                                            "under a new name and let the column change to it",
                                            replace->before.kind, display(replace->before.name), holder)));
  }
  return errors;
}

}  // namespace schemac::postgresql
