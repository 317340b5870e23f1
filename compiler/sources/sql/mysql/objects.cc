// Views, triggers, routines and events, in the words in which the server shows them.
#include <algorithm>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/pipes.h"
#include "dialects/mysql/references.h"
#include "dialects/mysql/view_query.h"
#include "sources/sql/mysql/folder.h"

namespace schemac::sql::mysql_text {
namespace {

namespace dialect = ::schemac::mysql;

std::string text_of(const Tree& tree, const std::vector<Grammar::AnythingContext*>& body) {
  return body.empty() ? std::string() : tree.text(body.front(), body.back());
}

// The servers keep comments in bodies, and what they read in `/*+ … */`.
std::string body_of(const Tree& tree, const std::vector<Grammar::AnythingContext*>& body) {
  return body.empty() ? std::string() : tree.commented(body.front(), body.back());
}

std::string kind_of(Grammar::DropObjectContext* statement) {
  if (statement->VIEW()) return "view";
  if (statement->TRIGGER()) return "trigger";
  if (statement->FUNCTION()) return "function";
  return statement->PROCEDURE() ? "procedure" : "event";
}

std::string algorithm_of(Grammar::CreateObjectContext* statement) {
  return statement->ALGORITHM() ? fmt::format("ALGORITHM={} ", statement->name(0)->getText()) : std::string();
}

std::string security_of(Grammar::CreateObjectContext* statement) {
  return statement->SECURITY() ? fmt::format("SQL SECURITY {} ", statement->name().back()->getText()) : std::string();
}

// What SHOW CREATE VIEW writes: every column with its table, every item with its name, every name in quotes. Whatever
// else somebody wrote, only the server knows what becomes of it.
class ServersWords {
 public:
  explicit ServersWords(const std::string& query) : query_(query), tokens_(sql_tokens(query, dialect::lexis)) {}

  bool hold() {
    for (at_ = 0; at_ < tokens_.size(); ++at_)
      if (!fits()) return false;
    return true;
  }

 private:
  std::string text(std::size_t at) const {
    return at < tokens_.size() ? lower(tokens_[at].text(query_)) : std::string();
  }

  // Of several names or spellings the server writes one.
  static bool is_another_spelling(const std::string& word) {
    static constexpr std::string_view others =
        " substring mid position now localtime localtimestamp current_date current_time character_length lcase ucase "
        "dayofmonth power std stddev "
        "octet_length schema user session_user != && || ";
    return others.find(" " + word + " ") != std::string_view::npos;
  }

  bool fits() {
    const auto before = at_ == 0 ? std::string() : text(at_ - 1);
    const auto word = text(at_);
    if (is_another_spelling(word)) return false;
    switch (tokens_[at_].kind) {
      case SqlTokenKind::symbol: return symbol(word, before);
      case SqlTokenKind::word: return bare(word, before);
      case SqlTokenKind::quoted_identifier: return before == "." || text(at_ + 1) == "." || before == "as" || in_from_;
      case SqlTokenKind::string:
      case SqlTokenKind::number: return before == "select" || before == "," ? is_named() : true;
      case SqlTokenKind::comment: return true;
    }
    return false;
  }

  bool symbol(const std::string& word, const std::string& before) {
    if (word == "(") queries_.push_back(text(at_ + 1) == "select" || in_from_);
    if (word == ")" && !queries_.empty()) queries_.pop_back();
    return word != "*" ||
           (before != "select" && before != "," && before != "." && before != "distinct" && before != "(");
  }

  bool bare(const std::string& word, const std::string& before) {
    if (before == "as" || before == "." || text(at_ + 1) == "." || before == "from" || before == "join") return false;
    if (word == "from" && !queries_.empty() && !queries_.back()) return false;  // SUBSTR(… FROM …)
    if (word == "from" || word == "join") in_from_ = true;
    if (word == "where" || word == "group" || word == "order" || word == "select" || word == "on") in_from_ = false;
    return true;
  }

  // A constant among what is selected is called by something.
  bool is_named() const { return in_from_ || !queries_.empty() || text(at_ + 1) != ","; }

  const std::string& query_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
  bool in_from_ = false;
  std::vector<bool> queries_;  // for each open parenthesis, whether it holds a query or tables
};

}  // namespace

void Folder::create_object(Grammar::CreateObjectContext* statement) {
  auto* object = statement->object();
  const auto definer = statement->definer() ? tree_.text(statement->definer()) + " " : std::string();
  SqlObject made;
  bool if_not_exists = false;
  if (auto* view = dynamic_cast<Grammar::ViewObjectContext*>(object)) {
    made = {.kind = "view", .name = own_name(view->path()), .definition = {}};
    const auto query = dialect::without_database(text_of(tree_, view->anything()), state_.database);
    const auto columns = view->nameList() ? " " + tree_.text(view->nameList()) : std::string();
    const auto statement_of = [&](const std::string& columns_said, const std::string& said) {
      return fmt::format("CREATE {}{}{}VIEW {}{} AS {}", algorithm_of(statement), definer, security_of(statement),
                         dialect::quote(made.name.name), columns_said, said);
    };
    made.definition = statement_of(columns, query);
    if (!ServersWords(query).hold()) {
      std::optional<dialect::RepeatedColumn> repeated;
      const auto mode = state_.mode.joins_texts ? "SET SESSION sql_mode = 'PIPES_AS_CONCAT';\n" : std::string();
      if (dialect::has_pipes(query)) remark_on_pipes(state_.mode, tree_.where(view), state_.remarks);
      const auto plain = dialect::read_view(mode + made.definition, &state_.schema, &repeated);
      if (repeated)
        return error("duplicate-column",
                     fmt::format("found column `{}` twice in view `{}`, expected each name once", repeated->name,
                                 made.name.name),
                     view->path());
      if (!plain) {
        bool is_missing = false;
        for (const auto& name : dialect::missing_in_view(made, state_.schema)) {
          if (name.kind == NameKind::relation) continue;  // perhaps of another file
          is_missing = true;
          const bool is_alias = name.kind == NameKind::qualifier;
          error(is_alias ? "unknown-table" : "unknown-column",
                fmt::format("no {} `{}`{}, named by view `{}`", is_alias ? "table or alias" : "column",
                            is_alias ? name.parts.front() : name.parts.back(),
                            name.of ? fmt::format(" in `{}`", name.of->name) : std::string(), made.name.name),
                view->path());
        }
        if (is_missing) return;
      }
      if (!plain || !dialect::meaning_of(*plain))
        return needs_server("a view whose stored form only a server knows", view);
      made.definition = statement_of({}, dialect::in_servers_words(*plain));
    }
    if_not_exists = view->ifNotExists() != nullptr;
  } else if (auto* trigger = dynamic_cast<Grammar::TriggerObjectContext*>(object)) {
    const auto table = table_at(trigger->path(1));
    if (!table) return;
    made = {.kind = "trigger", .name = own_name(trigger->path(0)), .definition = {}};
    const auto timing = trigger->BEFORE() ? "BEFORE" : "AFTER";
    const auto event = trigger->INSERT() ? "INSERT" : trigger->UPDATE() ? "UPDATE" : "DELETE";
    made.definition =
        fmt::format("CREATE {}TRIGGER {} {} {} ON {} FOR EACH ROW {}", definer, dialect::quote(made.name.name), timing,
                    event, dialect::quote(table->name.name), body_of(tree_, trigger->anything()));
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
    made.definition = fmt::format("CREATE {}{}{} {}{} {}", definer, routine->AGGREGATE() ? "AGGREGATE " : "",
                                  routine->FUNCTION() ? "FUNCTION" : "PROCEDURE", dialect::quote(made.name.name),
                                  tree_.text(routine->group()), body_of(tree_, routine->anything()));
    if_not_exists = routine->ifNotExists() != nullptr;
  } else if (auto* event = dynamic_cast<Grammar::EventObjectContext*>(object)) {
    made = {.kind = "event", .name = own_name(event->path()), .definition = {}};
    made.definition = fmt::format("CREATE {}EVENT {} ON SCHEDULE {}", definer, dialect::quote(made.name.name),
                                  body_of(tree_, event->anything()));
    if_not_exists = event->ifNotExists() != nullptr;
  }
  if (made.kind != "view" && dialect::has_pipes(made.definition)) {
    if (state_.mode.joins_texts != state_.first_mode.joins_texts)
      return needs_server(fmt::format("`||` in a {} that keeps an SQL mode of its own", made.kind), object);
    remark_on_pipes(state_.mode, tree_.where(object), state_.remarks);
  }
  const SqlObjectKey key{made.kind, made.name};
  if (state_.schema.sql_objects.contains(key)) {
    if (if_not_exists) return;
    if (!statement->REPLACE())
      return error("duplicate-object", fmt::format("found {} `{}` a second time", made.kind, made.name.name), object);
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
      if (!statement->ifExists())
        error("unknown-object", fmt::format("no {} `{}` at this place of the file", kind, name.name), path);
      continue;
    }
    state_.schema.sql_objects.erase({kind, name});
    if (kind == "trigger")
      std::erase_if(state_.triggers, [&](const TriggerPlace& trigger) { return trigger.name == name.name; });
  }
}

void resolve_views(State& state) {
  std::vector<SqlObjectKey> views;
  for (const auto& [key, object] : state.schema.sql_objects)
    if (key.kind == "view") views.push_back(key);
  for (const auto& key : views)
    state.schema.sql_objects.change(key, [&](SqlObject& object) { dialect::resolve(object, state.schema); });
}

void order_triggers(State& state) {
  std::map<std::string, std::string> last;
  for (const auto& trigger : state.triggers) {
    auto& before = last[trigger.moment];
    state.schema.sql_objects.change({"trigger", {{}, trigger.name}}, [&](SqlObject& object) {
      static constexpr std::string_view row = " FOR EACH ROW ";
      if (!before.empty())
        object.definition.insert(object.definition.find(row) + row.size(), "FOLLOWS " + dialect::quote(before) + " ");
      dialect::resolve(object, state.schema);
    });
    before = trigger.name;
  }
}

}  // namespace schemac::sql::mysql_text
