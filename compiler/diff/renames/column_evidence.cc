#include "diff/renames/column_evidence.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "diff/renames/contrasts.h"
#include "diff/renames/names.h"
#include "diff/renames/without_names.h"
#include "diff/renames/words.h"

namespace schemac {
namespace {

constexpr std::string_view names[] = {
    "same_type",         "near_type",         "rare_type",         "same_nullability",  "same_default",
    "other_default",     "same_key_counting", "same_place",        "same_inner_place",  "same_run",
    "appended",          "other_place",       "no_order",          "run_types",         "words",
    "letters",           "meaning",           "related",           "shares_a_word",     "one_subject",
    "same_words",        "contained_words",   "same_last_word",    "same_first_word",   "same_foreign_key",
    "other_foreign_key", "one_foreign_key",   "same_keys",         "other_keys",        "rivals",
    "run_rivals",        "nearer_rival",      "clear_name",        "only_one",          "same_change",
    "taken_name",        "same_comment",      "end_without_words", "id_of_another",     "near_and_place",
    "type_and_place",    "type_and_words",    "place_and_words",   "type_without_words"};
static_assert(std::size(names) == column_evidence_count);

double& at(ColumnEvidences& out, ColumnEvidence kind) { return out[static_cast<std::size_t>(kind)]; }
double at(const ColumnEvidences& out, ColumnEvidence kind) { return out[static_cast<std::size_t>(kind)]; }

// The positions that a heaviest rising sequence keeps: all others have moved. Of two that weigh the same the one that
// ends earlier: what moves in a database moves to the end.
std::vector<bool> in_order(const std::vector<std::size_t>& positions, const std::vector<double>& weights) {
  std::vector<double> heaviest(weights);
  std::vector<std::size_t> previous(positions.size(), positions.size());
  std::size_t best = positions.size();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (positions[j] < positions[i] && heaviest[j] + weights[i] > heaviest[i]) {
        heaviest[i] = heaviest[j] + weights[i];
        previous[i] = j;
      }
    if (best == positions.size() || heaviest[i] > heaviest[best] ||
        (heaviest[i] == heaviest[best] && positions[i] < positions[best]))
      best = i;
  }
  std::vector<bool> kept(positions.size());
  for (; best < positions.size(); best = previous[best]) kept[best] = true;
  return kept;
}

bool is_moment(TypeFamily family) { return family == TypeFamily::date || family == TypeFamily::timestamp; }
bool is_text(TypeFamily family) {
  return family == TypeFamily::varchar || family == TypeFamily::text || family == TypeFamily::character;
}
bool is_number(TypeFamily family) {
  return family == TypeFamily::integer || family == TypeFamily::decimal || family == TypeFamily::floating;
}

// The words that one name has and the other has not, each way: `private_meta` → `private_metadata` is `meta` →
// `metadata`.
struct WordsChanged {
  std::vector<std::string> from, to;
};

WordsChanged words_changed(std::vector<std::string> a, std::vector<std::string> b) {
  for (auto word = a.begin(); word != a.end();)
    if (const auto twin = std::find(b.begin(), b.end(), *word); twin != b.end()) {
      b.erase(twin);
      word = a.erase(word);
    } else {
      ++word;
    }
  return {std::move(a), std::move(b)};
}

// `meta > metadata`
std::string in_one(const WordsChanged& change) {
  std::string out;
  for (const auto& word : change.from) out += word + " ";
  out += ">";
  for (const auto& word : change.to) out += " " + word;
  return out;
}

bool is_affix(std::string_view change) { return change.starts_with('>') || change.ends_with('>'); }

// Words that nearly all columns of a table have in their names.
std::set<std::string> common_words(const Table& table) {
  constexpr std::size_t least = 3;
  std::map<std::string, std::size_t> count;
  for (const auto& column : table.columns) {
    const auto words = words_of_name(column.name);
    for (const auto& word : std::set<std::string>(words.begin(), words.end())) ++count[word];
  }
  std::set<std::string> out;
  for (const auto& [word, columns] : count)
    if (columns >= least && 5 * columns >= 4 * table.columns.size()) out.insert(word);
  return out;
}

bool are_ids_of_others(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.size() < 2 || b.size() < 2 || a.back() != b.back() || (a.back() != "id" && a.back() != "uuid")) return false;
  return std::none_of(a.begin(), a.end() - 1, [&](const std::string& word) {
    return std::any_of(b.begin(), b.end() - 1,
                       [&](const std::string& other) { return word_likeness(word, other) > 0.5; });
  });
}

std::size_t shared(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

}  // namespace

std::string_view evidence_name(ColumnEvidence kind) { return names[static_cast<std::size_t>(kind)]; }

ColumnsInDoubt::ColumnsInDoubt(const TableStates& states) : states_(states) {
  find_columns();
  if (empty()) return;
  find_places();
  find_rivals();
  find_references();
  for (const auto* column : gone_) gone_keys_.push_back(keys_around(states_.have, have_landmarks_, column->name));
  for (const auto* column : come_) come_keys_.push_back(keys_around(states_.wanted, wanted_landmarks_, column->name));
}

bool ColumnsInDoubt::reopened(std::string_view name) const {
  return std::find(reopened_.begin(), reopened_.end(), name) != reopened_.end();
}

bool ColumnsInDoubt::same_type(const Column& a, const Column& b) const {
  return states_.dialect.same_type(a.type, b.type) ||
         (states_.coverage.same_type && states_.coverage.same_type(a.type, b.type));
}

bool ColumnsInDoubt::near_type(const Column& a, const Column& b) const {
  if (same_type(a, b)) return true;
  if (a.type.array != b.type.array) return false;
  if (a.type.name == b.type.name) return true;
  const auto x = a.type.portable.family, y = b.type.portable.family;
  if (x == TypeFamily::other || y == TypeFamily::other || x == TypeFamily::enumeration || y == TypeFamily::enumeration)
    return false;
  return x == y || (is_moment(x) && is_moment(y)) || (is_text(x) && is_text(y)) || (is_number(x) && is_number(y));
}

// Every flag became a text: that is how types change, not names.
bool ColumnsInDoubt::changes_as_others(const Column& have, const Column& wanted) const {
  return std::any_of(states_.have.columns.begin(), states_.have.columns.end(), [&](const Column& other) {
    const Column* twin = other.name == have.name ? nullptr : states_.wanted.columns.find(other.name);
    return twin && states_.dialect.same_type(other.type, have.type) &&
           states_.dialect.same_type(twin->type, wanted.type);
  });
}

// `have` and `wanted` have one name. Somebody else must be there who could take over, or be taken over.
bool ColumnsInDoubt::is_in_doubt(const Column& have, const Column& wanted, bool moved) const {
  const bool retyped = !same_type(have, wanted) && !changes_as_others(have, wanted);
  if (!retyped && !moved) return false;
  const auto like_wanted = [&](const Column& c) {
    return !states_.wanted.columns.find(c.name) && same_type(c, wanted);
  };
  const auto like_have = [&](const Column& c) { return !states_.have.columns.find(c.name) && same_type(have, c); };
  const bool successor = std::any_of(states_.have.columns.begin(), states_.have.columns.end(), like_wanted);
  const bool heir = std::any_of(states_.wanted.columns.begin(), states_.wanted.columns.end(), like_have);
  return successor || (retyped && heir);
}

void ColumnsInDoubt::find_columns() {
  struct Twins {
    const Column* have;
    const Column* wanted;
  };
  std::vector<Twins> common;
  std::vector<std::size_t> positions;
  std::vector<double> weights;
  for (const auto& column : states_.have.columns)
    if (!states_.wanted.columns.find(column.name)) gone_.push_back(&column);
  if (gone_.empty() && states_.have.columns.size() == states_.wanted.columns.size())
    return;  // nothing went and nothing came
  for (const auto& column : states_.wanted.columns)
    if (!states_.have.columns.find(column.name)) come_.push_back(&column);
  compare_names();
  find_respelled();
  std::size_t went = 0;
  for (const auto& column : states_.have.columns) {
    const Column* twin = states_.wanted.columns.find(column.name);
    if (!twin) {
      const auto respelled = respelled_[went++];
      if (!respelled) continue;
      twin = come_[*respelled];
    }
    common.push_back({&column, twin});
    positions.push_back(states_.wanted.columns.position(twin->name));
    weights.push_back(same_type(column, *twin) ? 1 : 0.5);
  }
  const auto kept = in_order(positions, weights);
  const auto moved = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), false));
  order_tells_ = moved <= 1 + common.size() / 5;
  const auto known = gone_.size();
  for (std::size_t i = 0; i < common.size(); ++i) {
    const auto& [have, wanted] = common[i];
    if (have->name == wanted->name && is_in_doubt(*have, *wanted, order_tells_ && !kept[i])) {
      reopened_.push_back(have->name);
      if (order_tells_ && !kept[i]) moved_.push_back(have->name);
      gone_.push_back(have);
      come_.push_back(wanted);
    } else if (kept[i] || !order_tells_) {
      have_landmarks_[have->name] = wanted->name;
      wanted_landmarks_[wanted->name] = wanted->name;
    }
  }
  if (gone_.size() != known) compare_names();
  respelled_.resize(gone_.size());
  respelled_from_.resize(come_.size());
}

// A table whose columns got another style (`userId`, `user_id`), or all the same prefix, has them all still: they are
// settled before anything else is looked at, and tell of the places of the others.
void ColumnsInDoubt::find_respelled() {
  respelled_.assign(gone_.size(), std::nullopt);
  respelled_from_.assign(come_.size(), std::nullopt);
  const auto settle = [&](const std::function<bool(std::size_t, std::size_t)>& are_one) {
    for (std::size_t g = 0; g < gone_.size(); ++g) {
      std::optional<std::size_t> twin;
      std::size_t twins = 0;
      for (std::size_t c = 0; c < come_.size(); ++c)
        if (!respelled_[g] && !respelled_from_[c] && near_type(*gone_[g], *come_[c]) && are_one(g, c)) {
          twin = c;
          ++twins;
        }
      if (twins != 1) continue;
      respelled_[g] = twin;
      respelled_from_[*twin] = g;
    }
  };
  settle([&](std::size_t g, std::size_t c) { return names_[g][c].same_words; });
  constexpr std::size_t least = 3;
  std::vector<std::pair<std::size_t, std::string>> frequent;
  for (const auto& [change, pairs] : pairs_with_change_)
    if (pairs.size() >= least && is_affix(change)) frequent.emplace_back(pairs.size(), change);
  std::sort(frequent.rbegin(), frequent.rend());
  for (const auto& [count, change] : frequent)
    settle([&](std::size_t g, std::size_t c) { return changes_[g][c] == change; });
}

ColumnsInDoubt::Place ColumnsInDoubt::place_of(const NamedList<Column>& columns, const Landmarks& landmarks,
                                               const std::string& name) const {
  // a column that stayed, and moved, stands in nobody's way
  const auto in_place = [&](const std::string& one) {
    return reopened(one) || !states_.have.columns.find(one) || !states_.wanted.columns.find(one);
  };
  Place place;
  const auto position = columns.position(name);
  for (std::size_t i = position; i-- > 0;) {
    if (const auto found = landmarks.find(columns[i].name); found != landmarks.end()) {
      place.before = found->second;
      break;
    }
    if (!in_place(columns[i].name)) continue;
    ++place.in_run;
  }
  place.run = place.in_run + 1;
  for (std::size_t i = position + 1; i < columns.size(); ++i) {
    if (const auto found = landmarks.find(columns[i].name); found != landmarks.end()) {
      place.after = found->second;
      break;
    }
    if (in_place(columns[i].name)) ++place.run;
  }
  return place;
}

void ColumnsInDoubt::find_places() {
  for (const auto* column : gone_)
    gone_places_.push_back(place_of(states_.have.columns, have_landmarks_, column->name));
  for (const auto* column : come_)
    come_places_.push_back(place_of(states_.wanted.columns, wanted_landmarks_, column->name));
}

void ColumnsInDoubt::compare_names() {
  const auto old_words = common_words(states_.have), new_words = common_words(states_.wanted);
  gone_words_.clear();
  come_words_.clear();
  names_.clear();
  words_.clear();
  changes_.clear();
  pairs_with_change_.clear();
  for (const auto* gone : gone_) gone_words_.push_back(in_words_without(gone->name, old_words));
  for (const auto* come : come_) come_words_.push_back(in_words_without(come->name, new_words));
  for (std::size_t g = 0; g < gone_.size(); ++g) {
    auto& names = names_.emplace_back();
    auto& row = words_.emplace_back();
    auto& changes = changes_.emplace_back();
    for (std::size_t c = 0; c < come_.size(); ++c) {
      const auto& like = names.emplace_back(likeness(gone_words_[g], come_words_[c]));
      row.push_back(std::max(like.words, like.letters * 0.8));
      changes.push_back(
          gone_[g]->name == come_[c]->name ? "" : in_one(words_changed(gone_words_[g].words, come_words_[c].words)));
      if (!changes.back().empty() && row.back() > 0 && near_type(*gone_[g], *come_[c]))
        pairs_with_change_[changes.back()].emplace_back(g, c);
    }
  }
}

void ColumnsInDoubt::find_rivals() {
  gone_rivals_.resize(gone_.size());
  come_rivals_.resize(come_.size());
  const auto meet = [](Rivals& rivals, double words, bool in_place) {
    rivals.words.push_back(words);
    rivals.in_place += in_place ? 1 : 0;
    rivals.second = std::max(rivals.second, std::min(rivals.nearest, words));
    rivals.nearest = std::max(rivals.nearest, words);
  };
  for (std::size_t g = 0; g < gone_.size(); ++g) {
    auto& rivals = could_be_rivals_.emplace_back();
    auto& places = same_places_.emplace_back();
    run_types_.emplace_back();
    for (std::size_t c = 0; c < come_.size(); ++c) {
      rivals.push_back(gone_[g]->name != come_[c]->name && same_type(*gone_[g], *come_[c]) && !ruled_out(g, c));
      places.push_back(same_place(g, c));
      run_types_[g].push_back(places.back() ? same_types_of_run(g, c) : 0);
      if (!rivals.back()) continue;
      meet(gone_rivals_[g], words_[g][c], places.back());
      meet(come_rivals_[c], words_[g][c], places.back());
    }
  }
  for (auto* list : {&gone_rivals_, &come_rivals_})
    for (auto& rivals : *list) std::sort(rivals.words.begin(), rivals.words.end());
}

void ColumnsInDoubt::find_references() {
  for (const auto* column : gone_) gone_references_.push_back(reference(states_.have, column->name));
  for (const auto* column : come_) {
    come_references_.push_back(reference(states_.wanted, column->name));
    const auto like = [&](const Column& other) { return same_type(other, *column); };
    like_come_.push_back(
        static_cast<std::size_t>(std::count_if(states_.have.columns.begin(), states_.have.columns.end(), like) +
                                 std::count_if(states_.wanted.columns.begin(), states_.wanted.columns.end(), like)));
  }
}

// Each key, index and check that names the column, said without its name.
std::vector<std::string> ColumnsInDoubt::keys_around(const Table& table, const Landmarks& landmarks,
                                                     const std::string& column) const {
  const auto list_without = [&](const std::vector<std::string>& columns) {
    std::string out;
    for (const auto& name : columns) {
      const auto landmark = landmarks.find(name);
      out += (name == column ? "@" : landmark != landmarks.end() ? landmark->second : "?") + std::string(",");
    }
    return out;
  };
  const auto open = [&](const Expression& expression) {
    return without_names(expression,
                         [&](const std::string& name) { return std::string_view(name == column ? "?" : ""); });
  };
  std::vector<std::string> out;
  for (const auto& constraint : table.constraints) {
    const auto used = used_columns(constraint);
    if (std::find(used.begin(), used.end(), column) == used.end()) continue;
    if (const auto* key = std::get_if<Key>(&constraint.body))
      out.push_back((key->primary ? "primary " : "unique ") + list_without(key->columns));
    else if (const auto* check = std::get_if<Check>(&constraint.body))
      out.push_back("check " + open(check->expression));
  }
  for (const auto& index : table.indexes) {
    const auto used = used_columns(index);
    if (std::find(used.begin(), used.end(), column) == used.end()) continue;
    std::vector<std::string> keys;
    for (const auto& key : index.keys) keys.push_back(key.expression ? "(" + open(*key.expression) + ")" : key.column);
    out.push_back((index.unique ? "unique " : "index ") + index.method + " " + list_without(keys));
  }
  return out;
}

const ForeignKey* ColumnsInDoubt::reference(const Table& table, const std::string& column) const {
  const ForeignKey* found = nullptr;
  for (const auto& constraint : table.constraints)
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body))
      if (std::find(key->columns.begin(), key->columns.end(), column) != key->columns.end() &&
          (!found || key->columns.size() < found->columns.size()))
        found = key;
  return found;
}

void ColumnsInDoubt::type_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const {
  const Column& a = *gone_[gone];
  const Column& b = *come_[come];
  const bool same = same_type(a, b);
  at(out, ColumnEvidence::same_type) = same;
  at(out, ColumnEvidence::near_type) = !same && near_type(a, b);
  if (same) {
    at(out, ColumnEvidence::rare_type) =
        1.0 - static_cast<double>(like_come_[come]) /
                  static_cast<double>(states_.have.columns.size() + states_.wanted.columns.size());
  }
  at(out, ColumnEvidence::same_nullability) = a.not_null == b.not_null;
  const bool both = a.default_value.has_value() && b.default_value.has_value();
  if (both && (a.default_value->sql == b.default_value->sql || states_.dialect.same_default(a, b)))
    at(out, ColumnEvidence::same_default) = 1;
  else if (a.default_value.has_value() || b.default_value.has_value())
    at(out, ColumnEvidence::other_default) = 1;
  at(out, ColumnEvidence::same_key_counting) = a.identity.has_value() && b.identity.has_value();
}

bool ColumnsInDoubt::same_place(std::size_t gone, std::size_t come) const {
  const auto& from = gone_places_[gone];
  const auto& to = come_places_[come];
  if (order_tells_) return from.before == to.before && from.after == to.after;
  // a table that was turned, or cut and put together: neighbours may still stand together
  const bool before = !from.before.empty() && from.before == to.before,
             after = !from.after.empty() && from.after == to.after;
  return (before && (after || from.after.empty() || to.after.empty())) ||
         (after && (from.before.empty() || to.before.empty()));
}

// Its namesake on the other side stands elsewhere, and where it stood nothing came that it could have become. It is
// dropped then, which asks by itself.
bool ColumnsInDoubt::is_another_by_now(const std::string& name) const {
  if (std::find(moved_.begin(), moved_.end(), name) == moved_.end()) return false;
  const auto position = [&](const auto& columns) {
    return static_cast<std::size_t>(
        std::find_if(columns.begin(), columns.end(), [&](const Column* one) { return one->name == name; }) -
        columns.begin());
  };
  const auto old = position(gone_);
  for (std::size_t c = 0; c < come_.size(); ++c)
    if (come_[c]->name != name && same_place(old, c)) return false;
  return true;
}

// How long the run is that was replaced by as many columns, each of the type of the one that stood there.
std::size_t ColumnsInDoubt::same_types_of_run(std::size_t gone, std::size_t come) const {
  const auto& from = gone_places_[gone];
  const auto& to = come_places_[come];
  if (from.run != to.run || from.in_run != to.in_run) return 0;
  std::vector<const Column*> old(from.run), current(to.run);
  for (std::size_t g = 0; g < gone_.size(); ++g)
    if (gone_places_[g].before == from.before && gone_places_[g].after == from.after)
      old[gone_places_[g].in_run] = gone_[g];
  for (std::size_t c = 0; c < come_.size(); ++c)
    if (come_places_[c].before == to.before && come_places_[c].after == to.after)
      current[come_places_[c].in_run] = come_[c];
  for (std::size_t i = 0; i < old.size(); ++i)
    if (!old[i] || !current[i] || !near_type(*old[i], *current[i])) return 0;
  return old.size();
}

// Its namesake on the other side is hardly the same column.
bool ColumnsInDoubt::gave_up_its_name(const std::string& name) const {
  if (!reopened(name)) return false;
  return std::find(moved_.begin(), moved_.end(), name) != moved_.end() ||
         !near_type(*states_.have.columns.find(name), *states_.wanted.columns.find(name));
}

void ColumnsInDoubt::place_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const {
  at(out, ColumnEvidence::no_order) = !order_tells_;
  const auto& from = gone_places_[gone];
  const auto& to = come_places_[come];
  const bool same = same_place(gone, come);
  at(out, ColumnEvidence::same_place) = same;
  at(out, ColumnEvidence::same_inner_place) = same && !to.after.empty();
  at(out, ColumnEvidence::same_run) = same && from.in_run == to.in_run && (to.after.empty() || from.run == to.run);
  at(out, ColumnEvidence::run_types) = std::log1p(static_cast<double>(run_types_[gone][come]));
  if (!order_tells_) return;
  at(out, ColumnEvidence::appended) = !from.after.empty() && to.after.empty();
  at(out, ColumnEvidence::other_place) = from.before != to.before && from.after != to.after;
}

void ColumnsInDoubt::name_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const {
  const auto& like = names_[gone][come];
  at(out, ColumnEvidence::words) = like.words;
  at(out, ColumnEvidence::letters) = like.letters;
  at(out, ColumnEvidence::meaning) = like.meaning;
  at(out, ColumnEvidence::related) = related(gone, come);
  at(out, ColumnEvidence::shares_a_word) = shares_a_word(gone, come);
  at(out, ColumnEvidence::one_subject) = like.one_subject;
  at(out, ColumnEvidence::same_words) = like.same_words;
  at(out, ColumnEvidence::contained_words) = like.contained;
  at(out, ColumnEvidence::same_last_word) = like.same_last;
  at(out, ColumnEvidence::same_first_word) = like.same_first;
  at(out, ColumnEvidence::id_of_another) = are_ids_of_others(gone_words_[gone].words, come_words_[come].words);
}

void ColumnsInDoubt::key_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const {
  const ForeignKey* from = gone_references_[gone];
  const ForeignKey* to = come_references_[come];
  if (from && to)
    at(out, from->references == to->references ? ColumnEvidence::same_foreign_key : ColumnEvidence::other_foreign_key) =
        1;
  else if ((from || to) && states_.coverage.covers(Aspect::foreign_keys))
    at(out, ColumnEvidence::one_foreign_key) = 1;
  const auto& old_keys = gone_keys_[gone];
  const auto& new_keys = come_keys_[come];
  if (const auto all = std::max(old_keys.size(), new_keys.size()); all > 0) {
    const auto same = static_cast<double>(shared(old_keys, new_keys)) / static_cast<double>(all);
    at(out, ColumnEvidence::same_keys) = same;
    at(out, ColumnEvidence::other_keys) = 1 - same;
  }
}

void ColumnsInDoubt::rival_evidence(std::size_t gone, std::size_t come, ColumnEvidences& out) const {
  // the pair itself is among what either side has met
  const bool itself = could_be_rivals_[gone][come];
  const double own = words_[gone][come];
  std::size_t rivals = 0, in_place = 0;
  bool any = false;
  double nearest_rival = 0;
  for (const auto* met : {&come_rivals_[come], &gone_rivals_[gone]}) {
    const auto& all = met->words;
    rivals +=
        static_cast<std::size_t>(all.end() - std::lower_bound(all.begin(), all.end(), own - 0.15)) - (itself ? 1 : 0);
    in_place += met->in_place - (itself && same_places_[gone][come] ? 1 : 0);
    any = any || all.size() > (itself ? 1U : 0U);
    nearest_rival = std::max(nearest_rival, itself && met->nearest == own ? met->second : met->nearest);
  }
  const bool inner = same_place(gone, come) && !come_places_[come].after.empty();
  const auto& from = gone_places_[gone];
  const auto& to = come_places_[come];
  const bool exact = same_place(gone, come) && from.in_run == to.in_run && from.run == to.run;
  at(out, exact ? ColumnEvidence::run_rivals : ColumnEvidence::rivals) =
      std::log1p(static_cast<double>(exact || inner ? in_place : rivals));
  if (any) {
    at(out, ColumnEvidence::nearer_rival) = std::max(0.0, nearest_rival - own);
    at(out, ColumnEvidence::clear_name) = std::max(0.0, own - nearest_rival);
  }
  const auto open = [](const auto& twins) { return std::count(twins.begin(), twins.end(), std::nullopt); };
  at(out, ColumnEvidence::only_one) = open(respelled_) == 1 && open(respelled_from_) == 1;
}

bool ColumnsInDoubt::ruled_out(std::size_t gone, std::size_t come) const {
  return !is_respelled(gone, come) && (respelled_[gone] || respelled_from_[come]);
}

// `packages` became `crates`, and `package_id` `crate_id`.
bool ColumnsInDoubt::follows_its_table(std::size_t gone, std::size_t come) const {
  const ForeignKey* from = gone_references_[gone];
  const ForeignKey* to = come_references_[come];
  if (!states_.former_tables || !from || !to || !(from->references == to->references)) return false;
  const auto former = states_.former_tables->find(to->references);
  if (former == states_.former_tables->end()) return false;
  const auto change = words_changed(gone_words_[gone].words, come_words_[come].words);
  const auto has_all = [](const std::vector<std::string>& words, const std::string& name) {
    const auto all = words_of_name(name);
    return std::all_of(words.begin(), words.end(),
                       [&](const auto& word) { return std::find(all.begin(), all.end(), word) != all.end(); });
  };
  return has_all(change.from, former->second.name) && has_all(change.to, to->references.name);
}

bool ColumnsInDoubt::related(std::size_t gone, std::size_t come) const {
  return names_[gone][come].related || follows_its_table(gone, come) ||
         (words_[gone][come] > 0 && changes_with_another(gone, come));
}

bool ColumnsInDoubt::shares_a_word(std::size_t gone, std::size_t come) const {
  const auto& like = names_[gone][come];
  if (like.shares_a_word || related(gone, come)) return true;
  const ForeignKey* from = gone_references_[gone];
  const ForeignKey* to = come_references_[come];
  return like.words > 0 && from && to && from->references == to->references;  // `user_id` and `owner_id`
}

bool ColumnsInDoubt::are_parts_of(std::size_t gone, std::size_t come, std::size_t other) const {
  const auto& a = come_places_[come];
  const auto& b = come_places_[other];
  const bool side_by_side = a.before == b.before && (a.in_run + 1 == b.in_run || b.in_run + 1 == a.in_run);
  return side_by_side && is_text(gone_[gone]->type.portable.family) && same_type(*come_[come], *come_[other]) &&
         holds_more_words(come_[come]->name, gone_[gone]->name) &&
         holds_more_words(come_[other]->name, gone_[gone]->name);
}
bool ColumnsInDoubt::are_joined_in(std::size_t come, std::size_t gone, std::size_t other) const {
  const auto& a = gone_places_[gone];
  const auto& b = gone_places_[other];
  const bool side_by_side = a.before == b.before && (a.in_run + 1 == b.in_run || b.in_run + 1 == a.in_run);
  return side_by_side && is_text(come_[come]->type.portable.family) && same_type(*gone_[gone], *gone_[other]) &&
         holds_more_words(gone_[gone]->name, come_[come]->name) &&
         holds_more_words(gone_[other]->name, come_[come]->name);
}

bool ColumnsInDoubt::needs_an_answer(std::size_t gone, std::size_t come) const {
  const auto& a = *gone_[gone];
  const auto& b = *come_[come];
  if (!near_type(a, b)) return true;
  if (same_words(gone, come) && !reopened(a.name) && !reopened(b.name)) return false;
  if (mean_another_thing(words_of_name(a.name), words_of_name(b.name))) return true;
  const bool in_place = same_place(gone, come);
  if (!in_place) return true;  // a column that gets another name stays where it is
  const bool takes_a_name = reopened(b.name) && is_another_by_now(b.name),
             gives_a_name = reopened(a.name) && is_another_by_now(a.name);
  // at the end of a table there may as well be what was added
  const bool may_be_new = come_places_[come].after.empty() && run_types_[gone][come] == 0;
  if (may_be_new && !names_[gone][come].contained) return true;
  if ((reopened(b.name) && !takes_a_name) || (reopened(a.name) && !gives_a_name)) return true;
  if (!related(gone, come)) {
    // a database puts nothing new between what is old
    const bool in_its_place = !states_.authored && in_place && order_tells_ &&
                              (!come_places_[come].after.empty() || run_types_[gone][come] > 0);
    if (!in_its_place || !same_type(a, b) || !shares_a_word(gone, come)) return true;
  }
  const ForeignKey* from = gone_references_[gone];
  const ForeignKey* to = come_references_[come];
  if (!states_.coverage.covers(Aspect::foreign_keys) || takes_a_name || gives_a_name) return false;
  if (!from || !to) return from || to;
  return !(from->references == to->references) && !likeness(from->references.name, to->references.name).related;
}

bool ColumnsInDoubt::rests_on_an_authors_order(std::size_t gone, std::size_t come) const {
  return states_.authored && words_[gone][come] < 0.35 && same_place(gone, come);
}

double ColumnsInDoubt::log_odds_of_staying(const std::string& name) const {
  constexpr double same_name = 2.5, another_type = -4, another_length = -1,
                   another_place = -3;  // histories have too few to learn from
  const Column& have = *states_.have.columns.find(name);
  const Column& wanted = *states_.wanted.columns.find(name);
  double odds = same_name;
  if (!same_type(have, wanted)) odds += near_type(have, wanted) ? another_length : another_type;
  if (std::find(moved_.begin(), moved_.end(), name) != moved_.end()) odds += another_place;
  return odds;
}

// Several columns that change in the same way change together.
bool ColumnsInDoubt::changes_with_another(std::size_t gone, std::size_t come) const {
  const auto found = pairs_with_change_.find(changes_[gone][come]);
  return found != pairs_with_change_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const auto& pair) { return pair.first != gone && pair.second != come; });
}

ColumnEvidences ColumnsInDoubt::evidence(std::size_t gone, std::size_t come) const {
  ColumnEvidences out{};
  type_evidence(gone, come, out);
  place_evidence(gone, come, out);
  name_evidence(gone, come, out);
  key_evidence(gone, come, out);
  rival_evidence(gone, come, out);
  at(out, ColumnEvidence::same_change) = changes_with_another(gone, come);
  at(out, ColumnEvidence::taken_name) = gave_up_its_name(come_[come]->name) || gave_up_its_name(gone_[gone]->name);
  at(out, ColumnEvidence::same_comment) =
      gone_[gone]->comment.has_value() && gone_[gone]->comment == come_[come]->comment;
  const double words = words_[gone][come];
  const double type = at(out, ColumnEvidence::same_type);
  at(out, ColumnEvidence::near_and_place) = at(out, ColumnEvidence::near_type) * at(out, ColumnEvidence::same_place);
  at(out, ColumnEvidence::type_and_place) = type * at(out, ColumnEvidence::same_place);
  at(out, ColumnEvidence::type_and_words) = (type + 0.5 * at(out, ColumnEvidence::near_type)) * words;
  at(out, ColumnEvidence::place_and_words) = at(out, ColumnEvidence::same_place) * words;
  at(out, ColumnEvidence::type_without_words) = type * (words < 0.35);
  at(out, ColumnEvidence::end_without_words) =
      at(out, ColumnEvidence::same_place) * (1 - at(out, ColumnEvidence::same_inner_place)) * (words < 0.35);
  return out;
}

std::vector<std::string> ColumnsInDoubt::reasons(std::size_t gone, std::size_t come) const {
  const Column& a = *gone_[gone];
  const Column& b = *come_[come];
  const auto known = evidence(gone, come);
  const auto has = [&](ColumnEvidence kind) { return at(known, kind) > 0.99; };
  std::vector<std::string> out;
  const auto say = [&](bool when, std::string what) {
    if (when) out.push_back(std::move(what));
  };
  say(has(ColumnEvidence::same_type), fmt::format("same type {}", display(b.type)));
  say(has(ColumnEvidence::same_place),
      come_places_[come].after.empty() ? "same place at the end" : "same place among its neighbours");
  say(has(ColumnEvidence::same_foreign_key), "same foreign key");
  say(has(ColumnEvidence::same_keys), "same keys and indexes");
  say(has(ColumnEvidence::same_default), "same default");
  say(has(ColumnEvidence::same_words), "same words");
  say(!has(ColumnEvidence::same_words) && words_[gone][come] >= 0.5, "similar name");
  say(has(ColumnEvidence::same_change), "another column changes in the same way");
  say(has(ColumnEvidence::same_comment), "same comment");
  say(!shares_a_word(gone, come), "but no word in common");
  say(!has(ColumnEvidence::same_type), fmt::format("but {} was {}", display(b.type), display(a.type)));
  say(has(ColumnEvidence::other_place) || has(ColumnEvidence::appended), "but another place");
  say(has(ColumnEvidence::other_foreign_key) || has(ColumnEvidence::one_foreign_key), "but another foreign key");
  say(has(ColumnEvidence::other_keys), "but other keys and indexes");
  say(at(known, ColumnEvidence::same_nullability) == 0, b.not_null ? "but required now" : "but no longer required");
  say(reopened(b.name), fmt::format("but {} was there before and goes", b.name));
  say(at(known, ColumnEvidence::rivals) + at(known, ColumnEvidence::run_rivals) > 0, "but others have its type too");
  return out;
}

}  // namespace schemac
