#include "diff/renames/guess_objects.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "diff/renames/assignment.h"
#include "diff/renames/names.h"
#include "operations/rename.h"
#include "operations/routine_names.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

// One schema's objects by kind and name.
std::set<std::string> contents_of(const Schema& schema, const std::string& space) {
  std::set<std::string> out;
  for (const auto& [name, table] : schema.tables)
    if (name.schema == space) out.insert("table " + name.name);
  for (const auto& [name, type] : schema.enums)
    if (name.schema == space) out.insert("enum " + name.name);
  for (const auto& [name, sequence] : schema.sequences)
    if (name.schema == space) out.insert("sequence " + name.name);
  for (const auto& [key, object] : schema.sql_objects)
    if (key.name.schema == space && !is_part_of_another(*object)) out.insert(key.kind + " " + key.name.name);
  return out;
}

std::vector<std::string> spaces_alone(const Schema& here, const Schema& there, const std::string& standard) {
  std::vector<std::string> out;
  for (const auto& [name, space] : here.namespaces)
    if (name != standard && !there.namespaces.contains(name)) out.push_back(name);
  return out;
}

// The text that is left when the object's own name is taken out.
std::string nameless(const SqlObject& object) {
  auto name = object.name;
  if (is_on_a_table(object.kind))
    name.name = name.name.substr(0, name.name.rfind('.') + 1) + "@";
  else
    name = {"@", "@" + (is_routine(object.kind) ? routine_arguments(name.name) : "")};
  return (is_on_a_table(object.kind) ? name.schema + "." + name.name + " " : "") + renamed_definition(object, name);
}

}  // namespace

// A schema that holds one thing alone is as good as that thing: it moves by itself.
std::vector<RenameGuess<std::string>> guess_schemas(const Schema& have, const Schema& wanted,
                                                    const std::string& standard) {
  std::vector<RenameGuess<std::string>> out;
  const auto come = spaces_alone(wanted, have, standard);
  if (come.empty()) return out;
  std::map<std::string, std::set<std::string>> contents;
  for (const auto& name : come) contents[name] = contents_of(wanted, name);
  std::set<std::string> taken;
  for (const auto& name : spaces_alone(have, wanted, standard)) {
    const auto held = contents_of(have, name);
    if (held.size() < 2) continue;
    for (const auto& [other, holds] : contents) {
      std::vector<std::string> both;
      std::set_intersection(held.begin(), held.end(), holds.begin(), holds.end(), std::back_inserter(both));
      const bool nearly_all = both.size() == held.size() || (both.size() >= 4 && 10 * both.size() >= 8 * held.size());
      if (!nearly_all || 10 * both.size() < 8 * holds.size() || !taken.insert(other).second) continue;
      out.push_back({name, other, 0.95, {fmt::format("holds the same {} objects", both.size())}});
      break;
    }
  }
  return out;
}

bool are_one_but_for_the_name(const SqlObject& have, const SqlObject& wanted) {
  return nameless(have) == nameless(wanted);
}

std::vector<ObjectGuess> guess_sql_objects(const std::map<QualifiedName, const SqlObject*>& have,
                                           const std::map<QualifiedName, const SqlObject*>& wanted) {
  std::map<std::string, std::pair<std::vector<QualifiedName>, std::vector<QualifiedName>>> by_text;
  for (const auto& [name, object] : have)
    if (!wanted.contains(name)) by_text[nameless(*object)].first.push_back(name);
  for (const auto& [name, object] : wanted)
    if (!have.contains(name))
      if (const auto at = by_text.find(nameless(*object)); at != by_text.end()) at->second.second.push_back(name);
  std::vector<ObjectGuess> out;
  for (const auto& [text, names] : by_text) {
    const auto& [gone, come] = names;
    const bool alone = gone.size() == 1 && come.size() == 1;
    std::vector<PossiblePair> pairs;
    for (std::size_t g = 0; g < gone.size(); ++g)
      for (std::size_t c = 0; c < come.size(); ++c)
        pairs.push_back({g, c, 0.1 + likeness(gone[g].name, come[c].name).words});
    const auto partner = best_assignment(gone.size(), pairs);
    for (std::size_t g = 0; g < gone.size(); ++g)
      if (partner[g]) {
        out.push_back({gone[g], come[*partner[g]], alone ? 0.97 : 0.9, {"the same text"}});
        if (!alone) out.back().reasons.emplace_back("but others say the same");
      }
  }
  return out;
}

}  // namespace schemac
