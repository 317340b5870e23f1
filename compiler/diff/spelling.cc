#include "diff/spelling.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

class Spelling {
 public:
  Spelling(Schema& present, const Schema& wanted, std::size_t identifier_limit)
      : present_(present), wanted_(wanted), limit_(identifier_limit) {}

  std::vector<Operation> run() {
    std::map<std::string, QualifiedName> spelled;
    for (const auto& [name, table] : present_.tables) {
      spelled[lower(name.name)] = name;
      taken_.insert(name);
    }
    for (const auto& [name, table] : wanted_.tables)
      if (const auto have = spelled.find(lower(name.name)); have != spelled.end()) take(have->second, *table);
    take_objects();
    return std::move(out_);
  }

 private:
  void rename(Operation op) {
    schemac::apply(op, present_);
    out_.push_back(std::move(op));
  }

  // A table takes the new spelling through a working name: the engine calls the direct way a name that is taken.
  void take(const QualifiedName& have, const Table& wanted) {
    if (have != wanted.name) {
      const auto aside = working_name(have, taken_, limit_);
      rename(RenameTable{have, aside});
      rename(RenameTable{aside, wanted.name});
    }
    for (const auto& column : wanted.columns) {
      const auto& columns = present_.tables.find(wanted.name)->columns;
      const auto same = std::find_if(columns.begin(), columns.end(),
                                     [&](const Column& c) { return equal_ignoring_case(c.name, column.name); });
      if (same != columns.end() && same->name != column.name)
        rename(RenameColumn{wanted.name, same->name, column.name});
    }
    for (const auto& index : wanted.indexes) {
      const auto& indexes = present_.tables.find(wanted.name)->indexes;
      const auto same = std::find_if(indexes.begin(), indexes.end(),
                                     [&](const Index& i) { return equal_ignoring_case(i.name.text, index.name.text); });
      if (same != indexes.end() && same->name.text != index.name.text)
        rename(RenameIndex{wanted.name, same->name.text, index.name});
    }
  }

  // A view or a trigger answers to either spelling: nothing needs to be done.
  void take_objects() {
    std::map<SqlObjectKey, SqlObjectKey> spelled;
    for (const auto& [key, object] : present_.sql_objects) spelled[folded(key)] = key;
    for (const auto& [key, object] : wanted_.sql_objects) {
      const auto have = spelled.find(folded(key));
      if (have == spelled.end() || have->second == key) continue;
      auto taken = *present_.sql_objects.find(have->second);
      present_.sql_objects.erase(have->second);
      taken.name = key.name;
      present_.sql_objects.set(key, std::move(taken));
    }
  }

  static SqlObjectKey folded(const SqlObjectKey& key) { return {key.kind, {key.name.schema, lower(key.name.name)}}; }

  Schema& present_;
  const Schema& wanted_;
  std::size_t limit_;
  std::set<QualifiedName> taken_;
  std::vector<Operation> out_;
};

}  // namespace

std::vector<Operation> take_spelling(Schema& present, const Schema& wanted, std::size_t identifier_limit) {
  return Spelling(present, wanted, identifier_limit).run();
}

QualifiedName working_name(const QualifiedName& name, const std::set<QualifiedName>& taken,
                           std::size_t identifier_limit) {
  for (int i = 0;; ++i) {
    const std::string suffix = i == 0 ? "_schemac_aside" : fmt::format("_schemac_aside{}", i);
    const bool fits = identifier_limit == 0 || name.name.size() + suffix.size() <= identifier_limit;
    QualifiedName aside{name.schema,
                        (fits ? name.name : name.name.substr(0, identifier_limit - suffix.size())) + suffix};
    if (!taken.contains(aside)) return aside;
  }
}

}  // namespace schemac
