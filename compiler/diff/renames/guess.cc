#include "diff/renames/guess.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "diff/renames/assignment.h"
#include "diff/renames/names.h"

namespace schemac {
namespace {

double log_odds(double likelihood) {
  const double p = std::clamp(likelihood, 1e-9, 1 - 1e-9);
  return std::log(p / (1 - p));
}

double from_log_odds(double odds) { return 1 / (1 + std::exp(-odds)); }

// The histories are databases', where a column that stands between old ones is an old one. How much less that says of a
// text.
constexpr double authors_order = 1.5;

// Names that say the same are worth a question wherever the columns stand, and so is one column of a type in the place
// of another.
constexpr double least_of_a_question = 0.21;

// What may not be taken without an answer is never surer than this.
constexpr double most_of_a_question = 0.8;

// A value that could not even be read as the new type is no reason to ask, unless the names say that it is to be.
bool possible(const ColumnsInDoubt& columns, std::size_t gone, std::size_t come) {
  const Column& a = *columns.gone()[gone];
  const Column& b = *columns.come()[come];
  return a.generated.has_value() == b.generated.has_value() && !columns.ruled_out(gone, come) &&
         (columns.near_type(a, b) || columns.related(gone, come));
}

struct WeighedPair {
  PossiblePair pair;  // its gain: that of the whole
  double likelihood;
};

// The whole at its likeliest; then what is left by itself, best first.
std::vector<WeighedPair> paired(std::size_t count, const std::vector<WeighedPair>& weighed, const LeastLikely& least) {
  std::vector<PossiblePair> pairs;
  for (const auto& one : weighed)
    if (one.likelihood >= least.pair) pairs.push_back(one.pair);
  const auto partner = best_assignment(count, pairs);
  std::vector<WeighedPair> out, left;
  std::set<std::size_t> gone, come;
  for (const auto& one : weighed)
    if (partner[one.pair.from] == one.pair.to) {
      out.push_back(one);
      gone.insert(one.pair.from);
      come.insert(one.pair.to);
    } else if (one.likelihood >= least.mention && one.likelihood < least.pair) {
      left.push_back(one);
    }
  std::ranges::stable_sort(left, std::ranges::greater(), &WeighedPair::likelihood);
  for (const auto& one : left)
    if (!gone.contains(one.pair.from) && !come.contains(one.pair.to)) {
      gone.insert(one.pair.from);
      come.insert(one.pair.to);
      out.push_back(one);
    }
  return out;
}

// Whichever of the parts it became, a column is likelier split than renamed. The same of two that become one.
bool may_be_split_or_joined(const ColumnsInDoubt& columns, const WeighedPair& one,
                            const std::vector<WeighedPair>& paired) {
  const auto is_free = [&](std::size_t PossiblePair::*side, std::size_t at) {
    return std::ranges::none_of(paired, [&](const WeighedPair& other) { return other.pair.*side == at; });
  };
  const auto gone = one.pair.from, come = one.pair.to;
  for (std::size_t other = 0; other < columns.come().size(); ++other)
    if (columns.are_parts_of(gone, come, other) && is_free(&PossiblePair::to, other)) return true;
  for (std::size_t other = 0; other < columns.gone().size(); ++other)
    if (columns.are_joined_in(come, gone, other) && is_free(&PossiblePair::from, other)) return true;
  return false;
}

}  // namespace

std::vector<ColumnGuess> guess_columns(const TableStates& states, const RenameModel& model, const LeastLikely& least,
                                       const MayBeOne<std::string>& may_be) {
  const ColumnsInDoubt columns(states);
  if (columns.empty()) return {};
  std::vector<WeighedPair> weighed;
  const auto likelihood_of = [&](std::size_t g, std::size_t c) {
    const auto known = columns.evidence(g, c);
    const auto has = [&](ColumnEvidence kind) { return known[static_cast<std::size_t>(kind)] > 0; };
    const double weighed_up = likelihood(model.columns, known);
    const double p =
        columns.rests_on_an_authors_order(g, c) ? from_log_odds(log_odds(weighed_up) - authors_order) : weighed_up;
    const bool replaced =
        has(ColumnEvidence::same_type) && has(ColumnEvidence::run_types);  // the line of one became that of the other
    return replaced || columns.may_be_asked_by_name(g, c) ? std::max(p, least_of_a_question) : p;
  };
  for (std::size_t g = 0; g < columns.gone().size(); ++g)
    for (std::size_t c = 0; c < columns.come().size(); ++c) {
      const auto& from = columns.gone()[g]->name;
      const auto& to = columns.come()[c]->name;
      if (!possible(columns, g, c)) continue;
      if (may_be && !may_be(from, to)) continue;
      if (from == to) {
        weighed.push_back({{g, c, std::max(0.001, columns.log_odds_of_staying(from))}, 1});
        continue;
      }
      if (columns.reopened(from) && columns.reopened(to)) continue;  // nobody swaps in silence
      const double p = likelihood_of(g, c);
      weighed.push_back({{g, c, std::max(0.0005, log_odds(p) - log_odds(least.pair))}, p});
    }
  std::vector<ColumnGuess> out;
  const auto pairs = paired(columns.gone().size(), weighed, least);
  for (const auto& one : pairs) {
    const auto& [pair, p] = one;
    const auto& from = columns.gone()[pair.from]->name;
    const auto& to = columns.come()[pair.to]->name;
    if (from == to) continue;
    const bool asked = columns.needs_an_answer(pair.from, pair.to) || may_be_split_or_joined(columns, one, pairs);
    out.push_back({from, to, asked ? std::min(p, most_of_a_question) : p, columns.reasons(pair.from, pair.to), asked});
  }
  return out;
}

std::vector<ObjectGuess> guess_tables(const TablesInDoubt& tables, const RenameModel& model, const LeastLikely& least,
                                      const MayBeOne<QualifiedName>& may_be) {
  std::vector<WeighedPair> weighed;
  for (const auto& pair : tables.pairs()) {
    if (may_be && !may_be(tables.gone()[pair.gone]->name, tables.come()[pair.come]->name)) continue;
    double p = likelihood(model.tables, tables.evidence(pair));
    if (tables.may_be_asked_by_name(pair)) p = std::max(p, least_of_a_question);
    // of tables that are all alike the names tell which is which
    const double name = 0.05 * tables.name_likeness(pair);
    weighed.push_back({{pair.gone, pair.come, std::max(0.0005, log_odds(p) - log_odds(least.pair)) + name}, p});
  }
  std::vector<ObjectGuess> out;
  for (const auto& [pair, p] : paired(tables.gone().size(), weighed, least)) {
    const PossibleTable one{pair.from, pair.to};
    const bool asked = tables.needs_an_answer(one);
    out.push_back({tables.gone()[one.gone]->name, tables.come()[one.come]->name,
                   asked ? std::min(p, most_of_a_question) : p, tables.reasons(one), asked});
  }
  return out;
}

}  // namespace schemac
