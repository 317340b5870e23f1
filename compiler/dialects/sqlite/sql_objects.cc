#include "dialects/sqlite/sql_objects.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dialects/sqlite/dependencies.h"
#include "dialects/sqlite/names.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

template <class T>
const T* as_operation(const Operation& operation) {
  return std::get_if<T>(&operation.variant());
}

// A definition word by word.
class Words {
 public:
  explicit Words(const std::string& sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  bool accept(std::string_view word) {
    if (!is(at_, word)) return false;
    ++at_;
    return true;
  }
  bool accept_name_and(std::string_view symbol) {
    if (!is(at_ + 1, symbol)) return false;
    at_ += 2;
    return true;
  }
  std::string name() { return at_ < tokens_.size() ? unquoted(tokens_[at_].text(sql_)) : std::string(); }
  // Everything from here on, without semicolons at its end.
  std::string rest() const {
    auto end = tokens_.size();
    while (end > at_ && tokens_[end - 1].text(sql_) == ";") --end;
    return end > at_ ? sql_.substr(tokens_[at_].begin, tokens_[end - 1].end - tokens_[at_].begin) : std::string();
  }

 private:
  bool is(std::size_t at, std::string_view word) const {
    return at < tokens_.size() && equal_ignoring_case(tokens_[at].text(sql_), word);
  }

  const std::string& sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

class Statements {
 public:
  explicit Statements(Schema& schema) : schema_(schema) {}

  Diagnostics run() {
    std::vector<SqlObject> objects;
    for (const auto& [key, object] : schema_.sql_objects) objects.push_back(*object);
    for (auto& object : objects) {
      whole(object);
      schema_.sql_objects.set({object.kind, object.name}, object);
    }
    if (!has_errors(found_))
      for (auto& object : objects) depend(std::move(object));
    return std::move(found_);
  }

 private:
  void error(std::string code, const SqlObject& object, std::string_view why) {
    found_.push_back(
        error_at(std::move(code), fmt::format("found {} `{}`: {}", object.kind, display(object.name), why)));
  }

  void whole(SqlObject& object) {
    const bool view = object.kind == "view";
    if (!view && object.kind != "trigger")
      return error("not-in-sqlite", object, "SQLite has views and triggers; anything else is no object there");
    if (!object.name.schema.empty())
      return error("no-schemas", object, "SQLite has no schemas, and a trigger is called by its own name alone");
    const auto upper = view ? "VIEW" : "TRIGGER";
    Words words(object.definition);
    if (!words.accept("create")) {
      const bool complete = !view || words.accept("as") || words.rest().starts_with('(');
      object.definition = fmt::format("CREATE {} {} {}{}", upper, quote(object.name),
                                      complete && !words.rest().starts_with('(') && view ? "AS " : "",
                                      complete ? words.rest() : "AS " + words.rest());
      return;
    }
    if (words.accept("temp") || words.accept("temporary"))
      return error("temporary", object, "what is temporary belongs to a session, not to a schema");
    if (!words.accept(object.kind))
      return error("other-object", object,
                   fmt::format("its statement makes something else, expected CREATE {}", upper));
    if (words.accept("if")) static_cast<void>(words.accept("not") && words.accept("exists"));
    static_cast<void>(words.accept_name_and("."));
    if (!equal_ignoring_case(words.name(), object.name.name))
      return error("other-object", object,
                   fmt::format("its statement makes `{}`, expected the same name", words.name()));
    object.definition = fmt::format("CREATE {} {}", upper, words.rest());
  }

  // From here on it is as_operation good as_operation the engine's own text.
  void depend(SqlObject object) {
    const bool broken =
        std::find(object.depends_on.begin(), object.depends_on.end(), what_is_not_there()) != object.depends_on.end();
    find_references(object, schema_);
    if (broken) object.depends_on.push_back(what_is_not_there());
    object.read_back = true;
    schema_.sql_objects.set({object.kind, object.name}, object);
  }

  Schema& schema_;
  Diagnostics found_;
};

bool drops(const std::vector<Operation>& operations, std::string_view kind, const std::string& name) {
  return std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
    const auto* drop = as_operation<DropSqlObject>(operation);
    return drop && drop->object.kind == kind && drop->object.name.name == name;
  });
}

void remake_triggers_of_views(std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  std::vector<QualifiedName> views;
  for (const auto& operation : operations)
    if (const auto* drop = as_operation<DropSqlObject>(operation); drop && drop->object.kind == "view")
      views.push_back(drop->object.name);
  for (const auto& view : views)
    for (const auto& trigger : triggers_of(view, from)) {
      const SqlObjectKey key{"trigger", {"", trigger.name}};
      const auto* present = from.sql_objects.find(key);
      const auto* wanted = to.sql_objects.find(key);
      if (!present || drops(operations, "trigger", trigger.name)) continue;
      operations.emplace_back(DropSqlObject{*present});
      if (wanted) operations.emplace_back(CreateSqlObject{*wanted});
    }
}

// Filling a column fires the triggers of its table: neither those that go nor those that come have a say in it.
void keep_out_of_backfills(std::vector<Operation>& operations) {
  std::set<ObjectId> filled;
  for (const auto& operation : operations)
    if (const auto* fill = as_operation<Backfill>(operation))
      filled.insert(column_facet(ObjectKind::column_values, fill->table, fill->column));
  const auto mind = [&](SqlObject& object) {
    if (object.kind != "trigger") return;
    for (const auto& values : filled)
      if (std::find(object.depends_on.begin(), object.depends_on.end(), table_id(values.name)) !=
          object.depends_on.end())
        object.depends_on.push_back(values);
  };
  for (auto& operation : operations) {
    if (auto* create = std::get_if<CreateSqlObject>(static_cast<OperationVariant*>(&operation))) mind(create->object);
    if (auto* drop = std::get_if<DropSqlObject>(static_cast<OperationVariant*>(&operation))) mind(drop->object);
  }
}

}  // namespace

Diagnostics whole_statements(Schema& schema) { return Statements(schema).run(); }

void mind_triggers(std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  remake_triggers_of_views(operations, from, to);
  keep_out_of_backfills(operations);
}

}  // namespace schemac::sqlite
