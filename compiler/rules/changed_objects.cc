#include "rules/changed_objects.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/definition_words.h"

namespace schemac {
namespace {

using Names = std::set<std::string>;

bool contains_all(const Names& all, const Names& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::string title(const SqlObject& object) { return fmt::format("{} {}", object.kind, display(object.name)); }

// `a, b` from `begin` on, up to `end`.
Names listed(const DefinitionWords& words, std::size_t begin, std::size_t end) {
  Names out;
  for (std::size_t at = begin; at < end; ++at) {
    if (words[at] != ",") continue;
    out.emplace(words.text(begin, at));
    begin = at + 1;
  }
  if (begin < end) out.emplace(words.text(begin, end));
  return out;
}

// --- policies

struct Policy {
  bool restrictive = false;
  Names commands, roles;
  std::string may_see, may_write;  // for rows as they are, and as they become
};

bool sees(std::string_view command) { return command != "insert"; }
bool writes(std::string_view command) { return command == "insert" || command == "update"; }

// A permissive policy that says nothing lets nothing pass, a restrictive one everything.
Policy policy_of(std::string_view definition, const SqlLexis& lexis) {
  const DefinitionWords words(definition, lexis);
  const auto on = words[0] == "create" ? words.find({"on"}) + 1 : 0;
  Policy policy;
  const auto clause = [&](std::initializer_list<std::string_view> begin) { return words.find(begin, on); };
  policy.restrictive = clause({"as", "restrictive"}) < words.size();
  const auto may_see = clause({"using"}), may_write = clause({"with", "check"}), to = clause({"to"}),
             command = clause({"for"});
  policy.commands = {words[command + 1]};
  if (command >= words.size() || policy.commands.contains("all"))
    policy.commands = {"select", "insert", "update", "delete"};
  policy.roles = to < words.size() ? listed(words, to + 1, std::min(may_see, may_write)) : Names{"public"};
  if (policy.roles.contains("PUBLIC")) policy.roles = {"public"};
  const std::string nothing_said = policy.restrictive ? "true" : "false";
  policy.may_see = may_see < words.size() ? std::string(words.inside(may_see + 1)) : nothing_said;
  policy.may_write = may_write < words.size() ? std::string(words.inside(may_write + 2)) : policy.may_see;
  return policy;
}

// Whatever `narrow` lets pass passes `wide`, for everyone whom `whom` is about.
bool lets_pass_no_more(const Policy& narrow, const Policy& wide, const Policy& whom, const Spelling& spelling) {
  return std::all_of(whom.commands.begin(), whom.commands.end(), [&](const std::string& command) {
    return (!sees(command) || implies(narrow.may_see, wide.may_see, spelling)) &&
           (!writes(command) || implies(narrow.may_write, wide.may_write, spelling));
  });
}

bool has_roles_of(const Policy& more, const Policy& fewer) {
  return more.roles.contains("public") || contains_all(more.roles, fewer.roles);
}

bool is_narrower(const Policy& after, const Policy& before, const Spelling& spelling) {
  if (before.restrictive != after.restrictive) return after.restrictive;
  if (before.restrictive)
    return has_roles_of(after, before) && contains_all(after.commands, before.commands) &&
           lets_pass_no_more(after, before, before, spelling);
  return has_roles_of(before, after) && contains_all(before.commands, after.commands) &&
         lets_pass_no_more(after, before, after, spelling);
}

// --- functions and views

bool is_routine_or_view(std::string_view kind) {
  return kind == "function" || kind == "procedure" || kind == "window function" || kind == "view" ||
         kind.starts_with("package");
}

struct RunsAs {
  bool owner = false;   // SECURITY DEFINER, by words or by default
  std::string definer;  // MySQL: who that is; empty: not said
  std::string search_path;
  bool leakproof = false;
};

std::string option(const DefinitionWords& words, std::string_view name) {
  const auto with = words.find({"with", "("});
  if (with >= words.size()) return {};
  for (auto at = with + 2; at < words.end_of_group(with + 1); ++at) {
    if (words[at] != name) continue;
    if (words[at + 1] != "=") return "true";
    const auto value = lower(words[at + 2]);
    return value.starts_with('\'') ? value.substr(1, value.size() - 2) : value;
  }
  return {};
}

bool is_on(const std::string& value) { return value == "true" || value == "on" || value == "yes" || value == "1"; }

// The words in front of a routine's body: `AS $$…$$`, `BEGIN ATOMIC`, `RETURN 1` of PostgreSQL, BEGIN of MySQL.
std::size_t end_of_header(const DefinitionWords& words) {
  for (std::size_t at = 0; at < words.size(); ++at)
    if (words[at] == "begin" || words[at] == "return" ||
        (words[at] == "as" && (words[at + 1].starts_with('$') || words[at + 1].starts_with('\''))))
      return at;
  return words.size();
}

RunsAs runs_as(const SqlObject& object, const Spelling& spelling) {
  const DefinitionWords words(object.definition, spelling.lexis);
  const bool is_mysql = spelling.lexis.hash_comments;
  const auto end = object.kind == "view" ? words.find({"as"}) : end_of_header(words);
  RunsAs out;
  const auto definer = words.find({"definer", "="}, 0, end);
  if (is_mysql && definer < words.size())
    out.definer = words.text(definer + 2, words[definer + 3] == "@" ? definer + 5 : definer + 3);
  if (is_mysql)
    out.owner = !words.has({"sql", "security", "invoker"}, end);
  else if (object.kind == "view")
    out.owner = !is_on(option(words, "security_invoker"));
  else
    out.owner = words.has({"security", "definer"}, end);
  const auto path = words.find({"set", "search_path"}, 0, end);
  if (path < words.size())
    out.search_path =
        words.text(path + 3, std::min({end, words.find({"set"}, path + 1), words.find({"as"}, path + 1)}));
  const auto leakproof = words.find({"leakproof"}, 0, end);
  out.leakproof = leakproof < words.size() && (leakproof == 0 || words[leakproof - 1] != "not");
  return out;
}

Losses losses_of_rights(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const auto had = runs_as(before, spelling), has = runs_as(after, spelling);
  Losses out;
  const auto lost = [&](std::string what) { out.push_back({"weaken-security", title(after) + " " + std::move(what)}); };
  if (has.owner && !had.owner) lost("runs with the rights of its owner, no longer with those of who uses it");
  if (has.owner && !has.definer.empty() && !had.definer.empty() && has.definer != had.definer)
    lost(fmt::format("runs with the rights of {}, no longer with those of {}", has.definer, had.definer));
  if (after.kind != "view" && has.owner && had.owner && !had.search_path.empty() && has.search_path != had.search_path)
    lost("runs with the rights of its owner, and with another search_path than it had");
  if (has.leakproof && !had.leakproof)
    lost("counts as LEAKPROOF: it sees rows before a policy or a security barrier has sorted them out");
  return out;
}

// MySQL: triggers and events always run with the rights of their definer.
Losses losses_of_definer(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const auto had = runs_as(before, spelling), has = runs_as(after, spelling);
  if (has.definer.empty() || had.definer.empty() || has.definer == had.definer) return {};
  return {{"weaken-security", fmt::format("{} runs with the rights of {}, no longer with those of {}", title(after),
                                          has.definer, had.definer)}};
}

// WITH CASCADED CHECK OPTION holds what is written through a view to its query and to those below, LOCAL to its own: 2,
// 1, 0.
int check_option(const DefinitionWords& words) {
  const auto option_value = option(words, "check_option");
  if (!option_value.empty()) return option_value == "local" ? 1 : 2;
  if (words.has({"with", "local", "check", "option"})) return 1;
  return words.has({"with", "check", "option"}) || words.has({"with", "cascaded", "check", "option"}) ? 2 : 0;
}

// The query of a view's statement, or the query alone: where it begins.
std::size_t begin_of_query(const DefinitionWords& view) {
  if (view[0] == "create") return view.find({"as"}) + 1;
  return view[0] == "as" ? 1 : 0;
}

// `a, t.b AS c, 1`: nothing in the list itself decides which rows are shown, or how many are made into one.
bool lists_columns_alone(const DefinitionWords& view, std::size_t begin, std::size_t end) {
  for (; begin < end; ++begin)
    if (view[begin] == "(" || view[begin] == "case" || view[begin] == "distinct") return false;
  return true;
}

// Shows the same rows, though perhaps other columns of them.
bool shows_the_same_rows(const DefinitionWords& had, const DefinitionWords& has) {
  const auto begin_had = begin_of_query(had), begin_has = begin_of_query(has);
  if (had.text(begin_had, had.size()) == has.text(begin_has, has.size())) return true;
  const auto list_had = had.find({"select"}, begin_had), list_has = has.find({"select"}, begin_has);
  const auto from_had = had.find({"from"}, list_had), from_has = has.find({"from"}, list_has);
  return had.text(begin_had, list_had) == has.text(begin_has, list_has) &&
         had.text(from_had, had.size()) == has.text(from_has, has.size()) &&
         lists_columns_alone(had, list_had, from_had) && lists_columns_alone(has, list_has, from_has);
}

Losses losses_of_view(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const DefinitionWords had(before.definition, spelling.lexis), has(after.definition, spelling.lexis);
  Losses out;
  if (is_on(option(had, "security_barrier")) && !is_on(option(has, "security_barrier")))
    out.push_back({"weaken-security",
                   title(after) + " is no security barrier: functions in a query see rows that it leaves out"});
  else if (is_on(option(had, "security_barrier")) && !shows_the_same_rows(had, has))
    out.push_back({"weaken-security",
                   title(after) + " keeps rows from those who query it, and its query may show them more than before"});
  if (check_option(has) < check_option(had))
    out.push_back(
        {"drop-check", fmt::format("what is written through {} is no longer held to its query", title(after))});
  return out;
}

// --- what fires

struct Firing {
  std::string moment;                   // `before`, `after`, `instead of`
  std::map<std::string, Names> events;  // with the columns of UPDATE OF; empty: any
  bool each_row = false;
  std::optional<std::string> condition;
};

constexpr std::string_view trigger_events[] = {"insert", "update", "delete", "truncate"};

bool is_event(const std::string& word) {
  return std::find(std::begin(trigger_events), std::end(trigger_events), word) != std::end(trigger_events);
}

// `CREATE TRIGGER x BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW WHEN (…) EXECUTE FUNCTION f()`; SQLite's WHEN has no
// parentheses and stands before BEGIN. What is in front of the moment is none of its words.
Firing firing_of_trigger(const SqlObject& object, const Spelling& spelling) {
  const DefinitionWords words(object.definition, spelling.lexis);
  auto at = words.find({"trigger"});
  at = at < words.size() ? at + 1 : 0;
  if (words.is(at, {"if", "not", "exists"})) at += 3;
  if (at > 0) ++at;  // its name
  const auto on = words.find({"on"}, at);
  Firing out{.moment = "before", .events = {}, .each_row = true, .condition = {}};
  for (; at < on; ++at) {
    if (words[at] == "before" || words[at] == "after" || words[at] == "instead") out.moment = words[at];
    if (!is_event(words[at])) continue;
    auto& columns = out.events[words[at]];
    if (words[at + 1] != "of") continue;
    const auto begin = at + 2;
    for (at = begin; at < on && words[at] != "or";) ++at;
    columns = listed(words, begin, at);
  }
  const bool is_postgresql = spelling.lexis.dollar_quotes;
  const auto body = std::min(words.find({"execute"}, on), words.find({"begin"}, on));
  out.each_row = !is_postgresql || words.find({"row"}, on, body) < body;
  const auto when = words.find({"when"}, on, body);
  if (when < body) out.condition = is_postgresql ? words.inside(when + 1) : words.text(when + 1, body);
  return out;
}

// `CREATE RULE x AS ON UPDATE TO t WHERE … DO INSTEAD …`
Firing firing_of_rule(const SqlObject& object, const Spelling& spelling) {
  const DefinitionWords words(object.definition, spelling.lexis);
  const auto on = words.find({"on"}), action = words.find({"do"}, on), where = words.find({"where"}, on, action);
  Firing out{.moment = words[action + 1] == "instead" ? "instead" : "also",
             .events = {{words[on + 1], {}}},
             .each_row = false,
             .condition = {}};
  if (where < action) out.condition = words.text(where + 1, action);
  return out;
}

bool fires_as_often(const Firing& now, const Firing& before, const Spelling& spelling) {
  const bool has_events = std::all_of(before.events.begin(), before.events.end(), [&](const auto& event) {
    const auto at = now.events.find(event.first);
    return at != now.events.end() &&
           (at->second.empty() || (!event.second.empty() && contains_all(at->second, event.second)));
  });
  return has_events && now.moment == before.moment && now.each_row == before.each_row &&
         (!now.condition || (before.condition && implies(*before.condition, *now.condition, spelling)));
}

bool replaces_statements(const SqlObject& rule, const Spelling& spelling) {
  return rule.kind == "rule" && firing_of_rule(rule, spelling).moment == "instead";
}

Loss swallowed(const SqlObject& rule) {
  return {"swallow-rows", title(rule) + " is done instead of what a statement says"};
}

Losses losses_of_firing(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const auto firing = before.kind == "rule" ? firing_of_rule : firing_of_trigger;
  if (replaces_statements(after, spelling) && !replaces_statements(before, spelling)) return {swallowed(after)};
  if (fires_as_often(firing(after, spelling), firing(before, spelling), spelling)) return {};
  return {{"narrow-trigger", title(after) + " no longer fires, or it cannot be shown to fire, whenever it did before"}};
}

// Whether a trigger or a rule fires in sessions of applications, and in those that apply what another server sends.
struct State {
  bool here = true;
  bool on_replicas = false;
};

State state_of(std::string_view definition, const SqlLexis& lexis) {
  const DefinitionWords words(definition, lexis);
  if (words.has({"disable"})) return {false, false};
  if (words.has({"enable", "replica"})) return {false, true};
  return {true, words.has({"enable", "always"})};
}

Losses losses_of_state(const SqlObject& object, const State& before, const State& after) {
  if (before.here && !after.here) return {{"disable-trigger", fmt::format("{} no longer fires", display(object.name))}};
  if (before.on_replicas && !after.on_replicas)
    return {{"disable-trigger",
             fmt::format("{} no longer fires for what comes from another server", display(object.name))}};
  return {};
}

// MySQL: ENABLE, which is what an event is anyway, DISABLE, DISABLE ON REPLICA.
bool is_disabled(const SqlObject& event, const Spelling& spelling) {
  const DefinitionWords words(event.definition, spelling.lexis);
  return words.has({"disable"}, words.find({"do"}));
}

// --- rights

bool is_revocation(const SqlObject& object) {
  return object.kind.starts_with("revoke on ") || object.kind.starts_with("revoked ");
}
bool is_for_everybody(const SqlObject& object) { return lower(object.name.name).ends_with(" to public"); }

// `GRANT SELECT ON … TO …; GRANT UPDATE ON … TO … WITH GRANT OPTION`: each right, and whether it may be granted on.
std::map<std::string, bool> rights_of(std::string_view definition, const SqlLexis& lexis) {
  const DefinitionWords words(definition, lexis);
  std::map<std::string, bool> out;
  for (std::size_t begin = 0; begin < words.size();) {
    const auto end = words.find({";"}, begin);
    const auto verb = std::min(words.find({"grant"}, begin, end), words.find({"revoke"}, begin, end));
    const bool grantable = words.find({"with", "grant", "option"}, begin, end) < end;
    for (const auto& right : listed(words, verb + 1, words.find({"on"}, verb, end))) {
      auto& may_grant = out[lower(right) == "all privileges" ? "all" : lower(right)];
      may_grant = may_grant || grantable;
    }
    begin = end + 1;
  }
  return out;
}

bool has_right(const std::map<std::string, bool>& rights, const std::string& right, bool grantable) {
  return std::any_of(rights.begin(), rights.end(), [&](const auto& one) {
    return (one.first == right || one.first == "all") && (one.second || !grantable);
  });
}

bool has_all(const std::map<std::string, bool>& rights, const std::map<std::string, bool>& wanted,
             bool with_grant_option) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
    return (with_grant_option && !one.second) || has_right(rights, one.first, with_grant_option);
  });
}

std::string everybody(const SqlObject& object) { return fmt::format("everybody gets a right: {}", title(object)); }
std::string somebody(const SqlObject& object) { return fmt::format("somebody loses a right: {}", title(object)); }
std::string grants_on(const SqlObject& object) {
  return fmt::format("who gets a right may grant it to others: {}", title(object));
}

Losses losses_of_rights(const std::map<std::string, bool>& had, const std::map<std::string, bool>& has,
                        const SqlObject& object) {
  Losses out;
  if (is_revocation(object)) {
    if (!has_all(has, had, false)) out.push_back({"grant-to-public", everybody(object)});
    if (!has_all(had, has, false)) out.push_back({"revoke", somebody(object)});
    return out;
  }
  if (is_for_everybody(object) && !has_all(had, has, false)) out.push_back({"grant-to-public", everybody(object)});
  if (!has_all(had, has, true)) out.push_back({"grant-option", grants_on(object)});
  if (!has_all(has, had, false) || !has_all(has, had, true)) out.push_back({"revoke", somebody(object)});
  return out;
}

// --- what rows are held to

// The text of `… CHECK (…)`; empty for any other constraint.
std::string checked(const SqlObject& constraint, const SqlLexis& lexis) {
  const DefinitionWords words(constraint.definition, lexis);
  return std::string(words.inside(words.find({"check"}) + 1));
}

bool is_not_valid(const SqlObject& constraint, const SqlLexis& lexis) {
  const DefinitionWords words(constraint.definition, lexis);
  return words.has({"not", "valid"}) || words.has({"not", "enforced"});
}

std::string_view without_name(const DefinitionWords& words) { return words.text(words.find({"on"}), words.size()); }

bool is_unique_index(const DefinitionWords& words) { return words.is(0, {"create", "unique", "index"}); }

Losses losses_of_index(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const DefinitionWords had(before.definition, spelling.lexis), has(after.definition, spelling.lexis);
  if (!is_unique_index(had) || (is_unique_index(has) && without_name(had) == without_name(has))) return {};
  return {{"drop-unique", fmt::format("what {} was unique by may be there twice", title(after))}};
}

bool is_unlogged(const SqlObject& partition, const SqlLexis& lexis) {
  return DefinitionWords(partition.definition, lexis).is(0, {"create", "unlogged"});
}

}  // namespace

bool is_right(const SqlObject& object) {
  return object.kind.starts_with("grant on ") ||
         (object.kind.ends_with("default privileges on") && !is_revocation(object));
}

bool holds_rights_of(const SqlObject& on_table, const SqlObject& on_column, const Spelling& spelling) {
  const auto has = rights_of(on_table.definition, spelling.lexis);
  std::map<std::string, bool> had;
  for (const auto& [right, grantable] : rights_of(on_column.definition, spelling.lexis))
    had.emplace(right.substr(0, right.find_first_of(" (")), grantable);  // `select (name)`
  return has_all(has, had, false) && has_all(has, had, true);
}

bool is_said_by(const SqlObject& constraint, const SqlObject& other, const Spelling& spelling) {
  const auto before = checked(constraint, spelling.lexis), now = checked(other, spelling.lexis);
  return !before.empty() && !now.empty() &&
         (is_not_valid(constraint, spelling.lexis) || !is_not_valid(other, spelling.lexis)) &&
         implies(now, before, spelling);
}

static bool tells_no_rows_apart(const SqlObject& object) {
  return object.kind == "partition replica identity" && object.definition.ends_with(" NOTHING");
}

static Loss lost_identity(const SqlObject& partition) {
  return {"lose-replica-identity",
          fmt::format("updates and deletes of {} are refused while a publication holds it", display(partition.name))};
}

Losses losses_of_change(const SqlObject& before, const SqlObject& after, const Spelling& spelling) {
  const auto& kind = after.kind;
  if (before.definition == after.definition) return {};
  if (kind == "policy") {
    if (is_narrower(policy_of(after.definition, spelling.lexis), policy_of(before.definition, spelling.lexis),
                    spelling))
      return {};
    return {{"widen-policy", fmt::format("{} lets more pass than before, or it cannot be shown not to", title(after))}};
  }
  if (is_routine_or_view(kind)) {
    auto out = losses_of_rights(before, after, spelling);
    if (kind == "view")
      for (auto& loss : losses_of_view(before, after, spelling)) out.push_back(std::move(loss));
    return out;
  }
  if (kind == "trigger" || kind == "rule") {
    auto out = losses_of_firing(before, after, spelling);
    for (auto& loss : losses_of_definer(before, after, spelling)) out.push_back(std::move(loss));
    return out;
  }
  if (kind == "trigger state" || kind == "rule state")
    return losses_of_state(after, state_of(before.definition, spelling.lexis),
                           state_of(after.definition, spelling.lexis));
  if (kind == "event") {
    auto out = losses_of_definer(before, after, spelling);
    if (is_disabled(after, spelling) && !is_disabled(before, spelling))
      out.push_back({"disable-trigger", title(after) + " no longer runs"});
    return out;
  }
  if (is_right(after) || is_revocation(after))
    return losses_of_rights(rights_of(before.definition, spelling.lexis), rights_of(after.definition, spelling.lexis),
                            after);
  if (kind.starts_with("owner of "))
    return {{"change-owner", fmt::format("somebody else owns {}, and may do everything with it", display(after.name))}};
  if ((kind == "domain constraint" || kind == "partition constraint") && !is_said_by(before, after, spelling))
    return {{"widen-check",
             fmt::format("{} lets more values pass than before, or it cannot be shown not to", title(after))}};
  if (kind == "index") return losses_of_index(before, after, spelling);
  if (tells_no_rows_apart(after)) return {lost_identity(after)};
  if (kind == "partition" && is_unlogged(after, spelling.lexis) && !is_unlogged(before, spelling.lexis))
    return {{"forget-rows", fmt::format("{} becomes UNLOGGED: emptied after a server crash", display(after.name))}};
  return {};
}

// What decides which rows a query shows: of one that lists columns alone everything but that list.
static bool may_show_more(const SqlObject& view, const ComparedAnew& compared, const Spelling& spelling) {
  const DefinitionWords words(view.definition, spelling.lexis);
  const auto begin = begin_of_query(words), list = words.find({"select"}, begin), from = words.find({"from"}, list);
  if (list > begin || !lists_columns_alone(words, list, from))
    return names_any(words.text(begin, words.size()), compared.names, spelling);
  const auto where = words.find({"where"}, from);
  const auto behind =
      std::min({words.size(), words.find({"group"}, where), words.find({"order"}, where), words.find({"limit"}, where),
                words.find({"union"}, where), words.find({"with"}, where)});
  return names_any(words.text(from, where), compared.names, spelling) ||
         names_any(words.text(behind, words.size()), compared.names, spelling) ||
         may_pass_more(words.text(where + 1, behind), compared.names, compared.change, spelling);
}

Losses losses_of_comparison(const SqlObject& object, const std::vector<const SqlObject*>& queries,
                            const ComparedAnew& compared, const Spelling& spelling) {
  const auto& kind = object.kind;
  const auto more = [&](std::string_view sql) { return may_pass_more(sql, compared.names, compared.change, spelling); };
  const auto lost = [&](std::string_view rule, std::string_view then) -> Losses {
    return {
        {rule, fmt::format("{} compares {}: {}, or it cannot be shown not to", title(object), compared.what, then)}};
  };
  if (kind == "policy") {
    const auto policy = policy_of(object.definition, spelling.lexis);
    if (more(policy.may_see) || more(policy.may_write)) return lost("widen-policy", "it lets more pass than before");
  }
  if (kind == "trigger" || kind == "rule") {
    const auto firing = (kind == "rule" ? firing_of_rule : firing_of_trigger)(object, spelling);
    if (firing.condition && may_pass_fewer(*firing.condition, compared.names, compared.change, spelling))
      return lost("narrow-trigger", "it no longer fires whenever it did");
  }
  if (kind == "domain constraint" || kind == "partition constraint")
    if (more(checked(object, spelling.lexis))) return lost("widen-check", "it lets more values pass than before");
  if (kind == "view") {
    const DefinitionWords words(object.definition, spelling.lexis);
    const bool is_barrier = is_on(option(words, "security_barrier"));
    if ((is_barrier || check_option(words) > 0) &&
        std::ranges::any_of(queries, [&](const SqlObject* view) { return may_show_more(*view, compared, spelling); }))
      return is_barrier ? lost("weaken-security", "it shows more rows than before")
                        : lost("drop-check", "it lets more be written than before");
  }
  return {};
}

Losses losses_of_creation(const SqlObject& object, bool guarded_rows, const Spelling& spelling) {
  const auto& kind = object.kind;
  if (kind == "trigger state" || kind == "rule state")
    return losses_of_state(object, {}, state_of(object.definition, spelling.lexis));
  if (is_right(object)) return losses_of_rights({}, rights_of(object.definition, spelling.lexis), object);
  if (is_revocation(object)) return {{"revoke", somebody(object)}};
  if (kind == "policy" && guarded_rows && !policy_of(object.definition, spelling.lexis).restrictive)
    return {{"widen-policy", fmt::format("{} lets rows pass that no policy let pass before", title(object))}};
  if (replaces_statements(object, spelling)) return {swallowed(object)};
  if (tells_no_rows_apart(object)) return {lost_identity(object)};
  if (kind.starts_with("owner of "))
    return {
        {"change-owner", fmt::format("somebody else owns {}, and may do everything with it", display(object.name))}};
  return {};
}

}  // namespace schemac
