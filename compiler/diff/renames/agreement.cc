#include "diff/renames/agreement.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "diff/renames/without_names.h"

namespace schemac {
namespace {

// Each key, index, check and reference that names a column, in words that leave its name and the names in doubt open.
class Surroundings {
 public:
  Surroundings(const Table& table, const std::string& column, const std::set<std::string>& swapped)
      : table_(table), column_(column), swapped_(swapped) {}

  std::vector<std::string> run() const {
    std::vector<std::string> out;
    for (const auto& constraint : table_.constraints)
      if (uses(used_columns(constraint))) out.push_back(in_words(constraint));
    for (const auto& index : table_.indexes)
      if (uses(used_columns(index))) out.push_back(in_words(index));
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  bool uses(const std::vector<std::string>& columns) const {
    return std::find(columns.begin(), columns.end(), column_) != columns.end();
  }

  std::string open(const std::string& name) const {
    return name == column_ ? "@" : swapped_.contains(name) ? "?" : name;
  }

  std::string open(const std::vector<std::string>& names) const {
    std::string out;
    for (const auto& name : names) out += open(name) + ",";
    return out;
  }

  std::string open(const Expression& expression) const {
    return without_names(expression, [&](const std::string& name) -> std::string_view {
      return name == column_ ? "@" : swapped_.contains(name) ? "?" : "";
    });
  }

  std::string in_words(const Constraint& constraint) const {
    return std::visit(Overloaded{
                          [&](const Key& key) { return (key.primary ? "primary " : "unique ") + open(key.columns); },
                          [&](const Check& check) { return "check " + open(check.expression); },
                          [&](const ForeignKey& key) {
                            return fmt::format("references {} {} {} {}", display(key.references), open(key.columns),
                                               sql_name(key.on_delete), sql_name(key.on_update));
                          },
                          [&](const Exclusion& exclusion) { return "exclude " + open(exclusion.definition); },
                      },
                      constraint.body);
  }

  std::string in_words(const Index& index) const {
    std::string out = fmt::format("index {} {} ", index.unique, index.method);
    for (const auto& key : index.keys)
      out += (key.expression ? open(*key.expression) : open(key.column)) + (key.descending ? " desc," : ",");
    return out + (index.where ? open(*index.where) : "");
  }

  const Table& table_;
  const std::string& column_;
  const std::set<std::string>& swapped_;
};

template <class T>
bool same_text(const T& a, const T& b) {
  return a.has_value() == b.has_value() && (!a || a->sql == b->sql);
}

}  // namespace

std::size_t agreement(const TableStates& states, const Column& have, const Column& wanted,
                      const std::set<std::string>& swapped) {
  std::size_t facts = 0;
  const auto same_to_source = states.coverage.same_type;
  if (states.dialect.same_type(have.type, wanted.type) || (same_to_source && same_to_source(have.type, wanted.type)))
    facts += 3;
  facts += have.not_null == wanted.not_null;
  facts += same_text(have.default_value, wanted.default_value);
  facts += have.identity.has_value() == wanted.identity.has_value();
  facts += have.generated.has_value() == wanted.generated.has_value();
  facts += have.collation == wanted.collation;
  facts += have.comment == wanted.comment;
  facts += have.attributes == wanted.attributes;
  if (Surroundings(states.have, have.name, swapped).run() == Surroundings(states.wanted, wanted.name, swapped).run())
    facts += 2;
  return facts;
}

std::size_t agreement(const Table& have, const Table& wanted) {
  std::size_t facts = have.comment == wanted.comment;
  for (const auto& column : have.columns)
    if (const Column* twin = wanted.columns.find(column.name))
      facts += (twin->type == column.type ? 3U : 1U) + (*twin == column ? 1U : 0U);
  for (const auto& index : have.indexes)
    facts +=
        static_cast<std::size_t>(std::count_if(wanted.indexes.begin(), wanted.indexes.end(), [&](const Index& other) {
          return index.keys == other.keys && index.unique == other.unique && index.where == other.where;
        }));
  for (const auto& constraint : have.constraints)
    facts +=
        static_cast<std::size_t>(std::count_if(wanted.constraints.begin(), wanted.constraints.end(),
                                               [&](const Constraint& other) { return constraint.body == other.body; }));
  return facts;
}

std::size_t agreement(const EnumType& have, const EnumType& wanted) {
  return static_cast<std::size_t>(std::count_if(have.labels.begin(), have.labels.end(),
                                                [&](const std::string& label) {
                                                  return std::find(wanted.labels.begin(), wanted.labels.end(), label) !=
                                                         wanted.labels.end();
                                                })) +
         (have.labels == wanted.labels);
}

std::size_t agreement(const Sequence& have, const Sequence& wanted) {
  return (have.options == wanted.options) + (have.owned_by == wanted.owned_by) + (have.comment == wanted.comment);
}

}  // namespace schemac
