#include "diff/renames/guess_others.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "diff/renames/assignment.h"
#include "diff/renames/names.h"

namespace schemac {
namespace {

template <class Object>
std::vector<const Object*> alone(const SharedMap<QualifiedName, Object>& here,
                                 const SharedMap<QualifiedName, Object>& there) {
  std::vector<const Object*> out;
  for (const auto& [name, object] : here)
    if (!there.contains(name)) out.push_back(object.get());
  return out;
}

using Links = std::set<std::pair<QualifiedName, QualifiedName>>;

// Calls `visit(before, after)` for every column that both sides have and that differs.
template <class F>
void for_each_changed_column(const Schema& have, const Schema& wanted, F&& visit) {
  for (const auto& [name, table] : have.tables) {
    const Table* twin_table = wanted.tables.find(name);
    if (!twin_table || twin_table == table.get()) continue;
    for (const auto& column : table->columns)
      if (const Column* twin = twin_table->columns.find(column.name); twin && !(*twin == column)) visit(column, *twin);
  }
}

Links retyped_columns(const Schema& have, const Schema& wanted) {
  Links links;
  for_each_changed_column(have, wanted, [&](const Column& a, const Column& b) {
    if (a.type.user_type && b.type.user_type && *a.type.user_type != *b.type.user_type)
      links.insert({*a.type.user_type, *b.type.user_type});
  });
  return links;
}

Links columns_that_draw_elsewhere(const Schema& have, const Schema& wanted) {
  const auto sequence_of = [](const Column& column) -> const QualifiedName* {
    if (!column.default_value) return nullptr;
    for (const auto& object : column.default_value->objects)
      if (object.kind == ObjectKind::sequence) return &object.name;
    return nullptr;
  };
  Links links;
  for_each_changed_column(have, wanted, [&](const Column& a, const Column& b) {
    const QualifiedName* from = sequence_of(a);
    const QualifiedName* to = sequence_of(b);
    if (from && to && *from != *to) links.insert({*from, *to});
  });
  return links;
}

// The likeliest pairing of what `judge` finds possible; it gives 0 for what it does not.
template <class Object, class Judge>
std::vector<ObjectGuess> pair_up(const std::vector<const Object*>& gone, const std::vector<const Object*>& come,
                                 const MayBeOne<QualifiedName>& may_be, Judge&& judge) {
  std::vector<PossiblePair> pairs;
  std::map<std::pair<std::size_t, std::size_t>, ObjectGuess> guesses;
  for (std::size_t g = 0; g < gone.size(); ++g)
    for (std::size_t c = 0; c < come.size(); ++c) {
      if (may_be && !may_be(gone[g]->name, come[c]->name)) continue;
      ObjectGuess guess{gone[g]->name, come[c]->name};
      judge(*gone[g], *come[c], guess);
      if (guess.likelihood <= 0) continue;
      pairs.push_back({g, c, guess.likelihood + 0.1 * likeness(gone[g]->name.name, come[c]->name.name).words});
      guesses.emplace(std::pair(g, c), std::move(guess));
    }
  const auto partner = best_assignment(gone.size(), pairs);
  std::vector<ObjectGuess> out;
  for (std::size_t g = 0; g < partner.size(); ++g)
    if (partner[g]) out.push_back(std::move(guesses.at({g, *partner[g]})));
  return out;
}

double shared_labels(const EnumType& a, const EnumType& b) {
  const auto both = static_cast<double>(std::count_if(a.labels.begin(), a.labels.end(), [&](const auto& label) {
    return std::find(b.labels.begin(), b.labels.end(), label) != b.labels.end();
  }));
  const auto all = static_cast<double>(a.labels.size() + b.labels.size()) - both;
  return all == 0 ? 0 : both / all;
}

}  // namespace

std::vector<ObjectGuess> guess_enums(const Schema& have, const Schema& wanted, const MayBeOne<QualifiedName>& may_be) {
  const auto gone = alone(have.enums, wanted.enums), come = alone(wanted.enums, have.enums);
  if (gone.empty() || come.empty()) return {};
  const auto retyped = retyped_columns(have, wanted);
  return pair_up(gone, come, may_be, [&](const EnumType& a, const EnumType& b, ObjectGuess& guess) {
    const double share = shared_labels(a, b);
    const bool used = retyped.contains({a.name, b.name});
    const auto twins =
        std::count_if(come.begin(), come.end(), [&](const EnumType* other) { return other->labels == a.labels; });
    if (share < 0.5) return;
    if (a.labels == b.labels)
      guess.likelihood = used || twins == 1 ? 0.97 : 0.6;
    else
      guess.likelihood = used ? 0.5 + 0.35 * share : 0.3 * share;
    guess.reasons.push_back(a.labels == b.labels ? "the same labels"
                                                 : fmt::format("{:.0f} % of the labels are the same", 100 * share));
    if (used) guess.reasons.emplace_back("columns change from one to the other");
    if (twins > 1) guess.reasons.emplace_back("but others have the same labels");
  });
}

std::vector<ColumnGuess> guess_labels(const EnumType& have, const EnumType& wanted,
                                      const MayBeOne<std::string>& may_be) {
  // runs of labels that went, and that came, between the same neighbours
  const auto runs = [&](const std::vector<std::string>& labels, const std::vector<std::string>& others) {
    const std::unordered_set<std::string_view> stay(others.begin(), others.end());
    std::vector<std::pair<std::string, std::vector<std::string>>> out(1);
    for (const auto& label : labels)
      if (stay.contains(label))
        out.emplace_back(label, std::vector<std::string>());
      else
        out.back().second.push_back(label);
    return out;
  };
  const auto gone = runs(have.labels, wanted.labels), come = runs(wanted.labels, have.labels);
  if (gone.size() != come.size()) return {};
  std::vector<ColumnGuess> out;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    if (gone[i].first != come[i].first) return {};  // put in another order
    if (gone[i].second.size() != come[i].second.size()) continue;
    for (std::size_t k = 0; k < gone[i].second.size(); ++k) {
      const auto& from = gone[i].second[k];
      const auto& to = come[i].second[k];
      if (may_be && !may_be(from, to)) continue;
      const auto like = likeness(from, to);
      ColumnGuess guess{from,
                        to,
                        like.same_words     ? 0.95
                        : like.words >= 0.5 ? 0.7
                                            : 0.4,
                        {"the same place among the labels"}};
      if (like.same_words || like.words >= 0.5)
        guess.reasons.emplace_back(like.same_words ? "same words" : "similar name");
      out.push_back(std::move(guess));
    }
  }
  return out;
}

std::vector<ObjectGuess> guess_sequences(const Schema& have, const Schema& wanted,
                                         const MayBeOne<QualifiedName>& may_be) {
  const auto gone = alone(have.sequences, wanted.sequences), come = alone(wanted.sequences, have.sequences);
  if (gone.empty() || come.empty()) return {};
  const auto drawn = columns_that_draw_elsewhere(have, wanted);
  return pair_up(gone, come, may_be, [&](const Sequence& a, const Sequence& b, ObjectGuess& guess) {
    const bool used = drawn.contains({a.name, b.name});
    const bool alike = likeness(a.name.name, b.name.name).words >= 0.5;
    if (!(a.options == b.options) || (!used && !alike)) return;
    guess.likelihood = used ? 0.95 : 0.6;
    guess.reasons.emplace_back("the same options");
    if (used) guess.reasons.emplace_back("a column draws from one after the other");
    if (alike) guess.reasons.emplace_back("similar name");
  });
}

}  // namespace schemac
