#include "diff/renames/guess.h"

#include <algorithm>
#include <cmath>

#include "diff/renames/assignment.h"
#include "diff/renames/names.h"

namespace schemac {
namespace {

double log_odds(double likelihood) {
  const double p = std::clamp(likelihood, 1e-9, 1 - 1e-9);
  return std::log(p / (1 - p));
}

double from_log_odds(double odds) { return 1 / (1 + std::exp(-odds)); }

// The histories are databases', where a column that stands between old ones is an old one. How much less that says of a text.
constexpr double authors_order = 1.5;

// A value that could not even be read as the new type is no reason to ask.
bool possible(const ColumnsInDoubt& columns, std::size_t gone, std::size_t come) {
  const Column& a = *columns.gone()[gone];
  const Column& b = *columns.come()[come];
  return a.generated.has_value() == b.generated.has_value() && (columns.near_type(a, b) || columns.same_words(gone, come));
}

}  // namespace

std::vector<ColumnGuess> guess_columns(const TableStates& states, const RenameModel& model, double at_least, const MayBeOne<std::string>& may_be) {
  const ColumnsInDoubt columns(states);
  if (columns.empty()) return {};
  std::vector<PossiblePair> pairs;
  const auto likelihood_of = [&](std::size_t g, std::size_t c) {
    const double p = likelihood(model.columns, columns.evidence(g, c));
    return columns.rests_on_an_authors_order(g, c) ? from_log_odds(log_odds(p) - authors_order) : p;
  };
  for (std::size_t g = 0; g < columns.gone().size(); ++g)
    for (std::size_t c = 0; c < columns.come().size(); ++c) {
      if (!possible(columns, g, c)) continue;
      if (may_be && !may_be(columns.gone()[g]->name, columns.come()[c]->name)) continue;
      const bool same = columns.gone()[g]->name == columns.come()[c]->name;
      if (!same && columns.reopened(columns.gone()[g]->name) && columns.reopened(columns.come()[c]->name)) continue;  // nobody swaps in silence
      const double p = likelihood_of(g, c);
      const double gain = log_odds(p) - log_odds(at_least);
      if (same) pairs.push_back({g, c, std::max(0.001, columns.log_odds_of_staying(columns.gone()[g]->name))});
      if (!same && p >= at_least) pairs.push_back({g, c, std::max(0.0005, gain)});
    }
  const auto partner = best_assignment(columns.gone().size(), pairs);
  std::vector<ColumnGuess> out;
  for (std::size_t g = 0; g < partner.size(); ++g) {
    if (!partner[g] || columns.gone()[g]->name == columns.come()[*partner[g]]->name) continue;
    out.push_back({columns.gone()[g]->name, columns.come()[*partner[g]]->name, likelihood_of(g, *partner[g]), columns.reasons(g, *partner[g])});
  }
  return out;
}

std::vector<ObjectGuess> guess_tables(const TablesInDoubt& tables, const RenameModel& model, double at_least, const MayBeOne<QualifiedName>& may_be) {
  std::vector<PossiblePair> pairs;
  std::vector<double> likelihoods;
  for (const auto& pair : tables.pairs()) {
    const bool ruled_out = may_be && !may_be(tables.gone()[pair.gone]->name, tables.come()[pair.come]->name);
    likelihoods.push_back(ruled_out ? 0 : likelihood(model.tables, tables.evidence(pair)));
    const double gain = log_odds(likelihoods.back()) - log_odds(at_least);
    if (likelihoods.back() >= at_least) pairs.push_back({pair.gone, pair.come, std::max(0.0005, gain)});
  }
  const auto partner = best_assignment(tables.gone().size(), pairs);
  std::vector<ObjectGuess> out;
  for (std::size_t i = 0; i < tables.pairs().size(); ++i) {
    const auto& pair = tables.pairs()[i];
    if (partner[pair.gone] == pair.come)
      out.push_back({tables.gone()[pair.gone]->name, tables.come()[pair.come]->name, likelihoods[i], tables.reasons(pair)});
  }
  return out;
}

}  // namespace schemac
