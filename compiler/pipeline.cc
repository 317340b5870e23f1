#include "pipeline.h"

#include <algorithm>
#include <future>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "diff/followed_names.h"
#include "diff/given_up_names.h"
#include "diff/left_alone.h"
#include "diff/shared_tables.h"
#include "plan/consent.h"
#include "schema/engine_version.h"
#include "sources/default_schema.h"
#include "sources/missing_names.h"
#include "sources/scope.h"
#include "sources/spelled_objects.h"

namespace schemac {
namespace {

void append(Diagnostics& to, const Diagnostics& more) { to.insert(to.end(), more.begin(), more.end()); }

bool lacks_dialect(const Diagnostics& errors) { return errors.size() == 1 && errors.front().code == "no-dialect"; }

// Two places that need nothing of each other.
Result<Pair<Source>> read_at_once(const Pair<std::string>& places, const Pair<SourceOptions>& options) {
  auto pending = std::async(std::launch::async, [&] { return read_source(places.from, options.from); });
  auto to = read_source(places.to, options.to);
  auto from = pending.get();
  Diagnostics errors;
  if (!from) append(errors, from.error());
  if (!to) append(errors, to.error());
  if (!errors.empty()) return std::unexpected(errors);
  return Pair<Source>{std::move(*from), std::move(*to)};
}

// PostgreSQL's texts are read alike for every version, so that a text need not wait for the database to say which it
// is. MySQL's do; and `empty` waits for the other side's dialect.
bool are_postgresql(const Request& request) {
  const auto is_server = [](const std::string& place) {
    return is_database_url(place) && place.starts_with("postgres");
  };
  const auto states = [](const SourceOptions& options) { return options.dialect == "postgresql"; };
  const auto may_be = [](const std::string& place, const SourceOptions& options) {
    return place != "empty" && (options.dialect.empty() || options.dialect == "postgresql");
  };
  const auto& [from, to] = request.places;
  const auto& sources = request.sources;
  return may_be(from, sources.from) && may_be(to, sources.to) &&
         (is_server(from) || is_server(to) || (states(sources.from) && states(sources.to)));
}

// Two databases are read side by side; a text without a dialect waits for the side that has one.
Result<Pair<Source>> read_both(const Request& request) {
  if (request.places.from == "-" && request.places.to == "-")
    return failure("usage", "found `-` on both sides, and there is one standard input", {},
                   "put one of the two into a file");
  auto from_options = request.sources.from;
  auto to_options = request.sources.to;
  // names without a schema mean the same on both sides
  for (const auto* place : {&request.places.from, &request.places.to}) {
    const auto said = default_schema_of(*place);
    if (!said) return std::unexpected(said.error());
    for (auto* options : {&from_options, &to_options})
      if (options->default_schema.empty()) options->default_schema = *said;
  }
  // a database that a command fills stands beside the other side's, as a rehearsal's does
  for (const auto& [place, options, other] : {std::tuple{&request.places.from, &from_options, &request.places.to},
                                              std::tuple{&request.places.to, &to_options, &request.places.from}})
    if (place->starts_with("scratch:") && options->scratch.empty() && is_database_url(*other))
      options->scratch = *other;
  if (is_database_url(request.places.from) && is_database_url(request.places.to)) {
    from_options.introspect.pool = to_options.introspect.pool = std::make_shared<TablePool>();
    return read_at_once(request.places, {from_options, to_options});
  }
  if (are_postgresql(request)) {
    for (auto* options : {&from_options, &to_options})
      if (options->dialect.empty()) options->dialect = "postgresql";
    return read_at_once(request.places, {from_options, to_options});
  }
  // what a text means is known once the database is that it is for
  bool to_first =
      request.places.from == "empty" || (is_database_url(request.places.to) && !is_database_url(request.places.from));
  auto first = to_first ? read_source(request.places.to, to_options) : read_source(request.places.from, from_options);
  if (!first && !to_first && lacks_dialect(first.error())) {
    to_first = true;
    auto other = read_source(request.places.to, to_options);
    if (other || !lacks_dialect(other.error())) first = std::move(other);
  }
  if (!first) return std::unexpected(first.error());
  auto& second_options = to_first ? from_options : to_options;
  if (second_options.dialect.empty()) second_options.dialect = first->schema.engine.dialect;
  second_options.engine = first->schema.engine;
  const auto* entry = find_dialect(first->schema.engine.dialect);
  if (first->connection && entry && entry->sql_mode) {
    auto mode = entry->sql_mode(*first->connection);
    if (!mode) return std::unexpected(mode.error());
    second_options.sql_mode = std::move(*mode);
  }
  auto second = read_source(to_first ? request.places.from : request.places.to, second_options);
  if (!second) return std::unexpected(second.error());
  if (to_first) std::swap(first, second);
  return Pair<Source>{std::move(*first), std::move(*second)};
}

Result<const DialectEntry*> common_dialect(const Pair<Source>& sources) {
  const auto& from = sources.from.schema.engine.dialect;
  const auto& to = sources.to.schema.engine.dialect;
  if (from != to)
    return failure(
        "dialects-differ",
        fmt::format("`{}` is {} and `{}` is {}: a plan is made within one engine; write the wanted schema for {}",
                    sources.from.name, from, sources.to.name, to, from));
  if (const auto* entry = find_dialect(from)) return entry;
  return failure("unknown-dialect", fmt::format("no dialect `{}`", from));
}

std::optional<std::set<std::string>> known_schemas(const Request& request, const Source& from) {
  const auto& only = request.sources.to.introspect.only_schemas;
  if (!only.empty() && !from.schema.namespaces.empty()) return std::set<std::string>(only.begin(), only.end());
  return from.connection ? from.coverage.namespaces : std::nullopt;
}

// What one side could not read is the same on the other, where it is there at all.
void take_unread(Source& reader, const Source& other) {
  for (const auto& key : reader.unread)
    if (const auto* known = other.unread.contains(key) ? nullptr : other.schema.sql_objects.find(key))
      reader.schema.sql_objects.set(key, *known);
}

// The same with new names: in the text, and where the object itself is called by one. True where anything changed.
bool follow_in_unread(Pair<Source>& sources, const Difference& difference, const Dialect& dialect) {
  std::vector<SqlObjectKey> taken;
  bool any = false;
  for (const auto& key : sources.to.unread) {
    if (sources.from.unread.contains(key)) continue;
    if (sources.to.schema.sql_objects.contains(key)) {
      taken.push_back(key);
    } else if (const auto* object = difference.renamed.sql_objects.find(key)) {
      sources.to.schema.sql_objects.set(key, *object);
      any = true;
    }
  }
  return follow_in_kept(taken, sources.from.schema, sources.to.schema, difference.renames, dialect) || any;
}

// Of what was kept: what names a column that the wanted view over the same rows no longer shows.
std::set<SqlObjectKey> broken_by_views(const std::vector<SqlObjectKey>& kept, const Difference& difference,
                                       const Schema& wanted, const DialectEntry& entry) {
  const auto is_another = [&](const ObjectId& id) {
    const SqlObjectKey key{id.part, id.name};
    const auto* now =
        id.kind == ObjectKind::sql_object && id.part.ends_with("view") ? wanted.sql_objects.find(key) : nullptr;
    const auto* before = now ? difference.renamed.sql_objects.find(key) : nullptr;
    return now && (!before || before->definition != now->definition);
  };
  std::set<SqlObjectKey> looking, out;
  for (const auto& key : kept)
    if (const auto* object = wanted.sql_objects.find(key);
        object && std::ranges::any_of(object->depends_on, is_another))
      looking.insert(key);
  if (looking.empty() || !entry.unresolved_names) return out;
  for (const auto& name : entry.unresolved_names(wanted))
    if (const SqlObjectKey key{name.owner.part, name.owner.name};
        name.kind == NameKind::column && looking.contains(key))
      out.insert(key);
  return out;
}

DiffInput diff_input(const Pair<Source>& sources, std::span<const SqlObjectKey> kept = {},
                     std::set<SqlObjectKey> broken = {}) {
  return {.schemas = {&sources.from.schema, &sources.to.schema},
          .coverage = sources.to.coverage,
          .intents = sources.to.intents,
          .declared = sources.to.declared,
          .kept = kept,
          .broken = std::move(broken)};
}

std::map<ObjectId, std::size_t> places_of(const Pair<Source>& sources) {
  std::map<ObjectId, std::size_t> places;
  for (const auto* order : {&sources.to.order, &sources.from.order})
    for (const auto& id : *order) places.try_emplace(id, places.size());
  return places;
}

// The engine spelled a view over the columns that are there: where one of them gets another type (`n = 1` over numeric
// holds a cast, over bigint none) the view keeps its own words.
void keep_words_over_other_types(const Schema& there, const Schema& before, Schema& asked) {
  const auto has_another_type = [&](const ObjectId& id) {
    const auto* have = id.kind == ObjectKind::column ? there.tables.find(id.name) : nullptr;
    const auto* want = have ? asked.tables.find(id.name) : nullptr;
    const auto* column = want ? want->columns.find(id.part) : nullptr;
    const auto* other = column ? have->columns.find(id.part) : nullptr;
    return other && !(other->type == column->type);
  };
  std::set<ObjectId> changed;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [key, object] : before.sql_objects) {
      const ObjectId id{ObjectKind::sql_object, key.name, key.kind};
      if ((key.kind != "view" && key.kind != "materialized view") || changed.contains(id)) continue;
      if (std::ranges::none_of(object->depends_on,
                               [&](const ObjectId& need) { return changed.contains(need) || has_another_type(need); }))
        continue;
      more = changed.insert(id).second;
      asked.sql_objects.set(key, *object);
    }
  }
}

// A text's expressions are spelled as the engine would store them before they are compared with a database's.
Result<void> ask_the_engine(const Request& request, const DialectEntry& entry, Pair<Source>& sources) {
  if (!request.ask_engine || !sources.from.connection == !sources.to.connection) return {};
  auto& text = sources.from.connection ? sources.to : sources.from;
  auto& database = *(sources.from.connection ? sources.from : sources.to).connection;
  const auto tables = tables_with_differing_expressions(diff_input(sources), *entry.dialect, request.diff);
  const auto before = text.schema;
  const auto asked = entry.ask(database, text.schema, tables);
  if (!asked) return std::unexpected(asked.error());
  append(text.remarks, *asked);
  keep_words_over_other_types((sources.from.connection ? sources.from : sources.to).schema, before, text.schema);
  if (text.schema == before) return {};
  append(text.remarks, entry.dialect->normalise(text.schema));
  return {};
}

// Names in --rename that say no schema mean the default one's where that is not the engine's own: `t.a:b` is
// `app.t.a:b`.
DiffOptions in_default_schema(DiffOptions options, const Pair<Source>& sources) {
  const auto& schema = sources.to.default_schema.empty() ? sources.from.default_schema : sources.to.default_schema;
  if (schema.empty()) return options;
  const auto& from = sources.from.schema;
  const auto qualify = [&](std::vector<std::string>& orders) {
    for (auto& order : orders) {
      const auto old = order.substr(0, std::min(order.find(':'), order.find('(')));
      const auto dot = old.find('.');
      const bool is_of_table = dot != std::string::npos && old.find('.', dot + 1) == std::string::npos &&
                               from.tables.contains({schema, old.substr(0, dot)});
      if (dot == std::string::npos || is_of_table) order.insert(0, schema + ".");
    }
  };
  for (auto* orders : {&options.rename, &options.no_rename, &options.remembered, &options.remembered_no})
    qualify(*orders);
  return options;
}

// What is there decides, also what the other side cannot speak of: a trigger stands in such a program's way.
void offer_online_copies(Plan& plan, const DialectEntry& entry, Schema at) {
  if (!entry.online_copies) return;
  for (auto& phase : plan.phases)
    for (auto& unit : phase.units)
      for (auto& step : unit.steps) {
        const Schema before = at;
        schemac::apply(step.operation, at);
        for (const auto& statement : step.statements)
          for (auto& copy : entry.online_copies(statement, before, at)) step.online_copies.push_back(std::move(copy));
      }
}

}  // namespace

Result<Outcome> plan_between(const Request& request) {
  auto sources = read_both(request);
  if (!sources) return std::unexpected(sources.error());
  return plan_between(std::move(*sources), request);
}

Result<Outcome> plan_between(Pair<Source> sources, const Request& request) {
  auto entry = common_dialect(sources);
  if (!entry) return std::unexpected(entry.error());
  // what is not known of the target's version is taken from the database it is for
  auto &from_engine = sources.from.schema.engine, &to_engine = sources.to.schema.engine;
  if (is_unstated(to_engine) || (to_engine.major == 0 && from_engine.major != 0)) to_engine = from_engine;
  if (is_unstated(from_engine) || (from_engine.major == 0 && to_engine.major != 0)) from_engine = to_engine;
  auto idle = idle_words(request.sources.to.introspect, {&sources.from, &sources.to});
  if (has_errors(idle)) return std::unexpected(std::move(idle));
  if (auto settled = settle_doubts(sources.to, sources.from); !settled) return std::unexpected(settled.error());
  if (auto settled = settle_doubts(sources.from, sources.to); !settled) return std::unexpected(settled.error());
  leave_out(sources.from, sources.to.coverage.left_out);
  take_unread(sources.from, sources.to);
  take_unread(sources.to, sources.from);
  spell_objects(sources.to, sources.from);
  spell_objects(sources.from, sources.to);
  for (auto* side : {&sources.from, &sources.to}) (*entry)->dialect->resolve_objects(side->schema);
  // a declared rename may give an equal table's name to another one
  if (sources.to.intents.empty() && request.diff.rename.empty() && request.diff.remembered.empty())
    share_equal_tables(sources.from.schema, sources.to.schema);
  // `?schema=app`, `--schemas`: nothing is known of the others, the default schema included
  auto present = sources.from.schema;
  if (const auto known = known_schemas(request, sources.from)) {
    if (!sources.to.coverage.namespaces) sources.to.coverage.namespaces = known;
    forget_references_beyond(sources.to.schema, *known);
    forget_references_beyond(present, *known);
  }
  auto kept = leave_alone(
      sources.from.schema, sources.to.schema,
      {sources.to.coverage, sources.to.intents, request.diff, sources.from.coverage, sources.from.left_out});
  for (const auto& key : kept)  // what was left out is among it
    if (!present.sql_objects.contains(key)) present.sql_objects.set(key, *sources.from.schema.sql_objects.find(key));
  keep_owners(sources.from.owners, sources.from.schema, sources.to.schema);
  if (auto asked = ask_the_engine(request, **entry, sources); !asked) return std::unexpected(asked.error());

  if (sources.from.connection && sources.to.connection) state_given_up_names(sources.from.schema, sources.to.schema);
  auto difference = diff(diff_input(sources, kept), *(*entry)->dialect, in_default_schema(request.diff, sources));
  if (!difference) return std::unexpected(difference.error());
  bool is_followed = follow_new_names(sources.from.schema, sources.to.schema, difference->renames, *(*entry)->dialect);
  is_followed |= follow_in_kept(kept, sources.from.schema, sources.to.schema, difference->renames, *(*entry)->dialect);
  is_followed |= follow_in_unread(sources, *difference, *(*entry)->dialect);
  is_followed |= !difference->renames.empty() && take_equal_views(sources.to, difference->renamed);
  auto broken = broken_by_views(kept, *difference, sources.to.schema, **entry);
  if (is_followed || !broken.empty())
    difference = diff(diff_input(sources, kept, std::move(broken)), *(*entry)->dialect,
                      in_default_schema(request.diff, sources));
  if (!difference) return std::unexpected(difference.error());

  const PlanInput input{.difference = *difference,
                        .intents = sources.to.intents,
                        .schemas = {&sources.from.schema, &sources.to.schema},
                        .names = {sources.from.name, sources.to.name},
                        .left_out = sources.from.left_out.names()};
  auto plan = make_plan(input, *(*entry)->dialect, request.plan);
  if (!plan) return std::unexpected(plan.error());

  plan->places = places_of(sources);
  offer_online_copies(*plan, **entry, present);
  for (const auto& word : unused_allowances(*plan, request.plan.allow))
    idle.push_back(warning_at("matches-nothing", fmt::format("`--allow={}` is about no step of this plan", word)));
  Outcome outcome{.sources = std::move(sources), .present = std::move(present), .plan = std::move(*plan)};
  append(outcome.remarks, idle);
  append(outcome.remarks, outcome.sources.from.remarks);
  append(outcome.remarks, outcome.sources.to.remarks);
  append(outcome.remarks, difference->remarks);
  append(outcome.remarks, texts_with_old_names(outcome.sources.from.schema, outcome.sources.to.schema,
                                               difference->renames, *(*entry)->dialect));
  return outcome;
}

}  // namespace schemac
