#include "diff/renames/table_evidence.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "diff/renames/contrasts.h"
#include "diff/renames/names.h"
#include "diff/renames/words.h"

namespace schemac {
namespace {

constexpr std::string_view names[] = {"shared_columns", "likely_columns", "most_shared",      "same_order",
                                      "same_types",     "same_key",       "other_references", "shared_referrers",
                                      "words",          "related",        "letters",          "same_name",
                                      "size",           "rivals",         "nearer_rival",     "clear_lead",
                                      "clear_name",     "only_one",       "columns_and_words"};
static_assert(std::size(names) == table_evidence_count);

constexpr std::size_t most_candidates = 8;  // of one table that went
constexpr std::size_t common_column = 64;   // a column that more tables have leads nowhere

// How much a column counts that may itself have another name, or has another type.
constexpr double renamed = 0.7, retyped = 0.6;

double& at(TableEvidences& out, TableEvidence kind) { return out[static_cast<std::size_t>(kind)]; }

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t shared_words(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

// Which column stands for which, both lists read in order: above all those of one name, between them those of one type.
std::vector<std::optional<std::size_t>> aligned(const Table& a, const std::vector<std::string>& a_names, const Table& b,
                                                const std::vector<std::string>& b_names) {
  constexpr double same_name = 1, same_type = 0.3;
  const std::size_t n = a.columns.size(), m = b.columns.size();
  const auto worth = [&](std::size_t i, std::size_t k) {
    return (a_names[i] == b_names[k] ? same_name : 0) + (a.columns[i].type == b.columns[k].type ? same_type : 0);
  };
  std::vector<double> best((n + 1) * (m + 1));
  const auto at = [&](std::size_t i, std::size_t k) -> double& { return best[i * (m + 1) + k]; };
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t k = m; k-- > 0;) at(i, k) = std::max({at(i + 1, k), at(i, k + 1), at(i + 1, k + 1) + worth(i, k)});
  std::vector<std::optional<std::size_t>> out(n);
  for (std::size_t i = 0, k = 0; i < n && k < m;)
    if (const double here = worth(i, k); here > 0 && at(i, k) == at(i + 1, k + 1) + here)
      out[i++] = k++;
    else if (at(i, k) == at(i + 1, k))
      ++i;
    else
      ++k;
  return out;
}

std::string lists(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& name : columns) {
    for (const auto& word : words_of_name(name)) out += word;
    out += ",";
  }
  return out;
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
  return x && y && lists(x->columns) == lists(y->columns);
}

}  // namespace

std::string_view evidence_name(TableEvidence kind) { return names[static_cast<std::size_t>(kind)]; }

TablesInDoubt::TablesInDoubt(const Schema& have, const Schema& wanted, std::vector<const Table*> gone,
                             std::vector<const Table*> come)
    : gone_(std::move(gone)), come_(std::move(come)) {
  if (gone_.empty() || come_.empty()) return;
  for (const auto* table : gone_) gone_names_.push_back(bare_names(*table));
  for (const auto* table : come_) come_names_.push_back(bare_names(*table));
  for (std::size_t i = 0; i < gone_.size(); ++i) gone_at_[gone_[i]->name] = i;
  for (std::size_t i = 0; i < come_.size(); ++i) come_at_[come_[i]->name] = i;
  weigh_names();
  find_referrers(have, wanted);
  find_pairs();
}

TablesInDoubt::Names TablesInDoubt::bare_names(const Table& table) {
  std::vector<std::vector<std::string>> words;
  for (const auto& column : table.columns) words.push_back(words_of_name(column.name));
  constexpr std::size_t least = 3;
  const bool prefixed = words.size() >= least && std::all_of(words.begin(), words.end(), [&](const auto& one) {
                          return one.size() > 1 && one.front() == words.front().front();
                        });
  Names out;
  for (const auto& one : words) {
    std::string name;
    for (std::size_t i = prefixed ? 1 : 0; i < one.size(); ++i) name += one[i];
    out.push_back(name.empty() ? table.columns[out.size()].name : name);
  }
  return out;
}

void TablesInDoubt::weigh_names() {
  for (const auto* list : {&gone_names_, &come_names_}) {
    std::map<std::string, std::size_t> bearers;
    for (const auto& columns : *list)
      for (const auto& name : columns) ++bearers[name];
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
  std::map<std::string, std::vector<std::size_t>> tables_with, tables_of_word, tables_of_types;
  std::map<std::string, std::vector<std::size_t>> tables_called;  // whatever their schema
  const auto types = [](const Table& table) {
    std::string out;
    for (const auto& column : table.columns) out += display(column.type) + ",";
    return out;
  };
  for (std::size_t i = 0; i < come_.size(); ++i) {
    for (const auto& name : come_names_[i]) tables_with[name].push_back(i);
    for (const auto& word : words_of_name(come_[i]->name.name)) tables_of_word[word].push_back(i);
    tables_of_types[types(*come_[i])].push_back(i);
    tables_called[come_[i]->name.name].push_back(i);
  }
  pairs_of_gone_.resize(gone_.size());
  pairs_of_come_.resize(come_.size());
  const bool few = gone_.size() * come_.size() <= 4 * most_candidates * most_candidates;
  for (std::size_t g = 0; g < gone_.size(); ++g) {
    std::map<std::size_t, double> found;
    const auto look = [&](const auto& tables, const std::string& key, double worth) {
      const auto at = tables.find(key);
      if (at == tables.end() || (!few && at->second.size() > common_column)) return;
      for (const std::size_t c : at->second)
        found[c] += worth / static_cast<double>(gone_[g]->columns.size() + come_[c]->columns.size());
    };
    for (const auto& name : gone_names_[g]) look(tables_with, name, weight(name));
    for (const auto& word : words_of_name(gone_[g]->name.name)) look(tables_of_word, word, 1);
    look(tables_of_types, types(*gone_[g]), 1);
    if (const auto called = tables_called.find(gone_[g]->name.name); called != tables_called.end())
      for (const std::size_t c : called->second) found[c] += 1000;
    std::vector<std::pair<double, std::size_t>> best;
    for (const auto& [c, worth] : found) best.emplace_back(-worth, c);
    std::sort(best.begin(), best.end());
    if (best.size() > most_candidates) best.resize(most_candidates);
    for (const auto& [order, c] : best) {
      const auto like = likeness_of({g, c});
      if (like.same < 2 && like.likely < 0.5 && !likeness(gone_[g]->name.name, come_[c]->name.name).related) continue;
      pairs_of_gone_[g].push_back(pairs_.size());
      pairs_of_come_[c].push_back(pairs_.size());
      pairs_.push_back({g, c});
      likeness_.push_back(like);
    }
  }
}

// Tables that stay or are in doubt themselves, and the columns by which they refer to one that does not stay.
void TablesInDoubt::find_referrers(const Schema& have, const Schema& wanted) {
  const auto collect = [](const Schema& schema, const Schema& other,
                          const std::map<QualifiedName, std::size_t>& targets, std::size_t count) {
    std::vector<std::vector<std::string>> out(count);
    for (const auto& [name, table] : schema.tables) {
      const auto referrer = other.tables.contains(name) ? display(name) : "?";
      for (const auto& constraint : table->constraints)
        if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
          if (const auto target = targets.find(key->references); target != targets.end())
            out[target->second].push_back(referrer + ":" + lists(key->columns));
    }
    return out;
  };
  gone_referrers_ = collect(have, wanted, gone_at_, gone_.size());
  come_referrers_ = collect(wanted, have, come_at_, come_.size());
}

TablesInDoubt::Likeness TablesInDoubt::likeness_of(const PossibleTable& pair) const {
  const Table& gone = *gone_[pair.gone];
  const Table& come = *come_[pair.come];
  const auto& old_names = gone_names_[pair.gone];
  const auto& new_names = come_names_[pair.come];
  std::map<std::string_view, std::size_t> by_name;
  for (std::size_t k = 0; k < new_names.size(); ++k) by_name.try_emplace(new_names[k], k);
  const std::set<std::string_view> old(old_names.begin(), old_names.end());
  const auto partners = aligned(gone, old_names, come, new_names);
  double all = 0, same = 0, likely = 0;
  Likeness out;
  for (std::size_t i = 0; i < gone.columns.size(); ++i) {
    const double w = weight(old_names[i]);
    all += w;
    const auto twin = by_name.find(old_names[i]);
    if (twin != by_name.end()) {
      const bool same_type = come.columns[twin->second].type == gone.columns[i].type;
      same += same_type ? w : retyped * w;
      ++out.same;
      const auto words = words_of_name(old_names[i]);
      out.telling += std::any_of(words.begin(), words.end(), tells_something);
    }
    if (!partners[i]) continue;
    const auto k = *partners[i];
    if (come.columns[k].type == gone.columns[i].type) out.types += 1;
    if (new_names[k] == old_names[i]) out.order += 1;
    if (twin == by_name.end() && !old.contains(new_names[k])) {
      likely += renamed * w;  // and stands for both
      all -= weight(new_names[k]);
    }
  }
  for (const auto& name : new_names)
    if (!old.contains(name)) all += weight(name);
  out.columns = all <= 0 ? 0 : same / all;
  out.likely = all <= 0 ? 0 : (same + likely) / all;
  const auto longest =
      static_cast<double>(std::max<std::size_t>(1, std::max(gone.columns.size(), come.columns.size())));
  out.order /= longest;
  out.types /= longest;
  return out;
}

double TablesInDoubt::name_likeness(const PossibleTable& pair) const {
  const auto like = likeness(gone_[pair.gone]->name.name, come_[pair.come]->name.name);
  return (like.words + like.letters) / 2;
}

void TablesInDoubt::reference_evidence(const PossibleTable& pair, TableEvidences& out) const {
  const auto from = references(*gone_[pair.gone], gone_at_), to = references(*come_[pair.come], come_at_);
  if (const auto all = std::max(from.size(), to.size()); all > 0) {
    at(out, TableEvidence::other_references) = 1 - share(shared_words(from, to), all);
  }
  const auto& old_referrers = gone_referrers_[pair.gone];
  const auto& new_referrers = come_referrers_[pair.come];
  at(out, TableEvidence::shared_referrers) =
      share(shared_words(old_referrers, new_referrers), std::max(old_referrers.size(), new_referrers.size()));
}

void TablesInDoubt::rival_evidence(const PossibleTable& pair, TableEvidences& out) const {
  constexpr double clearly = 0.2;
  const double own = likeness_of(pair).columns, own_name = name_likeness(pair);
  double best = 0, nearest_name = 0;
  std::size_t rivals = 0, alike = 0;
  for (const auto* list : {&pairs_of_gone_[pair.gone], &pairs_of_come_[pair.come]})
    for (const std::size_t i : *list) {
      if (pairs_[i].gone == pair.gone && pairs_[i].come == pair.come) continue;
      best = std::max(best, likeness_[i].columns);
      if (likeness_[i].columns < std::max(0.3, 0.7 * own)) continue;
      ++alike;
      const double name = name_likeness(pairs_[i]);
      nearest_name = std::max(nearest_name, name);
      if (name > own_name - clearly || likeness_[i].columns > own + 0.05) ++rivals;
    }
  at(out, TableEvidence::rivals) = std::log1p(static_cast<double>(rivals));
  at(out, TableEvidence::nearer_rival) = std::max(0.0, best - own);
  at(out, TableEvidence::clear_lead) = std::max(0.0, own - best);
  at(out, TableEvidence::clear_name) = alike == 0 ? 0 : own_name - nearest_name;
  at(out, TableEvidence::only_one) = gone_.size() == 1 && come_.size() == 1;
}

bool TablesInDoubt::may_be_asked_by_name(const PossibleTable& pair) const {
  const auto like = likeness_of(pair);
  return likeness(gone_[pair.gone]->name.name, come_[pair.come]->name.name).related && like.columns >= 0.5;
}

bool TablesInDoubt::needs_an_answer(const PossibleTable& pair) const {
  constexpr std::size_t enough = 3;
  constexpr double nearly_all = 0.8, half = 0.5;
  const auto like = likeness_of(pair);
  const auto& gone = gone_[pair.gone]->name.name;
  const auto& come = come_[pair.come]->name.name;
  if (mean_another_thing(words_of_name(gone), words_of_name(come))) return true;
  if (gone == come || (likeness(gone, come).related && like.columns >= half)) return false;
  return like.telling < enough || like.columns < nearly_all;
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
  at(out, TableEvidence::related) = name.related;
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
  if (!references(gone, gone_at_).empty() && at(evidence, TableEvidence::other_references) == 0)
    out.emplace_back("the same foreign keys");
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
