#include "sources/spelled_objects.h"

#include <algorithm>
#include <array>

#include "dialects/postgresql/parse_tree.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/object_ids.h"
#include "operations/routine_names.h"
#include "operations/sql_objects.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/state.h"

namespace schemac {
namespace {

// A server says how it spells a view; between two texts both are spelled here.
bool is_spelled_here(std::string_view kind, const Source& other) {
  static constexpr auto kinds =
      std::to_array<std::string_view>({"function", "procedure", "window function", "trigger", "policy"});
  const bool is_view = kind == "view" || kind == "materialized view";
  return std::ranges::find(kinds, kind) != kinds.end() || (is_view && !other.connection);
}

// Functions first: triggers and policies call them.
std::vector<SqlObjectKey> written_otherwise(const Source& text, const Source& other) {
  std::vector<SqlObjectKey> out;
  for (const auto& [key, object] : text.schema.sql_objects) {
    const auto* known =
        object->read_back || !is_spelled_here(key.kind, other) ? nullptr : other.schema.sql_objects.find(key);
    if (known && known->definition != object->definition) out.push_back(key);
  }
  std::ranges::stable_partition(out, [](const SqlObjectKey& key) { return is_routine(key.kind); });
  return out;
}

// What a file is silent about is there as well.
Schema seen_from(const Source& text, const Source& other) {
  auto out = text.schema;
  for (const auto& [name, table] : other.schema.tables)
    if (!out.tables.contains(name)) out.tables.set(name, *table);
  for (const auto& [name, type] : other.schema.enums)
    if (!out.enums.contains(name)) out.enums.set(name, *type);
  for (const auto& [key, object] : other.schema.sql_objects)
    if (!out.sql_objects.contains(key)) out.sql_objects.set(key, *object);
  return out;
}

class Speller {
 public:
  Speller(Schema schema, const std::string& default_schema) {
    state_.schema = std::move(schema);
    if (!default_schema.empty()) state_.default_schema = default_schema;
    for (const auto& [key, object] : state_.schema.sql_objects)
      if (is_routine(key.kind))
        state_.routines.emplace(std::pair(key.name.schema, split_routine(key.name.name).name), key);
  }

  std::optional<SqlObject> spelled(const SqlObjectKey& key) {
    const auto written = *state_.schema.sql_objects.find(key);
    auto source =
        std::make_shared<const SourceText>(SourceText{display(key.name), postgresql::defining_statement(written)});
    const sql::Statement statement{.where = {source, 0, source->text.size()}, .verb = {}};
    const auto parsed = postgresql::parse(source->text);
    if (!parsed || parsed->statements().size() != 1) return std::nullopt;
    state_.search_path = {state_.default_schema};
    state_.schema.sql_objects.erase(key);
    state_.begin(statement);
    sql::fold(state_, parsed->statements().front());
    const auto* made = state_.schema.sql_objects.find(key);
    const bool is_sure = state_.problems.empty() && made && !state_.unread.contains(key);
    auto out = is_sure ? std::optional(*made) : std::nullopt;
    if (out && key.kind == "policy") out->shape.clear();  // its parts, for ALTER POLICY alone
    state_.problems.clear();
    if (!out) state_.schema.sql_objects.set(key, written);
    return out;
  }

 private:
  sql::State state_;
};

}  // namespace

bool take_equal_views(Source& text, const Schema& known) {
  if (text.connection || text.schema.engine.dialect != "postgresql") return false;
  std::vector<SqlObjectKey> keys;
  for (const auto& [key, object] : text.schema.sql_objects) {
    const auto* there = key.kind == "view" || key.kind == "materialized view" ? known.sql_objects.find(key) : nullptr;
    if (there && !object->read_back && there->read_back && there->definition != object->definition) keys.push_back(key);
  }
  bool any = false;
  if (!keys.empty())
    postgresql::with_large_stack([&] {
      for (const auto& key : keys) {
        auto schema = text.schema;
        schema.sql_objects.set(key, *known.sql_objects.find(key));
        const auto spelled = Speller(std::move(schema), text.default_schema).spelled(key);
        if (!spelled || spelled->definition != text.schema.sql_objects.find(key)->definition) continue;
        text.schema.sql_objects.set(key, *known.sql_objects.find(key));
        any = true;
      }
    });
  return any;
}

void spell_objects(Source& text, const Source& other) {
  if (text.connection || text.schema.engine.dialect != "postgresql") return;
  const auto keys = written_otherwise(text, other);
  if (keys.empty()) return;
  postgresql::with_large_stack([&] {
    Speller speller(seen_from(text, other), text.default_schema);
    for (const auto& key : keys)
      if (auto spelled = speller.spelled(key)) text.schema.sql_objects.set(key, std::move(*spelled));
  });
  find_dialect("postgresql")->dialect->resolve_objects(text.schema);
}

}  // namespace schemac
