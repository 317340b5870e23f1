// What speaks for and against two columns of one table being the same column under another name: one number for each
// kind of evidence. The model weighs them (model.h); nothing here decides anything.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/dialect.h"
#include "diff/renames/names.h"
#include "schema/coverage.h"
#include "schema/schema.h"

namespace schemac {

enum class ColumnEvidence : std::size_t {
  same_type,
  near_type,  // another of its family: `integer` and `bigint`, `date` and `timestamp`
  rare_type,  // the same, and few columns of the table have it
  same_nullability,
  same_default,       // both have one
  other_default,      // or one has none
  same_key_counting,  // both count up by themselves
  same_place,         // between the same neighbours
  same_inner_place,   // and those are on both sides
  same_run,           // as many columns went from there as came there, and it is the same of them
  appended,           // the new one stands behind everything that stayed, where the old one did not
  other_place,
  no_order,   // the columns that stayed stand in another order: no place says anything
  run_types,  // as many columns went from there as came there, and their types are the same: how many
  words,
  letters,
  meaning,
  related,
  shares_a_word,
  one_subject,
  same_words,
  contained_words,
  same_last_word,
  same_first_word,
  same_foreign_key,
  other_foreign_key,  // to another table
  one_foreign_key,    // of the two alone
  same_keys,          // share of the keys, indexes and checks around the old one that are around the new one too
  other_keys,
  rivals,      // other columns that could be its partner by type; for a pair in one inner place, of those in that place
  run_rivals,  // in place of these, where as many went from the place as came there, and it is the same of them
  nearer_rival,  // how much nearer in name the best of them is
  clear_name,    // how much nearer in name than any rival
  only_one,      // one column went, one came
  same_change,   // another pair of the table changes the same words: `meta` and `private_meta`
  taken_name,    // its new name was another's, which has another type now or stands elsewhere; or likewise its old name
  same_comment,
  end_without_words,  // the last columns of the table, with no word in common
  id_of_another,      // `version_id` and `rubygem_id`: what they refer to has no word in common
  near_and_place,
  type_and_place,
  type_and_words,
  place_and_words,
  type_without_words,  // neither a word nor many letters in common
  count,
};
constexpr std::size_t column_evidence_count = static_cast<std::size_t>(ColumnEvidence::count);
using ColumnEvidences = std::array<double, column_evidence_count>;

std::string_view evidence_name(ColumnEvidence kind);  // `same_type`

// Two states of one table, the older one in the names that tables and types have on the newer side.
struct TableStates {
  const Table& have;
  const Table& wanted;
  const Dialect& dialect;
  const Coverage& coverage;
  bool authored =
      false;  // the newer side is a text: its author puts a new column wherever it reads best, a database at the end
  const std::map<QualifiedName, QualifiedName>* former_tables = nullptr;  // of renamed tables, the older name
};

// The columns of a table that have no partner by name, or one that is in doubt, and what is known of each pair of them.
class ColumnsInDoubt {
 public:
  explicit ColumnsInDoubt(const TableStates& states);

  bool empty() const { return gone_.empty() || come_.empty(); }
  const std::vector<const Column*>& gone() const { return gone_; }
  const std::vector<const Column*>& come() const { return come_; }
  // On both sides, and yet in doubt: its type is another one, or it stands where another column stood.
  bool reopened(std::string_view name) const;

  // Whether the place alone speaks for a pair, in a text whose author may have put a new column where an old one stood.
  bool rests_on_an_authors_order(std::size_t gone, std::size_t come) const;
  // How likely a reopened column is what its name says, in log odds.
  double log_odds_of_staying(const std::string& name) const;

  // The same type, or one of its family.
  bool near_type(const Column& a, const Column& b) const;

  bool same_words(std::size_t gone, std::size_t come) const { return names_[gone][come].same_words; }
  // The names have a word in common that tells something, or change as those around them do. Without it nobody knows
  // that the values still mean the same, wherever the column stands.
  bool related(std::size_t gone, std::size_t come) const;
  // Nothing but a person can tell: no word in common, another type, a reference that became a plain value, or the other
  // way round.
  bool needs_an_answer(std::size_t gone, std::size_t come) const;
  // A text `name` went; `first_name` and `last_name` came, side by side and of one type. And the other way round.
  bool are_parts_of(std::size_t gone, std::size_t come, std::size_t other) const;
  bool are_joined_in(std::size_t come, std::size_t gone, std::size_t other) const;
  // One subject, and values that the new type can hold.
  bool may_be_asked_by_name(std::size_t gone, std::size_t come) const {
    return names_[gone][come].one_subject && near_type(*gone_[gone], *come_[come]);
  }
  // Not each other's, because one of them is another's in another spelling (`userId` is `user_id`).
  bool ruled_out(std::size_t gone, std::size_t come) const;

  ColumnEvidences evidence(std::size_t gone, std::size_t come) const;
  // For people: what speaks for the pair, then what against.
  std::vector<std::string> reasons(std::size_t gone, std::size_t come) const;

 private:
  struct Place {
    std::string before, after;  // the nearest columns that stayed; empty: none
    std::size_t in_run = 0;     // how many of those that did not stay stand between it and `before`
    std::size_t run = 0;        // how many stand between `before` and `after`
  };

  void find_columns();
  void find_respelled();
  void find_places();
  void compare_names();
  void find_rivals();
  void find_references();
  bool same_type(const Column& a, const Column& b) const;
  bool changes_as_others(const Column& have, const Column& wanted) const;
  bool is_in_doubt(const Column& have, const Column& wanted, bool moved) const;
  bool is_respelled(std::size_t gone, std::size_t come) const { return respelled_[gone] == come; }
  bool shares_a_word(std::size_t gone, std::size_t come) const;
  bool follows_its_table(std::size_t gone, std::size_t come) const;
  std::size_t same_types_of_run(std::size_t gone, std::size_t come) const;
  bool same_place(std::size_t gone, std::size_t come) const;
  bool changes_with_another(std::size_t gone, std::size_t come) const;
  bool gave_up_its_name(const std::string& name) const;
  bool is_another_by_now(const std::string& name) const;
  using Landmarks = std::map<std::string, std::string>;
  Place place_of(const NamedList<Column>& columns, const Landmarks& landmarks, const std::string& name) const;
  std::vector<std::string> keys_around(const Table& table, const Landmarks& landmarks, const std::string& column) const;
  const ForeignKey* reference(const Table& table, const std::string& column) const;

  void type_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const;
  void place_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const;
  void name_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const;
  void key_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const;
  void rival_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const;

  TableStates states_;
  std::vector<const Column*> gone_, come_;
  // Columns of each side that have their partner and stand where they stood, by the newer name.
  Landmarks have_landmarks_, wanted_landmarks_;
  std::vector<std::optional<std::size_t>> respelled_;       // of those that went: what they are in another spelling
  std::vector<std::optional<std::size_t>> respelled_from_;  // the other way
  std::vector<std::string> reopened_;
  std::vector<std::string> moved_;  // of those, the ones that stand elsewhere
  std::vector<Place> gone_places_, come_places_;
  // What one column has for rivals among those of the other side that are of its type, itself aside.
  struct Rivals {
    std::vector<double> words;  // how alike their names are, rising
    std::size_t in_place = 0;
    double nearest = -1, second = -1;  // the two nearest in name
  };

  std::vector<NameInWords> gone_words_, come_words_;
  std::vector<std::vector<NameLikeness>> names_;  // gone × come
  std::vector<std::vector<double>> words_;        // likeness by words, gone × come
  std::vector<Rivals> gone_rivals_, come_rivals_;
  std::vector<std::size_t> like_come_;  // columns of either side that have the type of one that came
  std::vector<const ForeignKey*> gone_references_, come_references_;
  std::vector<std::vector<char>> could_be_rivals_;   // of one type, gone × come
  std::vector<std::vector<char>> same_places_;       // gone × come
  std::vector<std::vector<std::string>> changes_;    // of words, gone × come
  std::vector<std::vector<std::size_t>> run_types_;  // gone × come
  std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> pairs_with_change_;
  std::vector<std::vector<std::string>> gone_keys_, come_keys_;
  bool order_tells_ = false;  // the columns that stayed stand in the same order
};

}  // namespace schemac
