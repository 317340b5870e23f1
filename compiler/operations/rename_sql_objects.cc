// New names of schemas and of objects given as SQL, carried into every text that the engine itself would show with the
// new name: what is parsed when it is made (views, checks, triggers). Bodies of functions are strings to it, and keep
// what they say.
#include <algorithm>

#include "base/sql_tokens.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/references.h"
#include "operations/rename.h"
#include "operations/routine_names.h"

namespace schemac {
namespace {

constexpr SqlLexis objects_lexis = {.dollar_quotes = true, .backtick_identifiers = true, .bracket_identifiers = false};

std::string quoted(const std::string& name, char quote) {
  std::string out(1, quote);
  for (const char c : name) out += c == quote ? std::string(2, quote) : std::string(1, c);
  return out + quote;
}

// As the word that it stands for was.
std::string spelled(const std::string& name, bool in_backticks) {
  if (in_backticks) return quoted(name, '`');
  const bool bare = !name.empty() && (name[0] < '0' || name[0] > '9') &&
                    std::all_of(name.begin(), name.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return bare ? name : quoted(name, '"');
}

// A text in tokens, some of which get another spelling.
class Rewriting {
 public:
  explicit Rewriting(std::string_view sql)
      : sql_(sql), tokens_(sql_tokens(sql, objects_lexis)), spelling_(tokens_.size()) {}

  std::size_t size() const { return tokens_.size(); }
  std::string_view text(std::size_t at) const { return at < size() ? tokens_[at].text(sql_) : std::string_view(); }
  bool is_word(std::size_t at, std::string_view word) const {
    return at < size() && tokens_[at].kind == SqlTokenKind::word && equal_ignoring_case(text(at), word);
  }
  bool names(std::size_t at, const std::string& name) const {
    if (at >= size()) return false;
    if (tokens_[at].kind == SqlTokenKind::quoted_identifier) return unquoted(text(at)) == name;
    return tokens_[at].kind == SqlTokenKind::word && lower(text(at)) == name;
  }
  void say(std::size_t at, const std::string& name, const std::string& schema = {}) {
    const bool in_backticks = text(at).starts_with('`');
    spelling_[at] = (schema.empty() ? "" : spelled(schema, in_backticks) + ".") + spelled(name, in_backticks);
  }

  std::string result() const {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      if (spelling_[i].empty()) continue;
      out.append(sql_.substr(copied, tokens_[i].begin - copied)).append(spelling_[i]);
      copied = tokens_[i].end;
    }
    return out.append(sql_.substr(copied));
  }

 private:
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::vector<std::string> spelling_;
};

struct Move {
  QualifiedName from, to;
  bool called = false;  // a routine: arguments stand behind its name
};

// `public.a` where it stands for the object.
std::string follow(const std::string& sql, const Move& move) {
  if (sql.find(move.from.name) == std::string::npos) return sql;
  Rewriting text(sql);
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const bool begins = i == 0 || text.text(i - 1) != ".";
    if (!begins || !text.names(i, move.from.schema) || text.text(i + 1) != "." || !text.names(i + 2, move.from.name))
      continue;
    if (move.called && text.text(i + 3) != "(") continue;
    text.say(i, move.to.schema);
    text.say(i + 2, move.to.name);
  }
  return text.result();
}

// The same in an expression, where a name may stand without its schema.
std::string follow_anywhere(const std::string& sql, const Move& move) {
  auto qualified = follow(sql, move);
  Rewriting text(qualified);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text.names(i, move.from.name) && (i == 0 || text.text(i - 1) != ".") &&
        (!move.called || text.text(i + 1) == "("))
      text.say(i, move.to.name, move.from.schema == move.to.schema ? std::string() : move.to.schema);
  return text.result();
}

// `TRIGGER touch`, wherever a statement says it of the one that is meant.
std::string follow_behind(const std::string& sql, std::string_view kind, const std::string& from,
                          const std::string& to) {
  Rewriting text(sql);
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text.is_word(i, kind) && text.names(i + 1, from)) text.say(i + 1, to);
  return text.result();
}

std::string bare(const std::string& routine) { return split_routine(routine).name; }
std::string own_name(const std::string& on_table) { return on_table.substr(on_table.rfind('.') + 1); }

Move move_of(const std::string& kind, const QualifiedName& from, const QualifiedName& to) {
  if (!is_routine(kind)) return {from, to};
  return {{from.schema, bare(from.name)}, {to.schema, bare(to.name)}, true};
}

// Of `public.a` and of an object that is about it: `a`, `a.column`, `a to reader`.
bool is_about(const QualifiedName& name, const QualifiedName& object) {
  if (name.schema != object.schema || !name.name.starts_with(object.name)) return false;
  const auto rest = std::string_view(name.name).substr(object.name.size());
  return rest.empty() || rest.starts_with(".") || rest.starts_with(" to ");
}

class ObjectMove {
 public:
  ObjectMove(Schema& schema, const std::string& kind, const QualifiedName& from, const QualifiedName& to)
      : schema_(schema), kind_(kind), from_(from), to_(to), move_(move_of(kind, from, to)) {}

  void run() {
    const auto* old = schema_.sql_objects.find({kind_, from_});
    if (!old) return;
    SqlObject moved = *old;
    moved.definition = renamed_definition(*old, to_);
    moved.name = to_;
    for (auto& word : moved.shape) word = follow(word, move_);
    std::vector<std::shared_ptr<const SqlObject>> others;
    for (const auto& [key, object] : schema_.sql_objects)
      if (!(key == SqlObjectKey{kind_, from_})) others.push_back(object);
    schema_.sql_objects.erase({kind_, from_});
    schema_.sql_objects.set({kind_, to_}, std::move(moved));
    for (const auto& object : others) take_along(*object);
    take_tables_along();
    for (auto& object : schema_.unmanaged) rename(object.depends_on);
  }

 private:
  ObjectId id(const QualifiedName& name) const { return {ObjectKind::sql_object, name, kind_}; }

  bool is_part(const SqlObject& object) const {
    const bool hangs_on_it = is_part_of_another(object) || is_on_a_table(object.kind);
    return hangs_on_it && !is_on_a_table(kind_) ? is_about(object.name, from_) : hangs_on_it && object.name == from_;
  }

  // Of a materialized view.
  bool is_index_of_it(const SqlObject& object) const {
    return object.kind == "index" &&
           std::find(object.depends_on.begin(), object.depends_on.end(), id(from_)) != object.depends_on.end();
  }

  void take_along(const SqlObject& object) {
    SqlObject now = object;
    rename(now.depends_on);
    const bool part = is_part(object);
    if (is_on_a_table(kind_)) {
      if (part) now.definition = follow_behind(object.definition, kind_, own_name(from_.name), own_name(to_.name));
    } else if (part || is_routine(kind_) || is_type_of_columns(kind_) || is_index_of_it(object)) {
      now.definition = follow(object.definition, move_);
      for (auto& word : now.shape) word = follow(word, move_);
      if (is_type_of_columns(kind_)) now.name.name = follow(object.name.name, move_);
    }
    if (part) now.name = {to_.schema, to_.name + object.name.name.substr(from_.name.size())};
    if (now == object && now.depends_on == object.depends_on) return;
    schema_.sql_objects.erase({object.kind, object.name});
    schema_.sql_objects.set({now.kind, now.name}, std::move(now));
  }

  void rename(std::vector<ObjectId>& ids) const {
    for (auto& one : ids) {
      if (one == id(from_)) one.name = to_;
      if (is_type_of_columns(kind_) && one == type_id(from_)) one.name = to_;
      if (is_routine(kind_) && one == routine_id(move_.from)) one.name = move_.to;
      if (is_type_of_columns(kind_) && one.kind == ObjectKind::sql_object) one.name.name = follow(one.name.name, move_);
    }
  }

  void take_tables_along() {
    if (is_type_of_columns(kind_)) rename_type_everywhere(schema_, from_, to_);
    if (!is_routine(kind_)) return;
    std::vector<QualifiedName> callers;
    for (const auto& [name, table] : schema_.tables) {
      Table copy = *table;
      bool calls = false;
      for_each_expression(copy, [&](Expression& expression) { calls = calls || mentions(expression); });
      if (calls) callers.push_back(name);
    }
    for (const auto& name : callers)
      schema_.tables.change(name, [&](Table& table) {
        for_each_expression(table, [&](Expression& expression) {
          if (!mentions(expression)) return;
          if (expression.references)
            rename_references(expression.sql, *expression.references, id(from_), id(to_), '"');
          else
            expression.sql = follow_anywhere(expression.sql, move_);
          rename(expression.objects);
        });
      });
  }

  bool mentions(const Expression& expression) const {
    return std::any_of(expression.objects.begin(), expression.objects.end(),
                       [&](const ObjectId& one) { return one == id(from_) || one == routine_id(move_.from); });
  }

  Schema& schema_;
  const std::string& kind_;
  const QualifiedName& from_;
  const QualifiedName& to_;
  const Move move_;
};

// --- schemas

class SchemaMove {
 public:
  SchemaMove(Schema& schema, const std::string& from, const std::string& to) : schema_(schema), from_(from), to_(to) {}

  void run() {
    if (const auto* space = schema_.namespaces.find(from_)) {
      Namespace moved = *space;
      moved.name = to_;
      schema_.namespaces.erase(from_);
      schema_.namespaces.set(to_, std::move(moved));
    }
    move_all(schema_.enums, [](EnumType&) {});
    move_all(schema_.sequences, [&](Sequence& sequence) {
      if (sequence.owned_by) rename(sequence.owned_by->table);
    });
    move_all(schema_.tables, [&](Table& table) { inside(table); });
    move_objects();
    for (auto& object : schema_.unmanaged) {
      rename(object.name);
      rename(object.depends_on);
    }
  }

 private:
  void rename(QualifiedName& name) const {
    if (name.schema == from_) name.schema = to_;
  }
  void rename(std::vector<ObjectId>& ids) const {
    for (auto& id : ids) {
      rename(id.name);
      if (id.kind == ObjectKind::sql_object) id.name.name = follow(id.name.name);
    }
  }

  // `billing.` and `SCHEMA billing`.
  std::string follow(const std::string& sql) const {
    if (sql.find(from_) == std::string::npos) return sql;
    Rewriting text(sql);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool qualifies = text.text(i + 1) == "." && (i == 0 || text.text(i - 1) != ".");
      if (text.names(i, from_) && (qualifies || (i > 0 && text.is_word(i - 1, "schema")))) text.say(i, to_);
    }
    return text.result();
  }

  // A default may name a sequence in a string.
  std::string follow_into_strings(const std::string& sql) const {
    const auto outside = follow(sql);
    std::string out;
    std::size_t done = 0;
    for (const auto& token : sql_tokens(outside, objects_lexis)) {
      if (token.kind != SqlTokenKind::string || !token.text(outside).starts_with('\'')) continue;
      out.append(outside, done, token.begin - done).append(string_literal(follow(string_value(token.text(outside)))));
      done = token.end;
    }
    return out.append(outside, done);
  }

  template <class Object, class Inside>
  void move_all(SharedMap<QualifiedName, Object>& objects, Inside&& change_inside) {
    std::vector<std::shared_ptr<const Object>> all;
    for (const auto& [name, object] : objects) all.push_back(object);
    for (const auto& object : all) {
      Object now = *object;
      change_inside(now);
      rename(now.name);
      if (now == *object) continue;
      objects.erase(object->name);
      objects.set(now.name, std::move(now));
    }
  }

  void inside(Table& table) const {
    for (auto& column : table.columns) {
      if (column.type.user_type) rename(*column.type.user_type);
      if (column.collation) column.collation = follow(*column.collation);
    }
    for (auto& constraint : table.constraints)
      if (auto* key = std::get_if<ForeignKey>(&constraint.body)) rename(key->references);
    for_each_expression(table, [&](Expression& expression) {
      const bool near = std::any_of(expression.objects.begin(), expression.objects.end(),
                                    [&](const ObjectId& id) { return id.name.schema == from_; });
      if (expression.references) {
        rename_references(expression.sql, *expression.references, schema_id(from_), schema_id(to_), '"');
        for (auto& reference : *expression.references) rename(reference.object.name);
      } else {
        expression.sql = near ? follow_into_strings(expression.sql) : follow(expression.sql);
      }
      rename(expression.objects);
    });
    for (auto& [key, value] : table.attributes) value = follow(value);
  }

  void move_objects() {
    std::vector<std::shared_ptr<const SqlObject>> all;
    for (const auto& [key, object] : schema_.sql_objects) all.push_back(object);
    for (const auto& object : all) {
      SqlObject now = *object;
      rename(now.name);
      now.name.name = follow(now.name.name);
      if (now.kind.ends_with(" on schema") && now.name.name.starts_with(from_ + " to "))
        now.name.name.replace(0, from_.size(), to_);
      if (now.kind == "comment on schema" && now.name.name == from_) now.name.name = to_;
      if (object->read_back) now.definition = follow(object->definition);
      for (auto& word : now.shape) word = now.kind == "extension" && word == from_ ? to_ : follow(word);
      rename(now.depends_on);
      if (now == *object && now.depends_on == object->depends_on) continue;
      schema_.sql_objects.erase({object->kind, object->name});
      schema_.sql_objects.set({now.kind, now.name}, std::move(now));
    }
  }

  Schema& schema_;
  const std::string& from_;
  const std::string& to_;
};

}  // namespace

std::string rename_path(const std::string& sql, const QualifiedName& from, const QualifiedName& to) {
  return follow(sql, {from, to});
}

std::string renamed_definition(const SqlObject& object, const QualifiedName& to) {
  if (is_on_a_table(object.kind))
    return follow_behind(object.definition, object.kind, own_name(object.name.name), own_name(to.name));
  const auto move = move_of(object.kind, object.name, to);
  auto definition = follow(object.definition, move);
  if (definition != object.definition || (object.read_back && !object.name.schema.empty())) return definition;
  // written by hand, or by a server without schemas: the first such name behind CREATE
  Rewriting text(object.definition);
  for (std::size_t i = 1; i < text.size() && text.is_word(0, "create"); ++i)
    if (text.names(i, move.from.name)) {
      text.say(i, move.to.name);
      break;
    }
  return text.result();
}

void rename_sql_object_everywhere(Schema& schema, const std::string& kind, const QualifiedName& from,
                                  const QualifiedName& to) {
  ObjectMove(schema, kind, from, to).run();
}

void rename_schema_everywhere(Schema& schema, const std::string& from, const std::string& to) {
  SchemaMove(schema, from, to).run();
}

}  // namespace schemac
