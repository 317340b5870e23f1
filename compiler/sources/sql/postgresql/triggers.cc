// What hangs on a table: triggers, policies, rules.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/current_role.h"
#include "dialects/postgresql/names.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/expression.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/functions.h"

namespace schemac::sql {
namespace {

using postgresql::quote;

// Bits of a trigger's type.
enum TriggerType : std::int64_t { before = 2, insert_ = 4, delete_ = 8, update_ = 16, truncate_ = 32, instead = 64 };

std::string events_text(const Node& statement) {
  const auto events = statement.integer("events");
  std::string out;
  const auto add = [&](const std::string& event) { out += (out.empty() ? "" : " OR ") + event; };
  if ((events & insert_) != 0) add("INSERT");
  if ((events & delete_) != 0) add("DELETE");
  if ((events & update_) != 0) {
    const auto columns = statement.values("columns");
    add(columns.empty() ? "UPDATE" : "UPDATE OF " + postgresql::quote_list(columns));
  }
  if ((events & truncate_) != 0) add("TRUNCATE");
  return out;
}

std::string transition_text(const Node& statement) {
  std::string out;
  for (const bool is_new : {false, true})
    for (const auto& table : statement.list("transition_rels"))
      if (table.flag("is_new") == is_new)
        out += fmt::format("{} TABLE AS {} ", is_new ? "NEW" : "OLD", quote(table.text("name")));
  return out.empty() ? out : "REFERENCING " + out;
}

std::string roles_text(const std::vector<Node>& roles) {
  std::vector<std::string> names;
  for (const auto& role : roles) {
    if (role.word("roletype") == "ROLESPEC_PUBLIC") continue;
    const bool named = role.word("roletype") == "ROLESPEC_CSTRING";
    names.push_back(named ? quote(role.text("rolename")) : std::string(postgresql::whoever_is_connected));
  }
  std::ranges::sort(names);
  return names.empty() ? std::string() : fmt::format(" TO {}", fmt::join(names, ", "));
}

struct PolicyParts {
  std::string head;
  std::string roles;
  std::string qual = {};
  std::string check = {};
};

void put_policy(State& state, const QualifiedName& name, const PolicyParts& parts) {
  auto text = parts.head + parts.roles;
  if (!parts.qual.empty()) text += fmt::format(" USING ({})", parts.qual);
  if (!parts.check.empty()) text += fmt::format(" WITH CHECK ({})", parts.check);
  state.put("policy", name, text, {parts.head, parts.roles, parts.qual, parts.check});
}

}  // namespace

void fold_create_trigger(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("relation"));
  if (!table) return;
  const auto trigger = statement.text("trigname");
  const QualifiedName name{table->schema, table->name + "." + trigger};
  if (state.has("trigger", name) && !statement.flag("replace"))
    return state.wrong("duplicate-object", fmt::format("found a second trigger `{}`, expected one", display(name)),
                       statement.child("relation"));
  const auto timing = statement.integer("timing");
  auto text = fmt::format("CREATE {}TRIGGER {} {} {} ON {} ", statement.flag("isconstraint") ? "CONSTRAINT " : "",
                          quote(trigger),
                          (timing & instead) != 0  ? "INSTEAD OF"
                          : (timing & before) != 0 ? "BEFORE"
                                                   : "AFTER",
                          events_text(statement), quote(*table));
  if (statement.flag("isconstraint")) {
    if (const auto other = statement.child("constrrel"))
      if (const auto found = state.relation(other)) text += fmt::format("FROM {} ", quote(*found));
    text += fmt::format("{}DEFERRABLE INITIALLY {} ", statement.flag("deferrable") ? "" : "NOT ",
                        statement.flag("initdeferred") ? "DEFERRED" : "IMMEDIATE");
  }
  text += transition_text(statement) + (statement.flag("row") ? "FOR EACH ROW " : "FOR EACH STATEMENT ");
  if (const auto when = statement.child("when_clause")) {
    const auto columns = state.columns_of(*table);
    text +=
        fmt::format("WHEN ({}) ", Writer(state, {.relations = {{"old", columns}, {"new", columns}}}).condition(when));
  }
  std::vector<std::string> arguments;
  for (const auto& argument : statement.values("args")) arguments.push_back(string_literal(argument));
  text += fmt::format("EXECUTE FUNCTION {}({})", unresolved_function(state, statement.values("funcname")).name,
                      fmt::join(arguments, ", "));
  state.put("trigger", name, text);
  state.declare({ObjectKind::sql_object, name, "trigger"}, statement.child("relation"));
}

// The state reaches down to what partitions have of the trigger.
static void forget_states_below(State& state, const QualifiedName& table, const std::string& trigger) {
  for (const auto& [partition, parent] : state.partitions) {
    if (parent != table) continue;
    state.erase("trigger state", {partition.schema, partition.name + "." + trigger});
    forget_states_below(state, partition, trigger);
  }
}

// What a trigger has that a partition has of a table above: `DISABLE`, or nothing where it is enabled, as one of the
// table's own is unless somebody says otherwise.
static std::string state_above(const State& state, QualifiedName table, const std::string& trigger) {
  const auto name = [&] { return QualifiedName{table.schema, table.name + "." + trigger}; };
  for (auto at = state.partitions.find(table); at != state.partitions.end() && !state.has("trigger", name());
       at = state.partitions.find(table)) {
    table = at->second;
    const auto* said = state.schema.sql_objects.find({"trigger state", name()});
    if (!said) continue;
    const auto verb = fmt::format("ALTER TABLE {} ", quote(table)).size();
    const auto word = said->definition.substr(verb, said->definition.rfind(" TRIGGER ") - verb);
    return word == "ENABLE" ? std::string() : word;
  }
  return {};
}

void set_trigger_state(State& state, const QualifiedName& table, const std::string& trigger, std::string_view what) {
  forget_states_below(state, table, trigger);
  const QualifiedName name{table.schema, table.name + "." + trigger};
  if (what == state_above(state, table, trigger)) return state.erase("trigger state", name);
  state.put("trigger state", name,
            fmt::format("ALTER TABLE {} {} TRIGGER {}", quote(table), what.empty() ? "ENABLE" : what, quote(trigger)));
}

void fold_create_policy(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("table"));
  if (!table) return;
  const auto policy = statement.text("policy_name");
  auto command = statement.text("cmd_name");
  std::ranges::transform(command, command.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  PolicyParts parts{.head = fmt::format("CREATE POLICY {} ON {}{}{}", quote(policy), quote(*table),
                                        statement.flag("permissive") ? "" : " AS RESTRICTIVE",
                                        command.empty() || command == "ALL" ? "" : " FOR " + command),
                    .roles = roles_text(statement.list("roles"))};
  Writer writer(state, scope_of(state, *table));
  if (const auto qual = statement.child("qual")) parts.qual = writer.condition(qual);
  if (const auto check = statement.child("with_check")) parts.check = writer.condition(check);
  const QualifiedName name{table->schema, table->name + "." + policy};
  put_policy(state, name, parts);
  state.declare({ObjectKind::sql_object, name, "policy"}, statement.child("table"));
}

void fold_alter_policy(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("table"));
  if (!table) return;
  const QualifiedName name{table->schema, table->name + "." + statement.text("policy_name")};
  const auto* present = state.schema.sql_objects.find({"policy", name});
  if (!present)
    return state.wrong("unknown-object", fmt::format("found no policy `{}`, expected one", display(name)),
                       statement.child("table"));
  const auto shape = present->shape;
  PolicyParts parts{shape[0], shape[1], shape[2], shape[3]};
  Writer writer(state, scope_of(state, *table));
  if (const auto roles = statement.list("roles"); !roles.empty()) parts.roles = roles_text(roles);
  if (const auto qual = statement.child("qual")) parts.qual = writer.condition(qual);
  if (const auto check = statement.child("with_check")) parts.check = writer.condition(check);
  put_policy(state, name, parts);
}

// Rules that do nothing; what others do is a query that the server rewrites.
void fold_create_rule(State& state, const Node& statement) {
  const auto table = state.relation(statement.child("relation"));
  if (!table) return;
  if (!statement.list("actions").empty())
    return state.needs_server("a rule with an action", statement.child("relation"));
  const auto rule = statement.text("rulename");
  auto text =
      fmt::format("CREATE RULE {} AS\n    ON {} TO {}", quote(rule), statement.word("event").substr(4), quote(*table));
  if (const auto where = statement.child("where_clause")) {
    const auto columns = state.columns_of(*table);
    text += fmt::format("\n   WHERE {}",
                        Writer(state, {.relations = {{"old", columns}, {"new", columns}}}).condition(where));
  }
  text += statement.flag("instead") ? " DO INSTEAD NOTHING" : " DO NOTHING";
  const QualifiedName name{table->schema, table->name + "." + rule};
  state.put("rule", name, text);
  state.declare({ObjectKind::sql_object, name, "rule"}, statement.child("relation"));
}

void set_rule_state(State& state, const QualifiedName& table, const std::string& rule, std::string_view what) {
  const QualifiedName name{table.schema, table.name + "." + rule};
  if (what.empty()) return state.erase("rule state", name);
  state.put("rule state", name, fmt::format("ALTER TABLE {} {} RULE {}", quote(table), what, quote(rule)));
}

}  // namespace schemac::sql
