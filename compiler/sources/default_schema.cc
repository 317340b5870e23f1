#include "sources/default_schema.h"

#include <algorithm>
#include <array>

#include "connections/url_forms.h"
#include "operations/object_ids.h"
#include "operations/operation.h"
#include "operations/references.h"
#include "operations/rename.h"
#include "operations/routine_names.h"

namespace schemac {
namespace {

ObjectId moved(ObjectId id, const std::string& from, const std::string& to) {
  if (id.name.schema == from) id.name.schema = to;
  if (id.kind == ObjectKind::schema && id.name.name == from) id.name.name = to;
  return id;
}

template <class Map>
Map moved_keys(const Map& map, const std::string& from, const std::string& to) {
  Map out;
  for (const auto& [id, value] : map) out.emplace(moved(id, from, to), value);
  return out;
}

// `public.` outside of strings, wherever it stands before a name. In strings are bodies, which say what they say.
std::string moved_qualifiers(const std::string& sql, const SqlLexis& lexis, const std::string& from,
                             const std::string& to) {
  const auto tokens = sql_tokens(sql, lexis);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    const auto& token = tokens[at];
    const bool is_name = token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_identifier;
    const bool begins = at == 0 || tokens[at - 1].text(sql) != ".";
    if (!is_name || !begins || tokens[at + 1].text(sql) != "." || unquoted(token.text(sql)) != from) continue;
    out.append(sql, copied, token.begin - copied).append(to);
    copied = token.end;
  }
  return out.append(sql, copied);
}

bool stands_in_a_schema(const ObjectId& id) {
  return id.kind == ObjectKind::table || id.kind == ObjectKind::sequence || id.kind == ObjectKind::type ||
         id.kind == ObjectKind::sql_object;
}

// Says the schema in front of every name that says none: `FROM users` becomes `FROM public.users`.
std::string qualified(const std::string& sql, const std::vector<Reference>& references, const std::string& schema) {
  std::string out;
  std::size_t copied = 0;
  for (const auto& reference : references) {
    if (!stands_in_a_schema(reference.object) || reference.object.name.schema != schema) continue;
    if (reference.begin > 0 && sql[reference.begin - 1] == '.') continue;
    out.append(sql, copied, reference.begin - copied).append(schema).append(".");
    copied = reference.begin;
  }
  return out.append(sql, copied);
}

// The object's own name behind CREATE, where it says no schema. What belongs to a table has none there.
std::string with_own_schema(const SqlObject& object, const std::string& definition, const SqlLexis& lexis) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"view", "materialized view", "function", "procedure", "aggregate",
                                       "window function", "domain", "composite type", "range type", "statistics"});
  const auto tokens = sql_tokens(definition, lexis);
  const auto own = split_routine(object.name.name).name;
  if (std::ranges::find(kinds, object.kind) == kinds.end() || tokens.empty() ||
      !equal_ignoring_case(tokens[0].text(definition), "create"))
    return definition;
  for (std::size_t at = 1; at < std::min<std::size_t>(tokens.size(), 8); ++at) {
    const auto& token = tokens[at];
    const bool is_quoted = token.kind == SqlTokenKind::quoted_identifier;
    if (!is_quoted && token.kind != SqlTokenKind::word) break;
    if ((is_quoted ? unquoted(token.text(definition)) : lower(token.text(definition))) != own) continue;
    if (at + 1 < tokens.size() && tokens[at + 1].text(definition) == ".") break;
    return definition.substr(0, token.begin) + object.name.schema + "." + definition.substr(token.begin);
  }
  return definition;
}

// Whoever runs the statements may look elsewhere: nothing is left to a search path but what bodies of routines say.
void qualify(Schema& schema, const std::string& standard, const SqlLexis& lexis) {
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : schema.tables) tables.push_back(name);
  for (const auto& name : tables)
    schema.tables.change(name, [&](Table& table) {
      for_each_expression(table, [&](Expression& expression) {
        if (!expression.references) return;
        auto sql = qualified(expression.sql, *expression.references, standard);
        if (sql == expression.sql) return;
        expression.sql = std::move(sql);
        expression.references.reset();
      });
    });
  std::vector<SqlObjectKey> objects;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back && object->references) objects.push_back(key);
  for (const auto& key : objects)
    schema.sql_objects.change(key, [&](SqlObject& object) {
      auto sql = qualified(object.definition, *object.references, standard);
      if (object.name.schema == standard) sql = with_own_schema(object, sql, lexis);
      if (sql == object.definition) return;
      object.definition = std::move(sql);
      object.references.reset();
    });
}

// What is given as SQL and was written by hand, or read from a text, keeps its text in RenameSchema. The names that it
// refers to and that a string holds (`'public.numbers'::regclass`) are among its references; the others, its own among
// them, are told by their places.
void move_texts(Schema& schema, const Dialect& dialect, const std::string& from, const std::string& to) {
  std::vector<SqlObjectKey> written;
  for (const auto& [key, object] : schema.sql_objects)
    if (!object->read_back) written.push_back(key);
  for (const auto& key : written)
    schema.sql_objects.change(key, [&](SqlObject& object) {
      if (object.references)
        rename_references(object.definition, *object.references, schema_id(from), schema_id(to), '"');
      object.definition = moved_qualifiers(object.definition, dialect.traits().lexis, from, dialect.quote(to));
      object.references.reset();  // what they mean is in another schema now
      object.depends_on.clear();
    });
}

bool holds_anything(const Schema& schema, const std::string& space) {
  const auto is_in = [&](const QualifiedName& name) { return name.schema == space; };
  return std::ranges::any_of(schema.tables, [&](const auto& entry) { return is_in(entry.first); }) ||
         std::ranges::any_of(schema.enums, [&](const auto& entry) { return is_in(entry.first); }) ||
         std::ranges::any_of(schema.sequences, [&](const auto& entry) { return is_in(entry.first); }) ||
         std::ranges::any_of(schema.sql_objects, [&](const auto& entry) { return is_in(entry.first.name); });
}

}  // namespace

void forget_empty_public(Schema& schema, const std::string& default_schema) {
  if (!default_schema.empty() && default_schema != "public" && !holds_anything(schema, "public"))
    schema.namespaces.erase("public");
}

void move_default_schema(Source& source, const std::string& schema) {
  const auto* entry = find_dialect(source.schema.engine.dialect);
  if (!entry || schema.empty()) return;
  const auto& standard = entry->dialect->traits().default_schema;
  if (standard.empty() || standard == schema) return;
  std::vector<QualifiedName> tables;
  for (const auto& [name, table] : source.schema.tables) tables.push_back(name);
  for (const bool again : {false, true}) {
    entry->dialect->resolve_objects(source.schema);
    entry->dialect->resolve_expressions(source.schema, tables);
    if (!again) qualify(source.schema, standard, entry->dialect->traits().lexis);
  }
  const bool has_both = source.schema.namespaces.contains(schema);
  if (has_both) source.schema.namespaces.erase(schema);
  schemac::apply(Operation{RenameSchema{standard, schema}}, source.schema);
  move_texts(source.schema, *entry->dialect, standard, schema);
  if (!source.schema.namespaces.contains(schema)) source.schema.namespaces.set(schema, Namespace{schema});
  source.intents = moved_keys(source.intents, standard, schema);
  source.declared = moved_keys(source.declared, standard, schema);
  for (auto& id : source.order) id = moved(id, standard, schema);
  auto& covered = source.coverage.namespaces;
  if (covered && covered->erase(standard) > 0) covered->insert(schema);
}

Result<std::string> default_schema_of(const std::string& place) {
  auto form = read_url_form(place);
  if (!form) return std::unexpected(form.error());
  return std::move(form->default_schema);
}

}  // namespace schemac
