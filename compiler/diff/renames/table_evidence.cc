#include "diff/renames/table_evidence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "diff/renames/names.h"

namespace schemac {
namespace {

constexpr std::string_view names[] = {"shared_columns",   "likely_columns",   "most_shared", "same_order", "same_types", "same_key",
                                      "other_references", "shared_referrers", "words",       "letters",    "same_name",  "size",
                                      "rivals",           "nearer_rival",     "clear_lead",  "clear_name", "only_one",   "columns_and_words"};
static_assert(std::size(names) == table_evidence_count);

constexpr std::size_t most_candidates = 8;  // of one table that went
constexpr std::size_t common_column = 64;   // a column that more tables have leads nowhere

constexpr double renamed = 0.7;  // how much a column in the same place counts that may itself have another name

double& at(TableEvidences& out, TableEvidence kind) { return out[static_cast<std::size_t>(kind)]; }

std::string lists(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& name : columns) out += name + ",";
  return out;
}

double share(std::size_t part, std::size_t whole) { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }

std::size_t shared(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

// A target that itself went or came may be another's new name.
std::vector<std::string> references(const Table& table, const std::map<QualifiedName, std::size_t>& in_doubt) {
  std::vector<std::string> keys;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
      keys.push_back(lists(key->columns) + (in_doubt.contains(key->references) ? "?" : display(key->references)));
  return keys;
}

bool same_key(const Table& a, const Table& b) {
  const Key* x = primary_key(a);
  const Key* y = primary_key(b);
  return x && y && x->columns == y->columns;
}

}  // namespace

std::string_view evidence_name(TableEvidence kind) { return names[static_cast<std::size_t>(kind)]; }

TablesInDoubt::TablesInDoubt(const Schema& have, const Schema& wanted, std::vector<const Table*> gone, std::vector<const Table*> come)
    : gone_(std::move(gone)), come_(std::move(come)) {
  if (gone_.empty() || come_.empty()) return;
  for (std::size_t i = 0; i < gone_.size(); ++i) gone_at_[gone_[i]->name] = i;
  for (std::size_t i = 0; i < come_.size(); ++i) come_at_[come_[i]->name] = i;
  weigh_names();
  find_referrers(have, wanted);
  find_pairs();
}

void TablesInDoubt::weigh_names() {
  for (const auto* list : {&gone_, &come_}) {
    std::map<std::string, std::size_t> bearers;
    for (const auto* table : *list)
      for (const auto& column : table->columns) ++bearers[column.name];
    for (const auto& [name, count] : bearers) bearers_[name] = std::max(bearers_[name], count);
  }
}

// A column that every table has (`id`, `created_at`) says little.
double TablesInDoubt::weight(const std::string& column) const {
  const auto found = bearers_.find(column);
  const auto tables = static_cast<double>(std::max(gone_.size(), come_.size()));
  return std::log1p(tables / static_cast<double>(found == bearers_.end() ? 1 : found->second));
}

void TablesInDoubt::find_pairs() {
  std::map<std::string, std::vector<std::size_t>> tables_with;
  std::map<std::string, std::vector<std::size_t>> tables_called;  // whatever their schema
  for (std::size_t i = 0; i < come_.size(); ++i) {
    for (const auto& column : come_[i]->columns) tables_with[column.name].push_back(i);
    tables_called[come_[i]->name.name].push_back(i);
  }
  pairs_of_gone_.resize(gone_.size());
  pairs_of_come_.resize(come_.size());
  const bool few = gone_.size() * come_.size() <= 4 * most_candidates * most_candidates;
  for (std::size_t g = 0; g < gone_.size(); ++g) {
    std::map<std::size_t, double> found;
    for (const auto& column : gone_[g]->columns)
      if (const auto with = tables_with.find(column.name); with != tables_with.end() && (few || with->second.size() <= common_column))
        for (const std::size_t c : with->second) found[c] += weight(column.name);
    if (const auto called = tables_called.find(gone_[g]->name.name); called != tables_called.end())
      for (const std::size_t c : called->second) found[c] += 1000;
    std::vector<std::pair<double, std::size_t>> best;
    for (const auto& [c, sum] : found) best.emplace_back(-sum / static_cast<double>(gone_[g]->columns.size() + come_[c]->columns.size()), c);
    std::sort(best.begin(), best.end());
    if (best.size() > most_candidates) best.resize(most_candidates);
    for (const auto& [order, c] : best) {
      const auto like = likeness_of({g, c});
      if (like.same < 2 && gone_[g]->name.name != come_[c]->name.name && likeness(gone_[g]->name.name, come_[c]->name.name).words < 0.5) continue;
      pairs_of_gone_[g].push_back(pairs_.size());
      pairs_of_come_[c].push_back(pairs_.size());
      pairs_.push_back({g, c});
      likeness_.push_back(like);
    }
  }
}

// Tables that stay, and the columns by which they refer to one that does not.
void TablesInDoubt::find_referrers(const Schema& have, const Schema& wanted) {
  const auto collect = [](const Schema& schema, const Schema& other, const std::map<QualifiedName, std::size_t>& targets, std::size_t count) {
    std::vector<std::vector<std::string>> out(count);
    for (const auto& [name, table] : schema.tables) {
      if (!other.tables.contains(name)) continue;
      for (const auto& constraint : table->constraints)
        if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
          if (const auto target = targets.find(key->references); target != targets.end())
            out[target->second].push_back(display(name) + ":" + lists(key->columns));
    }
    return out;
  };
  gone_referrers_ = collect(have, wanted, gone_at_, gone_.size());
  come_referrers_ = collect(wanted, have, come_at_, come_.size());
}

TablesInDoubt::Likeness TablesInDoubt::likeness_of(const PossibleTable& pair) const {
  const Table& gone = *gone_[pair.gone];
  const Table& come = *come_[pair.come];
  double all = 0, same = 0, likely = 0;
  Likeness out;
  for (std::size_t i = 0; i < gone.columns.size(); ++i) {
    const auto& column = gone.columns[i];
    const double w = weight(column.name);
    all += w;
    if (i < come.columns.size() && come.columns[i].type == column.type) out.types += 1;
    const Column* twin = come.columns.find(column.name);
    if (!twin && i < come.columns.size() && come.columns[i].type == column.type && !gone.columns.find(come.columns[i].name)) {
      likely += renamed * w;  // and stands for both
      all -= weight(come.columns[i].name);
    }
    if (!twin) continue;
    if (twin->type == column.type) {
      same += w;
      ++out.same;
    }
    if (i < come.columns.size() && come.columns[i].name == column.name) out.order += 1;
  }
  for (const auto& column : come.columns)
    if (!gone.columns.find(column.name)) all += weight(column.name);
  out.columns = all == 0 ? 0 : same / all;
  out.likely = all == 0 ? 0 : (same + likely) / all;
  const auto longest = static_cast<double>(std::max<std::size_t>(1, std::max(gone.columns.size(), come.columns.size())));
  out.order /= longest;
  out.types /= longest;
  return out;
}

void TablesInDoubt::reference_evidence(const PossibleTable& pair, TableEvidences& out) const {
  const auto from = references(*gone_[pair.gone], gone_at_), to = references(*come_[pair.come], come_at_);
  if (const auto all = std::max(from.size(), to.size()); all > 0) {
    at(out, TableEvidence::other_references) = 1 - share(shared(from, to), all);
  }
  const auto& old_referrers = gone_referrers_[pair.gone];
  const auto& new_referrers = come_referrers_[pair.come];
  at(out, TableEvidence::shared_referrers) = share(shared(old_referrers, new_referrers), std::max(old_referrers.size(), new_referrers.size()));
}

void TablesInDoubt::rival_evidence(const PossibleTable& pair, TableEvidences& out) const {
  const auto name_likeness = [&](const PossibleTable& one) {
    const auto like = likeness(gone_[one.gone]->name.name, come_[one.come]->name.name);
    return (like.words + like.letters) / 2;
  };
  const double own = likeness_of(pair).columns;
  double best = 0, nearest_name = 0;
  std::size_t rivals = 0;
  for (const auto* list : {&pairs_of_gone_[pair.gone], &pairs_of_come_[pair.come]})
    for (const std::size_t i : *list) {
      if (pairs_[i].gone == pair.gone && pairs_[i].come == pair.come) continue;
      best = std::max(best, likeness_[i].columns);
      if (likeness_[i].columns < std::max(0.3, 0.7 * own)) continue;
      ++rivals;
      nearest_name = std::max(nearest_name, name_likeness(pairs_[i]));
    }
  at(out, TableEvidence::rivals) = std::log1p(static_cast<double>(rivals));
  at(out, TableEvidence::nearer_rival) = std::max(0.0, best - own);
  at(out, TableEvidence::clear_lead) = std::max(0.0, own - best);
  at(out, TableEvidence::clear_name) = rivals == 0 ? 0 : name_likeness(pair) - nearest_name;
  at(out, TableEvidence::only_one) = gone_.size() == 1 && come_.size() == 1;
}

TableEvidences TablesInDoubt::evidence(const PossibleTable& pair) const {
  TableEvidences out{};
  const Table& gone = *gone_[pair.gone];
  const Table& come = *come_[pair.come];
  const auto like = likeness_of(pair);
  at(out, TableEvidence::shared_columns) = like.columns;
  at(out, TableEvidence::likely_columns) = like.likely;
  at(out, TableEvidence::most_shared) = like.likely * like.likely;
  at(out, TableEvidence::same_order) = like.order;
  at(out, TableEvidence::same_types) = like.types;
  at(out, TableEvidence::same_key) = same_key(gone, come);
  const auto name = likeness(gone.name.name, come.name.name);
  at(out, TableEvidence::words) = name.words;
  at(out, TableEvidence::letters) = name.letters;
  at(out, TableEvidence::same_name) = gone.name.name == come.name.name;
  at(out, TableEvidence::size) = like.columns * std::log1p(static_cast<double>(like.same));
  reference_evidence(pair, out);
  rival_evidence(pair, out);
  at(out, TableEvidence::columns_and_words) = like.columns * name.words;
  return out;
}

std::vector<std::string> TablesInDoubt::reasons(const PossibleTable& pair) const {
  const Table& gone = *gone_[pair.gone];
  const Table& come = *come_[pair.come];
  std::vector<std::string> out;
  const auto same = likeness_of(pair).same;
  if (same == gone.columns.size() && same == come.columns.size())
    out.push_back(same == 1 ? "the same column" : fmt::format("the same {} columns", same));
  else
    out.push_back(fmt::format("{} columns the same of {} and {}", same, gone.columns.size(), come.columns.size()));
  if (same_key(gone, come)) out.emplace_back("the same primary key");
  TableEvidences evidence{};
  reference_evidence(pair, evidence);
  if (!references(gone, gone_at_).empty() && at(evidence, TableEvidence::other_references) == 0) out.emplace_back("the same foreign keys");
  if (at(evidence, TableEvidence::shared_referrers) > 0.99) out.emplace_back("referred to by the same tables");
  if (gone.name.name == come.name.name)
    out.emplace_back("the same name");
  else if (likeness(gone.name.name, come.name.name).words >= 0.5)
    out.emplace_back("a similar name");
  if (pairs_of_gone_[pair.gone].size() > 1 || pairs_of_come_[pair.come].size() > 1) {
    TableEvidences rivals{};
    rival_evidence(pair, rivals);
    if (at(rivals, TableEvidence::rivals) > 0) out.emplace_back("but others share columns with it too");
  }
  return out;
}

}  // namespace schemac
