// What speaks for and against two tables being one table under another name: above all the columns that they share, the
// rare ones more than those that every table has.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac {

enum class TableEvidence : std::size_t {
  shared_columns,    // weighted share of columns with the same name and type
  likely_columns,    // and of those that may have another name: in the same place, of the same type
  most_shared,       // that share squared: nearly all is more than twice half of them
  same_order,        // share of columns that stand in the same order
  same_types,        // share of columns that have a partner of the same type, in order
  same_key,          // the primary key's columns
  other_references,  // share of foreign keys that the other has not
  shared_referrers,  // tables that refer to it and stay
  words,
  related,
  letters,
  same_name,     // in another schema
  size,          // many columns in common mean more than few
  rivals,        // other tables that share as much with one of the two, and are not called otherwise
  nearer_rival,  // how many more columns the best of them shares
  clear_lead,    // how many fewer
  clear_name,    // how much nearer in name than any rival; below 0: how much farther
  only_one,      // one table went, one came
  columns_and_words,
  count,
};
constexpr std::size_t table_evidence_count = static_cast<std::size_t>(TableEvidence::count);
using TableEvidences = std::array<double, table_evidence_count>;

std::string_view evidence_name(TableEvidence kind);

struct PossibleTable {
  std::size_t gone;
  std::size_t come;
};

// The tables that one side alone has, and which of them are worth a look. Made from an index over column names, so that
// many tables that went and many that came are not all held against each other.
class TablesInDoubt {
 public:
  TablesInDoubt(const Schema& have, const Schema& wanted, std::vector<const Table*> gone,
                std::vector<const Table*> come);

  const std::vector<const Table*>& gone() const { return gone_; }
  const std::vector<const Table*>& come() const { return come_; }
  const std::vector<PossibleTable>& pairs() const { return pairs_; }

  TableEvidences evidence(const PossibleTable& pair) const;
  std::vector<std::string> reasons(const PossibleTable& pair) const;
  double name_likeness(const PossibleTable& pair) const;  // 0 to 1
  bool may_be_asked_by_name(const PossibleTable& pair) const;
  // Neither the names nor what is in them says that it is one table: `id` and `name` are in every second one.
  bool needs_an_answer(const PossibleTable& pair) const;

 private:
  struct Likeness {
    double columns = 0, likely = 0, order = 0, types = 0;
    std::size_t same = 0, telling = 0;  // columns, and those of them whose name is not in every second table
  };
  // A column's name without its style, its plural and what all columns of its table begin with: `usr_firstName` is
  // `firstname`.
  using Names = std::vector<std::string>;

  static Names bare_names(const Table& table);
  void weigh_names();
  void find_pairs();
  void find_referrers(const Schema& have, const Schema& wanted);
  double weight(const std::string& column) const;
  Likeness likeness_of(const PossibleTable& pair) const;
  void reference_evidence(const PossibleTable& pair, TableEvidences& out) const;
  void rival_evidence(const PossibleTable& pair, TableEvidences& out) const;

  std::vector<const Table*> gone_, come_;
  std::vector<Names> gone_names_, come_names_;  // of columns
  std::map<QualifiedName, std::size_t> gone_at_, come_at_;
  std::map<std::string, std::size_t>
      bearers_;  // tables that have a column of this name, of the list that has more of them
  std::vector<std::vector<std::string>> gone_referrers_, come_referrers_;
  std::vector<PossibleTable> pairs_;
  std::vector<Likeness> likeness_;  // of pairs_
  std::vector<std::vector<std::size_t>> pairs_of_gone_, pairs_of_come_;
};

}  // namespace schemac
