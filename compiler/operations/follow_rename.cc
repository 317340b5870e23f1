#include "operations/follow_rename.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "operations/inheritance.h"
#include "operations/object_ids.h"
#include "operations/references.h"
#include "operations/rename.h"

namespace schemac {
namespace {

constexpr SqlLexis lexis_of_objects = {.dollar_quotes = true};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_query(std::string_view kind) { return kind == "view" || kind == "materialized view" || kind == "policy"; }

// One statement that names what it is about, and nothing else.
bool is_said_of_another(const SqlObject& object) {
  static constexpr auto with_expressions =
      std::to_array<std::string_view>({"partition constraint", "partition default", "inherited default",
                                       "column default", "domain default", "domain constraint"});
  static constexpr auto beside = std::to_array<std::string_view>({"row security", "forced row security"});
  return (is_part_of_another(object) && !is_among(with_expressions, object.kind)) || is_among(beside, object.kind);
}

bool is_column_of(const ObjectId& id, const QualifiedName& table) {
  return (id.kind == ObjectKind::column || id.kind == ObjectKind::column_type) && id.name == table;
}

// `orders.touch`: a trigger, a rule or a policy of the table.
bool is_on(const ObjectId& id, const QualifiedName& table) {
  return id.kind == ObjectKind::sql_object && is_on_a_table(id.part) && id.name.schema == table.schema &&
         id.name.name.starts_with(table.name + ".");
}

// `f(public.mood)`: a routine goes by its arguments' types.
bool takes(const ObjectId& routine, const ObjectId& type) {
  const bool may_be_type = type.kind == ObjectKind::type || type.kind == ObjectKind::table;
  return may_be_type && routine.kind == ObjectKind::sql_object && is_routine(routine.part) &&
         routine.name.name.find(type.name.name) != std::string::npos &&
         rename_path(routine.name.name, type.name, {"-", "-"}) != routine.name.name;
}

bool looks_at(const ObjectId& need, const ObjectId& from) {
  if (need == from || takes(need, from)) return true;
  if (from.kind == ObjectKind::table) return is_column_of(need, from.name) || is_on(need, from.name);
  return from.kind == ObjectKind::column && is_column_of(need, from.name) && need.part == from.part;
}

// `orders.touch` and `orders to app` begin with the table.
bool is_called_after(const SqlObject& object, const ObjectId& from) {
  if (!is_part_of_another(object) && !is_on_a_table(object.kind) && !is_said_of_another(object)) return false;
  if (object.name.schema != from.name.schema || !object.name.name.starts_with(from.name.name)) return false;
  const auto rest = std::string_view(object.name.name).substr(from.name.name.size());
  return rest.empty() || rest.starts_with(".") || rest.starts_with(" to ");
}

// `orders.phone` and `orders.phone to app`: where the column's name stands in the object's; npos where it does not.
std::size_t column_in_name(const SqlObject& object, const std::string& column) {
  if (!object.kind.ends_with(" on column") && !is_setting_of_a_column(object.kind)) return std::string::npos;
  const auto to = object.kind.find("grant on") == 0 || object.kind.find("revoke on") == 0
                      ? object.name.name.rfind(" to ")
                      : object.name.name.size();
  const auto name = std::string_view(object.name.name).substr(0, to);
  return name.ends_with("." + column) ? name.size() - column.size() : std::string::npos;
}

// Behind COLUMN, as the last of a path, or in brackets behind a right.
std::string with_other_column(const SqlObject& object, const std::string& from, const std::string& to) {
  const auto& sql = object.definition;
  const auto tokens = sql_tokens(sql, lexis_of_objects);
  const bool in_brackets = object.kind.starts_with("grant") || object.kind.starts_with("revoke");
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 1; at < tokens.size(); ++at) {
    const auto before = tokens[at - 1].text(sql);
    if (!in_brackets && equal_ignoring_case(tokens[at].text(sql), object.kind == "comment on column" ? "is" : "set"))
      break;
    const bool is_place =
        in_brackets ? before == "("
                    : (before == "." && object.kind == "comment on column") || equal_ignoring_case(before, "column");
    const auto text = tokens[at].text(sql);
    if (!is_place || unquoted(text) != from) continue;
    if (!in_brackets && at + 1 < tokens.size() && tokens[at + 1].text(sql) == ".") continue;
    out.append(sql.substr(done, tokens[at].begin - done)).append(written_name(to));
    done = tokens[at].end;
  }
  return out.append(sql.substr(done));
}

// A query over a table goes on under an alias that is the table's old name, and what stands in front of a dot is that
// alias.
class QueryOverTable {
 public:
  QueryOverTable(SqlObject& object, const NewName& move) : object_(object), move_(move) {}

  void run() {
    auto& references = *object_.references;
    std::erase_if(references, [&](const Reference& one) { return one.object == move_.from && is_qualifier(one); });
    for (std::size_t at = 0; at < references.size(); ++at)
      if (references[at].object == move_.from && !has_alias(references[at]))
        insert(at, references[at].end, " " + written_name(move_.from.name.name));
    rename_references(object_.definition, references, move_.from, move_.to, '"');
    for (std::size_t at = 0; at < references.size(); ++at)
      if (references[at].object == move_.to) drop_needless_alias(at);
  }

 private:
  const std::string& sql() const { return object_.definition; }

  bool is_qualifier(const Reference& reference) const {
    return reference.end < sql().size() && sql()[reference.end] == '.';
  }

  // The word behind the table, where it is no word of the clause that follows.
  std::pair<std::size_t, std::size_t> alias_behind(const Reference& reference) const {
    static constexpr auto words = std::to_array<std::string_view>(
        {"where", "join",  "left",   "right", "full",   "inner",  "cross",     "natural",     "on",      "using",
         "group", "order", "having", "limit", "offset", "fetch",  "window",    "union",       "except",  "intersect",
         "for",   "set",   "with",   "as",    "values", "select", "returning", "tablesample", "default", "do"});
    const auto begin = sql().find_first_not_of(" \n\t", reference.end);
    if (begin == std::string::npos) return {0, 0};
    const auto tokens = sql_tokens(sql().substr(begin, 200), lexis_of_objects);
    if (tokens.empty()) return {0, 0};
    const auto& token = tokens.front();
    const auto text = std::string_view(sql()).substr(begin, token.end);
    const bool is_name = token.kind == SqlTokenKind::quoted_identifier ||
                         (token.kind == SqlTokenKind::word && !is_among(words, lower(text)));
    return is_name ? std::pair(begin, begin + token.end) : std::pair(std::size_t{0}, std::size_t{0});
  }

  bool has_alias(const Reference& reference) const { return alias_behind(reference).second != 0; }

  void drop_needless_alias(std::size_t at) {
    const auto& reference = (*object_.references)[at];
    const auto [begin, end] = alias_behind(reference);
    if (end == 0 || unquoted(std::string_view(sql()).substr(begin, end - begin)) != move_.to.name.name) return;
    if (end < sql().size() && sql()[end] == '(') return;  // its columns have other names
    const auto gap = static_cast<std::uint32_t>(end - reference.end);
    object_.definition.erase(reference.end, gap);
    for (auto& other : *object_.references)
      if (other.begin >= end) other.begin -= gap, other.end -= gap;
  }

  void insert(std::size_t at, std::size_t place, const std::string& text) {
    object_.definition.insert(place, text);
    auto& references = *object_.references;
    for (std::size_t later = at + 1; later < references.size(); ++later)
      if (references[later].begin >= place) {
        references[later].begin += static_cast<std::uint32_t>(text.size());
        references[later].end += static_cast<std::uint32_t>(text.size());
      }
  }

  SqlObject& object_;
  const NewName& move_;
};

bool has_word(const SqlObject& object, std::string_view word) {
  const auto tokens = sql_tokens(object.definition, lexis_of_objects);
  return std::ranges::any_of(tokens, [&](const SqlToken& token) {
    return token.kind == SqlTokenKind::word && equal_ignoring_case(token.text(object.definition), word);
  });
}

// `JOIN b USING (id)`: the engine shows the join otherwise when one of its columns gets another name. Of the columns
// behind ON CONFLICT the parser tells no places.
bool may_name_otherwise(const SqlObject& object) {
  return (has_word(object, "join") && has_word(object, "using")) || has_word(object, "conflict");
}

std::ptrdiff_t times_said(const SqlObject& object, const NewName& move) {
  return object.references ? std::ranges::count(*object.references, move.from, &Reference::object) : 0;
}

bool is_relation(const NewName& move) {
  static constexpr auto kinds = std::to_array<std::string_view>({"partition", "view", "materialized view"});
  return move.from.kind == ObjectKind::table ||
         (move.from.kind == ObjectKind::sql_object && is_among(kinds, move.from.part));
}

// A body that is a string is no concern of the engine's; in a parsed one a table goes on under an alias.
bool follows_as_routine(const SqlObject& object, const NewName& move, bool is_said) {
  if (!is_said) return false;
  const bool is_parsed = has_word(object, "atomic") || has_word(object, "return");
  return move.from.kind == ObjectKind::column || move.from.kind == ObjectKind::type || !is_parsed;
}

// `usr.*`, the row as a whole: its place is not known.
bool says_whole_rows(const SqlObject& object, const std::string& table) {
  const auto tokens = sql_tokens(object.definition, lexis_of_objects);
  for (std::size_t at = 0; at + 2 < tokens.size(); ++at)
    if (unquoted(tokens[at].text(object.definition)) == table && tokens[at + 1].text(object.definition) == "." &&
        tokens[at + 2].text(object.definition) == "*")
      return true;
  return false;
}

bool follow_in_text(SqlObject& object, const NewName& move) {
  if (is_said_of_another(object)) {
    if (move.from.kind == ObjectKind::column)
      object.definition = with_other_column(object, move.from.part, move.to.part);
    else
      object.definition = rename_path(object.definition, move.from.name, move.to.name);
    return true;
  }
  if (!needs_references(object.kind) || !object.references) return false;
  auto& references = *object.references;
  const auto said = times_said(object, move);
  const bool looks = std::ranges::find(object.depends_on, move.from) != object.depends_on.end();
  if (said == 0 && looks && move.from.kind == ObjectKind::column) return false;  // its places are not known
  if (object.kind == "rule" && is_relation(move) && said > 1) return false;
  if (is_relation(move) && said > 0 && says_whole_rows(object, move.from.name.name)) return false;
  if (is_routine(object.kind) && !follows_as_routine(object, move, said > 0)) return false;
  // a policy's own table is no part of a query
  if (object.kind == "policy" && is_relation(move) && is_called_after(object, move.from) && said > 1) return false;
  if (gets_an_alias(object, move)) {
    QueryOverTable(object, move).run();
    return true;
  }
  if (move.from.kind == ObjectKind::column && may_name_otherwise(object)) return false;
  rename_references(object.definition, references, move.from, move.to, '"');
  return true;
}

}  // namespace

std::vector<NewName> new_names(const Operation& rename, const Schema& schema) {
  std::vector<NewName> out;
  const auto& variant = rename.variant();
  if (const auto* table = std::get_if<RenameTable>(&variant)) {
    out.push_back({table_id(table->from), table_id(table->to)});
    out.push_back(
        {{ObjectKind::sql_object, table->from, "partition"}, {ObjectKind::sql_object, table->to, "partition"}});
  } else if (const auto* column = std::get_if<RenameColumn>(&variant)) {
    out.push_back({column_id(column->table, column->from), column_id(column->table, column->to)});
    auto all = heirs(schema);
    for (const auto& heir : all[column->table])
      out.push_back({column_id(heir, column->from), column_id(heir, column->to)});
  } else if (const auto* type = std::get_if<RenameEnum>(&variant)) {
    out.push_back({type_id(type->from), type_id(type->to)});
  } else if (const auto* sequence = std::get_if<RenameSequence>(&variant)) {
    out.push_back({sequence_id(sequence->from), sequence_id(sequence->to)});
  } else if (const auto* object = std::get_if<RenameSqlObject>(&variant)) {
    out.push_back(
        {{ObjectKind::sql_object, object->from, object->kind}, {ObjectKind::sql_object, object->to, object->kind}});
  }
  return out;
}

std::vector<NewName> new_names(const std::vector<Operation>& renames, Schema schema) {
  std::vector<NewName> out;
  for (const auto& op : renames) {
    std::ranges::move(new_names(op, schema), std::back_inserter(out));
    apply(op, schema);
  }
  return out;
}

bool follows_renames(const Schema& schema) { return schema.engine.dialect == "postgresql"; }

bool gets_an_alias(const SqlObject& object, const NewName& move) {
  const bool is_own = object.kind == "policy" && is_called_after(object, move.from);
  return is_relation(move) && is_query(object.kind) && !is_own && times_said(object, move) > 0;
}

bool needs_references(std::string_view kind) {
  static constexpr auto kinds = std::to_array<std::string_view>(
      {"view", "materialized view", "policy", "rule", "trigger", "index", "statistics", "partition constraint",
       "partition default", "inherited default", "column default", "function", "procedure"});
  return is_among(kinds, kind);
}

bool mentions(const SqlObject& object, const NewName& move) {
  const auto is_it = [&](const ObjectId& id) { return looks_at(id, move.from); };
  if (std::ranges::any_of(object.depends_on, is_it)) return true;
  return object.references && std::ranges::any_of(*object.references, is_it, &Reference::object);
}

static void follow_rename(ObjectId& id, const NewName& move) {
  if (id == move.from)
    id = move.to;
  else if (takes(id, move.from))
    id.name.name = rename_path(id.name.name, move.from.name, move.to.name);
  else if (move.from.kind == ObjectKind::column && looks_at(id, move.from))
    id.part = move.to.part;
  else if (move.from.kind == ObjectKind::table && is_on(id, move.from.name))
    id.name = {move.to.name.schema, move.to.name.name + id.name.name.substr(move.from.name.name.size())};
  else if (move.from.kind == ObjectKind::table && looks_at(id, move.from))
    id.name = move.to.name;
}

void follow_in_names(SqlObject& object, const NewName& move) {
  for (auto& id : object.depends_on) follow_rename(id, move);
  if (object.references)
    for (auto& reference : *object.references) follow_rename(reference.object, move);
  if (is_routine(object.kind) && (move.from.kind == ObjectKind::type || move.from.kind == ObjectKind::table))
    object.name.name = rename_path(object.name.name, move.from.name, move.to.name);
  if (move.from.kind == ObjectKind::column) {
    const auto at = column_in_name(object, move.from.part);
    if (at != std::string::npos) object.name.name.replace(at, move.from.part.size(), move.to.part);
  } else if (is_called_after(object, move.from)) {
    object.name = {move.to.name.schema, move.to.name.name + object.name.name.substr(move.from.name.name.size())};
  }
}

bool follow_rename(SqlObject& object, const NewName& move) {
  if (!mentions(object, move)) return true;
  SqlObject followed = object;
  if (!follow_in_text(followed, move)) return false;
  follow_in_names(followed, move);
  object = std::move(followed);
  return true;
}

namespace {

// What checks, defaults and indexes call.
void follow_in_expressions(Schema& schema, const NewName& move) {
  const bool any = std::ranges::any_of(schema.sql_objects, [&](const auto& entry) {
    return is_routine(entry.first.kind) && takes({ObjectKind::sql_object, entry.first.name, entry.first.kind}, move.to);
  });
  if (!any) return;
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables) tables.push_back(name);
  for (const auto& name : tables)
    schema.tables.change(name, [&](Table& table) {
      for_each_expression(table, [&](Expression& expression) {
        for (auto& id : expression.objects) follow_rename(id, move);
        if (expression.references)
          for (auto& reference : *expression.references)
            if (takes(reference.object, move.from)) follow_rename(reference.object, move);
      });
    });
}

void follow_in_objects(Schema& schema, const NewName& move) {
  std::vector<SqlObject> before, after;
  for (const auto& [key, object] : schema.sql_objects) {
    if (!mentions(*object, move)) continue;
    auto followed = *object;
    if (!follow_rename(followed, move)) continue;
    before.push_back(*object);
    after.push_back(std::move(followed));
  }
  for (const auto& object : before) schema.sql_objects.erase({object.kind, object.name});
  for (auto& object : after) {
    const SqlObjectKey key{object.kind, object.name};
    schema.sql_objects.set(key, std::move(object));
  }
  follow_in_expressions(schema, move);
}

}  // namespace

void follow_in_objects(Schema& schema, const Operation& rename) {
  if (!follows_renames(schema) || schema.sql_objects.empty()) return;
  for (const auto& move : new_names(rename, schema)) follow_in_objects(schema, move);
}

}  // namespace schemac
