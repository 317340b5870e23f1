#include "sources/schemac/resolve.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "base/sql_tokens.h"
#include "dialects/sql_text.h"
#include "operations/inheritance.h"
#include "sources/schemac/names.h"
#include "sources/schemac/repetition.h"
#include "sources/schemac/sequence_options.h"
#include "sources/schemac/table_resolver.h"

namespace schemac::language {
namespace {

// What a line that was not understood may have declared.
bool is_about_something_missing(const Diagnostic& problem) {
  static const std::set<std::string> codes = {"unknown-column", "unknown-table", "no-primary-key", "column-count"};
  return codes.contains(problem.code);
}

class Resolver {
 public:
  Resolver(const std::vector<FileSyntax>& files, const Dialect& dialect, const Engine& engine, Input input)
      : files_(files), dialect_(dialect), names_(dialect), input_(input) {
    out_.schema.engine = engine;
  }

  Resolved run() {
    each([&](const Declaration& declaration) { announce(declaration); });
    announce_inherited();
    names_.index_tables();
    each([&](const Declaration& declaration) { declare_types(declaration); });
    each([&](const Declaration& declaration) { declare_objects(declaration); });
    each([&](const Declaration& declaration) { declare(declaration); });
    follow_owners();
    require_keys();
    if (input_ == Input::incomplete) std::erase_if(out_.diagnostics, is_about_something_missing);
    if (input_ == Input::incomplete || has_errors(out_.diagnostics)) return std::move(out_);
    depend();
    for (auto& problem : dialect_.normalise(out_.schema)) out_.diagnostics.push_back(placed(std::move(problem)));
    return std::move(out_);
  }

 private:
  template <class F>
  void each(F f) {
    for (const auto& file : files_) {
      file_ = &file;
      for (const auto& declaration : file.declarations) f(declaration);
    }
  }
  Span place(Range at) const { return span(file_->source, at); }
  void error(std::string code, std::string message, Range at, std::string hint = {}) {
    out_.diagnostics.push_back(error_at(std::move(code), std::move(message), place(at), std::move(hint)));
  }

  // False when the name is taken: tables, types and sequences of one schema each have one name space of their own here;
  // what the engine shares among them it says itself.
  bool fresh(ObjectId id, Range at) {
    const auto [first, is_new] = out_.declared.emplace(id, place(at));
    if (is_new) return true;
    auto problem = error_at(
        fmt::format("duplicate-{}", id.kind == ObjectKind::sql_object ? "object" : std::string(kind_name(id.kind))),
        fmt::format("found {} `{}` twice",
                    id.kind == ObjectKind::sql_object ? id.part : std::string(kind_name(id.kind)),
                    display(ObjectId{id.kind, id.name})),
        place(at));
    problem.notes.push_back(note_at("the first one is here", first->second));
    out_.diagnostics.push_back(std::move(problem));
    return false;
  }

  void remember(const ObjectId& id, const ObjectSyntax& object, Range at) {
    if (object.was.empty()) return;
    Intent intent{.where = place(at)};
    for (const auto& older : object.was) intent.was.push_back(names_.older(older));
    out_.intents.emplace(id, std::move(intent));
  }

  // Names first, so that a reference may point forward.
  void announce(const Declaration& declaration) {
    if (const auto* given = std::get_if<SqlSyntax>(&declaration.body); given && given->kind == "partition")
      return announce_partition(*given);
    const auto* table = std::get_if<TableSyntax>(&declaration.body);
    if (!table) return;
    const auto name = names_.qualified(table->name);
    auto& columns = names_.tables[name];
    for (const auto& item : table->items)
      if (const auto* column = std::get_if<ColumnSyntax>(&item)) columns.push_back(names_.fold(column->name));
    if (auto parents = parents_of(*table); !parents.empty()) parents_[name] = std::move(parents);
  }

  // ``sql partition p `CREATE TABLE p PARTITION OF public.t …` `` has the columns of `public.t`: a foreign key may
  // refer to it.
  void announce_partition(const SqlSyntax& given) {
    const auto& sql = given.definition.text;
    const auto tokens = sql_tokens(sql, dialect_.traits().lexis);
    for (std::size_t at = 0; at + 2 < tokens.size(); ++at) {
      if (!equal_ignoring_case(tokens[at].text(sql), "partition") ||
          !equal_ignoring_case(tokens[at + 1].text(sql), "of"))
        continue;
      auto last = at + 2;
      while (last + 2 < tokens.size() && tokens[last + 1].text(sql) == ".") last += 2;
      const auto name = names_.qualified(given.name);
      names_.tables[name];
      parents_[name] = inherited_from(sql.substr(tokens[at + 2].begin, tokens[last].end - tokens[at + 2].begin));
      return;
    }
  }

  static std::vector<QualifiedName> parents_of(const TableSyntax& table) {
    for (const auto& attribute : table.attributes)
      if (lower(attribute.key.text) == "inherits") return inherited_from(attribute.value);
    return {};
  }

  // A table that inherits declares its own columns alone; its keys and indexes may name its parents' too.
  void announce_inherited() {
    if (parents_.empty()) return;
    const auto own = names_.tables;
    for (auto& [name, columns] : names_.tables) {
      std::set<QualifiedName> seen{name};
      inherit(columns, name, own, seen);
    }
  }

  void inherit(std::vector<std::string>& columns, const QualifiedName& child,
               const std::map<QualifiedName, std::vector<std::string>>& own, std::set<QualifiedName>& seen) const {
    const auto parents = parents_.find(child);
    if (parents == parents_.end()) return;
    for (const auto& parent : parents->second) {
      if (!seen.insert(parent).second) continue;
      if (const auto found = own.find(parent); found != own.end())
        columns.insert(columns.end(), found->second.begin(), found->second.end());
      inherit(columns, parent, own, seen);
    }
  }

  void declare_types(const Declaration& declaration) {
    const auto* type = std::get_if<EnumSyntax>(&declaration.body);
    if (!type) return;
    const auto name = names_.qualified(type->name);
    if (!fresh({ObjectKind::type, name}, type->name.at)) return;
    refuse_repetition(type->object.clauses, fmt::format("enum `{}`", display(name)), file_->source, out_.diagnostics);
    EnumType out{.name = name, .labels = {}};
    if (type->object.comment) out.comment = type->object.comment->text;
    remember({ObjectKind::type, name}, type->object, type->name.at);
    std::unordered_set<std::string> known;
    for (const auto& [at, label, was] : type->labels) {
      if (!known.insert(label.text).second) {
        error("duplicate-label", fmt::format("found label `{}` twice in enum `{}`", label.text, display(name)),
              label.at);
        continue;
      }
      out.labels.push_back(label.text);
      out_.declared.emplace(ObjectId{ObjectKind::enum_label, name, label.text}, place(label.at));
      if (was.empty()) continue;
      Intent intent{.where = place(label.at)};
      for (const auto& older : was) intent.was.push_back({{}, older.text});
      out_.intents.emplace(ObjectId{ObjectKind::enum_label, name, label.text}, std::move(intent));
    }
    out_.schema.enums.set(name, std::move(out));
  }

  void declare(const Declaration& declaration) {
    std::visit(Overloaded{
                   [](const DialectSyntax&) {},
                   [](const CoversSyntax&) {},
                   [](const EnumSyntax&) {},
                   [](const SqlSyntax&) {},
                   [&](const SchemaSyntax& schema) { declare(schema); },
                   [&](const SequenceSyntax& sequence) { declare(sequence); },
                   [&](const TableSyntax& table) { declare(table); },
               },
               declaration.body);
  }

  void declare(const SchemaSyntax& schema) {
    const auto name = names_.fold(schema.name);
    if (!fresh({ObjectKind::schema, {name, {}}}, schema.name.at)) return;
    refuse_repetition(schema.object.clauses, fmt::format("schema `{}`", name), file_->source, out_.diagnostics);
    remember({ObjectKind::schema, {name, {}}}, schema.object, schema.name.at);
    out_.schema.namespaces.set(
        name, {name, schema.object.comment ? std::optional(schema.object.comment->text) : std::nullopt});
  }

  void declare(const TableSyntax& table) {
    const auto name = names_.qualified(table.name);
    if (out_.schema.tables.contains(name)) return void(fresh({ObjectKind::table, name}, table.name.at));
    auto resolved = TableResolver(table, *file_, names_, dialect_, out_, known_types_).run();
    out_.schema.tables.set(name, std::move(resolved));
  }

  void declare(const SequenceSyntax& sequence) {
    const auto name = names_.qualified(sequence.name);
    if (!fresh({ObjectKind::sequence, name}, sequence.name.at)) return;
    const auto report = [&](std::string message, Range at) { error("sequence-option", std::move(message), at); };
    refuse_repetition(sequence.object.clauses, fmt::format("sequence `{}`", display(name)), file_->source,
                      out_.diagnostics);
    Sequence out{.name = name, .options = sequence_options(sequence.options, "bigint", report)};
    if (sequence.object.comment) out.comment = sequence.object.comment->text;
    for (const auto& [key, value] : sequence.attributes)
      if (const auto fault = fault_of_parameter({.owner = ParameterOf::sequence}, key.text, value, dialect_))
        error("bad-sql", fmt::format("the parameter `{}` {}", key.text, fault->message), key.at);
    for (const auto& [key, value] : sequence.attributes)
      if (!out.attributes.emplace(key.quoted ? key.text : lower(key.text), value).second)
        error("repeated", fmt::format("found the parameter `{}` twice", key.text), key.at);
    if (!sequence.owned_by.empty()) out.owned_by = owner_of(sequence);
    remember({ObjectKind::sequence, name}, sequence.object, sequence.name.at);
    out_.schema.sequences.set(name, std::move(out));
  }

  std::optional<ColumnName> owner_of(const SequenceSyntax& sequence) {
    const auto& words = sequence.owned_by;
    Path table{.name = words[words.size() - 2], .at = {words.front().at.begin, words[words.size() - 2].at.end}};
    if (words.size() == 3) table.schema = words[0];
    const auto named = names_.qualified(table);
    const auto known = names_.find_table(named);
    if (!known) {
      error("unknown-table", fmt::format("no table `{}` to own a sequence", display(named)), table.at,
            names_.nearest_table(named));
      return std::nullopt;
    }
    const auto column = names_.fold(words.back());
    const auto found = names_.find_column(*known, column);
    if (found) return ColumnName{*known, *found};
    error("unknown-column", fmt::format("no column `{}` in table `{}` to own a sequence", column, display(*known)),
          words.back().at, names_.nearest_column(*known, column));
    return std::nullopt;
  }

  // A view or a trigger is made again under its new name where the engine has no word for that: it holds nothing.
  void refuse_older_name(const SqlSyntax& object) {
    const auto& kinds = dialect_.traits().renamable_objects;
    const bool known = object.kind == "view" || object.kind == "trigger" ||
                       std::find(kinds.begin(), kinds.end(), object.kind) != kinds.end();
    if (!object.was.empty() && !known)
      error("misplaced-option",
            fmt::format("found `was` for a {}: {} has no way to give it another name", object.kind,
                        dialect_.traits().title),
            object.name.at);
  }

  // Before tables: a domain or an extension given as SQL brings types.
  void declare_objects(const Declaration& declaration) {
    const auto* given = std::get_if<SqlSyntax>(&declaration.body);
    if (!given) return;
    const auto& object = *given;
    const auto name = names_.qualified(object.name);
    if (!fresh({ObjectKind::sql_object, name, object.kind}, object.name.at)) return;
    refuse_older_name(object);
    remember({ObjectKind::sql_object, name, object.kind}, {.was = object.was}, object.name.at);
    if (const auto fault =
            fault_of({.kind = object.kind, .name = name, .definition = object.definition.text}, dialect_))
      error("bad-sql", fmt::format("the {} `{}` {}", object.kind, display(name), fault->message), object.definition.at);
    out_.schema.sql_objects.set({object.kind, name},
                                {.kind = object.kind, .name = name, .definition = object.definition.text});
  }

  // A sequence that is owned by a serial or identity column must not be that column's own.
  void follow_owners() {
    for (const auto& [name, table] : out_.schema.tables)
      for (const auto& column : table->columns)
        if (column.identity && column.identity->sequence.stated &&
            out_.schema.sequences.contains({name.schema, column.identity->sequence.text}))
          out_.diagnostics.push_back(
              error_at("duplicate-sequence",
                       fmt::format("found sequence `{}` declared beside column `{}.{}`, to which it belongs",
                                   column.identity->sequence.text, display(name), column.name),
                       out_.declared[{ObjectKind::sequence, {name.schema, column.identity->sequence.text}}],
                       "leave one of the two out"));
  }

  void require_keys() {
    for (const auto& [name, columns, where] : out_.keyless) {
      const auto* target = out_.schema.tables.find(name);
      const auto* primary = target ? primary_key(*target) : nullptr;
      if (!target || (primary && primary->columns.size() == columns)) continue;
      out_.diagnostics.push_back(
          primary
              ? error_at(
                    "column-count",
                    fmt::format(
                        "found {} to refer to `{}`, whose primary key has {}: name the columns, `references {} (…)`",
                        counted(columns), display(name), primary->columns.size(), display(name)),
                    where)
              : error_at(
                    "no-primary-key",
                    fmt::format(
                        "found a reference to `{}`, which has no primary key: name the columns, `references {} (…)`",
                        display(name), display(name)),
                    where));
    }
  }
  static std::string counted(std::size_t columns) {
    return fmt::format("{} column{}", columns, columns == 1 ? "" : "s");
  }

  // What an object given as SQL names, as far as its words tell.
  void depend() {
    std::vector<SqlObjectKey> keys;
    for (const auto& [key, object] : out_.schema.sql_objects) {
      keys.push_back(key);
      kinds_of_objects_[key.name].push_back(key.kind);
    }
    for (const auto& key : keys)
      out_.schema.sql_objects.change(key, [&](SqlObject& object) { object.depends_on = named_in(object); });
  }

  std::vector<ObjectId> named_in(const SqlObject& object) const {
    std::set<ObjectId> found;
    const auto tokens = sql_tokens(object.definition, dialect_.traits().lexis);
    const auto name_at = [&](std::size_t at) -> std::optional<std::string> {
      if (at >= tokens.size()) return std::nullopt;
      const auto text = tokens[at].text(object.definition);
      if (tokens[at].kind == SqlTokenKind::word) return dialect_.fold(text);
      return tokens[at].kind == SqlTokenKind::quoted_identifier ? std::optional(unquoted(text)) : std::nullopt;
    };
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      const auto first = name_at(at);
      if (!first) continue;
      const auto second =
          at + 1 < tokens.size() && tokens[at + 1].text(object.definition) == "." ? name_at(at + 2) : std::nullopt;
      add_named(found, {dialect_.traits().default_schema, *first}, object);
      if (second) add_named(found, {*first, *second}, object);
    }
    return {found.begin(), found.end()};
  }

  void add_named(std::set<ObjectId>& found, const QualifiedName& name, const SqlObject& object) const {
    if (const auto table = names_.find_table(name)) found.insert({ObjectKind::table, *table});
    if (out_.schema.enums.contains(name)) found.insert({ObjectKind::type, name});
    if (out_.schema.sequences.contains(name)) found.insert({ObjectKind::sequence, name});
    const auto kinds = kinds_of_objects_.find(name);
    if (kinds == kinds_of_objects_.end()) return;
    for (const auto& kind : kinds->second)
      if (!(name == object.name && kind == object.kind)) found.insert({ObjectKind::sql_object, name, kind});
  }

  // The dialect knows no places; its message names the object, which has one.
  Diagnostic placed(Diagnostic problem) {
    if (problem.where) return problem;
    if (places_.empty()) collect_places();
    if (problem.code == "unknown-type" && type_places_.empty()) collect_type_places();
    const auto& places = problem.code == "unknown-type" ? type_places_ : places_;
    std::string best;
    for (const auto& name : named(problem.message))
      if (places.contains(name) && name.size() > best.size()) best = name;
    if (!best.empty())
      problem.where = places.at(best);
    else if (!files_.empty() && !files_[0].declarations.empty())
      problem.where = span(files_[0].source, {files_[0].declarations[0].at.begin, files_[0].declarations[0].at.end});
    return problem;
  }

  // Under the full name, and under the bare one where a message gives no more.
  void collect_places() {
    auto all = out_.declared;
    each([&](const Declaration& declaration) {
      const auto* table = std::get_if<TableSyntax>(&declaration.body);
      if (!table) return;
      const auto name = names_.qualified(table->name);
      for (const auto& item : table->items)
        if (const auto* column = std::get_if<ColumnSyntax>(&item))
          all.emplace(ObjectId{ObjectKind::column, name, names_.fold(column->name)}, place(column->name.at));
    });
    for (const auto& [id, at] : all) places_.emplace(display(id), at);
    for (const auto& [id, at] : all) places_.emplace(id.part.empty() ? id.name.name : id.part, at);
  }

  void collect_type_places() {
    each([&](const Declaration& declaration) {
      const auto* table = std::get_if<TableSyntax>(&declaration.body);
      if (!table) return;
      const auto name = display(names_.qualified(table->name));
      for (const auto& item : table->items)
        if (const auto* column = std::get_if<ColumnSyntax>(&item))
          type_places_.emplace(name + "." + names_.fold(column->name),
                               place(column->type ? column->type->at : column->name.at));
    });
  }

  // What stands in backticks: every pair of them, as a name may hold some of its own.
  static std::vector<std::string> named(const std::string& message) {
    std::vector<std::size_t> ticks;
    for (auto at = message.find('`'); at != std::string::npos && ticks.size() < 12; at = message.find('`', at + 1))
      ticks.push_back(at);
    std::vector<std::string> out;
    for (std::size_t first = 0; first < ticks.size(); ++first)
      for (auto second = first + 1; second < ticks.size(); ++second)
        out.push_back(message.substr(ticks[first] + 1, ticks[second] - ticks[first] - 1));
    return out;
  }

  const std::vector<FileSyntax>& files_;
  const Dialect& dialect_;
  Names names_;
  Input input_;
  Resolved out_;
  std::map<std::string, bool> known_types_;
  std::map<QualifiedName, std::vector<QualifiedName>> parents_;
  std::map<QualifiedName, std::vector<std::string>> kinds_of_objects_;  // given as SQL
  std::map<std::string, Span> places_;
  std::map<std::string, Span> type_places_;  // of each column's type, for what the dialect does not know
  const FileSyntax* file_ = nullptr;
};

}  // namespace

Resolved resolve(const std::vector<FileSyntax>& files, const Dialect& dialect, const Engine& engine, Input input) {
  return Resolver(files, dialect, engine, input).run();
}

}  // namespace schemac::language
