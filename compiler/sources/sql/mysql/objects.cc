// Views, triggers, routines and events, in the words in which the server shows them.
#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/sql_objects.h"
#include "sources/sql/mysql/folder.h"

namespace schemac::sql::mysql_text {
namespace {

namespace dialect = ::schemac::mysql;

std::string text_of(const Tree& tree, const std::vector<Grammar::AnythingContext*>& body) {
  return body.empty() ? std::string() : tree.text(body.front(), body.back());
}

std::string kind_of(Grammar::DropObjectContext* statement) {
  if (statement->VIEW()) return "view";
  if (statement->TRIGGER()) return "trigger";
  if (statement->FUNCTION()) return "function";
  return statement->PROCEDURE() ? "procedure" : "event";
}

}  // namespace

void Folder::create_object(Grammar::CreateObjectContext* statement) {
  auto* object = statement->object();
  const auto definer = statement->definer() ? tree_.text(statement->definer()) + " " : std::string();
  SqlObject made;
  bool if_not_exists = false;
  if (auto* view = dynamic_cast<Grammar::ViewObjectContext*>(object)) {
    return needs_server("a view", view);
  } else if (auto* trigger = dynamic_cast<Grammar::TriggerObjectContext*>(object)) {
    const auto table = table_at(trigger->path(1));
    if (!table) return;
    made = {.kind = "trigger", .name = own_name(trigger->path(0)), .definition = {}};
    const auto timing = trigger->BEFORE() ? "BEFORE" : "AFTER";
    const auto event = trigger->INSERT() ? "INSERT" : trigger->UPDATE() ? "UPDATE" : "DELETE";
    made.definition = fmt::format("CREATE {}TRIGGER {} {} {} ON {} FOR EACH ROW {}", definer, dialect::quote(made.name.name), timing, event,
                                  dialect::quote(table->name.name), text_of(tree_, trigger->anything()));
    if_not_exists = trigger->ifNotExists() != nullptr;
    const TriggerPlace place{made.name.name, fmt::format("{} {} {}", table->name.name, timing, event)};
    auto at = state_.triggers.end();
    if (trigger->name()) {
      at = std::find_if(state_.triggers.begin(), state_.triggers.end(),
                        [&](const TriggerPlace& one) { return one.name == Tree::name(trigger->name()); });
      if (at != state_.triggers.end() && trigger->FOLLOWS()) ++at;
    }
    if (!state_.schema.sql_objects.contains({made.kind, made.name})) state_.triggers.insert(at, place);
  } else if (auto* routine = dynamic_cast<Grammar::RoutineObjectContext*>(object)) {
    const auto kind = routine->FUNCTION() ? "function" : "procedure";
    made = {.kind = kind, .name = own_name(routine->path()), .definition = {}};
    made.definition =
        fmt::format("CREATE {}{}{} {}{} {}", definer, routine->AGGREGATE() ? "AGGREGATE " : "", routine->FUNCTION() ? "FUNCTION" : "PROCEDURE",
                    dialect::quote(made.name.name), tree_.text(routine->group()), text_of(tree_, routine->anything()));
    if_not_exists = routine->ifNotExists() != nullptr;
  } else if (auto* event = dynamic_cast<Grammar::EventObjectContext*>(object)) {
    made = {.kind = "event", .name = own_name(event->path()), .definition = {}};
    made.definition = fmt::format("CREATE {}EVENT {} ON SCHEDULE {}", definer, dialect::quote(made.name.name), text_of(tree_, event->anything()));
    if_not_exists = event->ifNotExists() != nullptr;
  }
  const SqlObjectKey key{made.kind, made.name};
  if (state_.schema.sql_objects.contains(key)) {
    if (if_not_exists) return;
    if (!statement->REPLACE()) return error("duplicate-object", fmt::format("found {} `{}` a second time", made.kind, made.name.name), object);
  }
  made.read_back = true;
  state_.declared[{ObjectKind::sql_object, made.name, made.kind}] = tree_.where(object);
  state_.schema.sql_objects.set(key, std::move(made));
}

void Folder::drop_object(Grammar::DropObjectContext* statement) {
  const auto kind = kind_of(statement);
  for (auto* path : statement->path()) {
    const auto name = own_name(path);
    if (!state_.schema.sql_objects.contains({kind, name})) {
      if (!statement->ifExists()) error("unknown-object", fmt::format("no {} `{}` at this place of the file", kind, name.name), path);
      continue;
    }
    state_.schema.sql_objects.erase({kind, name});
    if (kind == "trigger") std::erase_if(state_.triggers, [&](const TriggerPlace& trigger) { return trigger.name == name.name; });
  }
}

void order_triggers(State& state) {
  std::map<std::string, std::string> last;
  for (const auto& trigger : state.triggers) {
    auto& before = last[trigger.moment];
    state.schema.sql_objects.change({"trigger", {{}, trigger.name}}, [&](SqlObject& object) {
      const auto table = trigger.moment.substr(0, trigger.moment.rfind(' ', trigger.moment.rfind(' ') - 1));
      object.depends_on = dialect::needs_of(object, state.schema, table);
      if (before.empty()) return;
      static constexpr std::string_view row = " FOR EACH ROW ";
      object.definition.insert(object.definition.find(row) + row.size(), "FOLLOWS " + dialect::quote(before) + " ");
      object.depends_on.push_back({ObjectKind::sql_object, {{}, before}, "trigger"});
    });
    before = trigger.name;
  }
}

}  // namespace schemac::sql::mysql_text
