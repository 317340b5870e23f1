#include "dialects/sqlite/dependencies.h"

#include <algorithm>
#include <set>

#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/names.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

// Which tables and views a text reads and writes: the names that stand where only such a name can.
class Relations {
 public:
  explicit Relations(std::string_view sql) : sql_(sql), tokens_(sql_tokens(sql, lexis)) {}

  std::set<std::string> run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) look();
    return std::move(found_);
  }

 private:
  struct Level {
    bool in_from = false;
    bool expects = false;  // a relation's name comes next
  };

  std::string word(std::size_t at) const {
    return at < tokens_.size() && tokens_[at].kind != SqlTokenKind::quoted_identifier ? lower(tokens_[at].text(sql_)) : std::string();
  }
  bool is_one_of(std::string_view words, const std::string& text) const { return words.find(" " + text + " ") != std::string_view::npos; }

  void look() {
    auto& level = levels_.back();
    const auto text = word(at_);
    if (text == "(") {
      levels_.push_back(level.expects ? level : Level{});
      levels_[levels_.size() - 2].expects = false;
    } else if (text == ")") {
      if (levels_.size() > 1) levels_.pop_back();
    } else if (text == ",") {
      level.expects = level.in_from;
    } else if (is_one_of(" from join ", text)) {
      level = {true, true};
    } else if (is_one_of(" into update in ", text)) {
      level.expects = true;
    } else if (is_one_of(" where group order having window limit select values set union except intersect ; begin end returning ", text)) {
      level = {};
    } else if (level.expects && !is_one_of(" or replace ignore abort fail rollback ", text)) {
      take_name();
      levels_.back().expects = false;
    }
  }

  void take_name() {
    if (word(at_ + 1) == "." && at_ + 2 < tokens_.size()) at_ += 2;
    const auto kind = tokens_[at_].kind;
    if (kind != SqlTokenKind::symbol && kind != SqlTokenKind::number) found_.insert(lower(unquoted(tokens_[at_].text(sql_))));
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
  std::vector<Level> levels_{1};
  std::set<std::string> found_;
};

ObjectId view_id(const std::string& name) { return {ObjectKind::sql_object, {"", name}, "view"}; }

bool is_view(const SqlObjectKey& key) { return key.kind == "view"; }

// A table, or a view with its triggers INSTEAD OF.
ObjectId relation(const std::string& name, const Schema& schema) {
  for (const auto& [table, value] : schema.tables)
    if (equal_ignoring_case(table.name, name)) return table_id(table);
  for (const auto& [key, value] : schema.sql_objects)
    if (is_view(key) && equal_ignoring_case(key.name.name, name)) return view_id(key.name.name);
  return view_id(name);
}

// `dependencies` puts first what a trigger is on.
bool is_trigger_on(const Standing& object, const QualifiedName& relation) {
  if (object.kind != "trigger" || object.depends_on->empty()) return false;
  const auto& on = object.depends_on->front();
  return on == table_id(relation) || on == view_id(relation.name);
}

bool has_all(const Standing& view, const Table& table) {
  return std::all_of(view.depends_on->begin(), view.depends_on->end(), [&](const ObjectId& id) {
    return id.kind != ObjectKind::column || id.name != table.name || table.columns.find(id.part) != nullptr;
  });
}

bool is_there(const ObjectId& id, const Schema& schema) {
  return id.kind != ObjectKind::sql_object || schema.sql_objects.contains({id.part, id.name}) ||
         std::any_of(schema.unmanaged.begin(), schema.unmanaged.end(),
                     [&](const UnmanagedObject& object) { return object.kind == id.part && object.name == id.name; });
}

}  // namespace

const ObjectId& what_is_not_there() {
  static const ObjectId id{ObjectKind::sql_object, {}, "what is not there"};
  return id;
}

std::vector<Standing> views_and_triggers(const Schema& schema) {
  std::vector<Standing> out;
  const auto add = [&](const std::string& kind, const QualifiedName& name, const std::string& definition, const std::vector<ObjectId>& needs) {
    if (kind == "view" || kind == "trigger") out.push_back({kind, name.name, &definition, &needs});
  };
  for (const auto& object : schema.unmanaged) add(object.kind, object.name, object.definition, object.depends_on);
  for (const auto& [key, object] : schema.sql_objects) add(object->kind, object->name, object->definition, object->depends_on);
  return out;
}

std::vector<ObjectId> dependencies(std::string_view sql, const std::string& own_table, const Schema& schema) {
  std::set<std::string> words;
  for (const auto& name : identifiers(sql)) words.insert(lower(name));
  const auto relations = Relations(sql).run();
  std::vector<ObjectId> ids;
  if (!own_table.empty()) ids.push_back(relation(own_table, schema));
  for (const auto& [name, table] : schema.tables) {
    const bool own = equal_ignoring_case(name.name, own_table);
    if (!own && !relations.contains(lower(name.name))) continue;
    if (!own) ids.push_back(table_id(name));
    for (const auto& column : table->columns)
      if (words.contains(lower(column.name))) ids.push_back(column_id(name, column.name));
  }
  for (const auto& [key, object] : schema.sql_objects)
    if (is_view(key) && object->definition != sql && !equal_ignoring_case(key.name.name, own_table) && relations.contains(lower(key.name.name)))
      ids.push_back(view_id(key.name.name));
  return ids;
}

bool names(const Standing& object, const ObjectId& id) {
  return std::find(object.depends_on->begin(), object.depends_on->end(), id) != object.depends_on->end();
}

std::vector<Standing> triggers_of(const QualifiedName& relation, const Schema& schema) {
  auto triggers = views_and_triggers(schema);
  std::erase_if(triggers, [&](const Standing& object) { return !is_trigger_on(object, relation); });
  return triggers;
}

std::vector<Standing> working_views_over(const Table& after, const Schema& schema) {
  auto waiting = views_and_triggers(schema);
  std::erase_if(waiting, [&](const Standing& object) {
    return object.kind != "view" || names(object, what_is_not_there()) || !has_all(object, after) ||
           !std::all_of(object.depends_on->begin(), object.depends_on->end(), [&](const ObjectId& id) { return is_there(id, schema); });
  });
  std::vector<Standing> reached;
  for (bool grown = true; grown;) {
    grown = false;
    std::erase_if(waiting, [&](const Standing& view) {
      const bool over = names(view, table_id(after.name)) ||
                        std::any_of(reached.begin(), reached.end(), [&](const Standing& other) { return names(view, view_id(other.name)); });
      if (over) reached.push_back(view);
      grown = grown || over;
      return over;
    });
  }
  std::sort(reached.begin(), reached.end(), [](const Standing& a, const Standing& b) { return a.name < b.name; });
  return reached;
}

}  // namespace schemac::sqlite
