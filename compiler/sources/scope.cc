#include "sources/scope.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/bookkeeping_tables.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

// `*` stands for any letters, `?` for one.
bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) && matches(pattern.substr(1), text.substr(1));
}

const Dialect* dialect_of(const Schema& schema) {
  const auto* entry = find_dialect(schema.engine.dialect);
  return entry ? entry->dialect : nullptr;
}

template <class Map>
void erase_keys(Map& map, const std::set<typename std::remove_cvref_t<decltype((*map.begin()).first)>>& keys) {
  for (const auto& key : keys) map.erase(key);
}

void put_aside(LeftOut& out, Schema& schema, const std::set<SqlObjectKey>& keys) {
  for (const auto& key : keys) out.objects.push_back(*schema.sql_objects.find(key));
  erase_keys(schema.sql_objects, keys);
}

// A sequence that a column owns goes with the column.
void put_aside(LeftOut& out, const Sequence& sequence) {
  if (sequence.owned_by)
    out.others.push_back({"sequence", sequence.name, {column_id(sequence.owned_by->table, sequence.owned_by->column)}});
}

// What a table needs of others: types, functions, and the keys that its foreign keys refer to.
void put_aside(LeftOut& out, const Table& table) {
  const auto add = [&](std::string kind, const std::string& part, std::vector<ObjectId> needs) {
    std::erase_if(needs, [&](const ObjectId& id) { return id.name == table.name; });
    if (!needs.empty())
      out.others.push_back({std::move(kind), {table.name.schema, table.name.name + "." + part}, std::move(needs)});
  };
  for (const auto& column : table.columns) add("column", column.name, named_by(table.name, column));
  for (const auto& index : table.indexes) add("index", index.name.text, named_by(table.name, index));
  for (const auto& constraint : table.constraints) {
    auto needs = named_by(table.name, constraint);
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body)) append(needs, referenced_by(*key));
    add(std::string(kind_name(constraint)), constraint_label(constraint), std::move(needs));
  }
}

class Scope {
 public:
  // `matched` is told which patterns named something.
  Scope(Schema& schema, LeftOut& left_out, std::vector<std::string> schemas, std::vector<std::string> patterns,
        std::set<std::string>* matched = nullptr)
      : schema_(schema),
        dialect_(dialect_of(schema)),
        left_out_(left_out),
        schemas_(std::move(schemas)),
        patterns_(std::move(patterns)),
        matched_(matched) {}

  std::set<QualifiedName> run() {
    find_gone();
    put_indexes_aside();
    std::set<QualifiedName> tables, enums, sequences;
    for (const auto& [name, table] : schema_.tables)
      if (gone_.contains(name)) tables.insert(name);
    for (const auto& [name, type] : schema_.enums)
      if (is_out(name)) enums.insert(name);
    for (const auto& [name, sequence] : schema_.sequences)
      if (is_out(name) || (sequence->owned_by && gone_.contains(sequence->owned_by->table))) sequences.insert(name);
    std::set<SqlObjectKey> objects;
    for (const auto& [key, object] : schema_.sql_objects)
      if (is_out(key.name) || belongs_to_gone(*object) || is_right_on_other_schema(key)) objects.insert(key);
    for (const auto& name : tables) put_aside(left_out_, *schema_.tables.find(name));
    for (const auto& name : sequences)
      if (!is_out_with_its_table(name)) put_aside(left_out_, *schema_.sequences.find(name));
    erase_keys(schema_.tables, tables);
    erase_keys(schema_.enums, enums);
    erase_keys(schema_.sequences, sequences);
    put_aside(left_out_, schema_, objects);
    std::set<std::string> spaces;
    for (const auto& [name, space] : schema_.namespaces)
      if (!in_schemas(name) || is_out_as_a_whole(name)) spaces.insert(name);
    erase_keys(schema_.namespaces, spaces);
    for (auto& object : schema_.unmanaged)
      if (is_out(object.name)) left_out_.others.push_back(object);
    std::erase_if(schema_.unmanaged, [&](const UnmanagedObject& object) { return is_out(object.name); });
    return gone_;
  }

 private:
  // `audit.*`: the schema stays with all that is in it.
  bool is_out_as_a_whole(const std::string& space) const {
    return std::ranges::any_of(patterns_, [&](const std::string& pattern) {
      return pattern.ends_with(".*") && matches_name(pattern.substr(0, pattern.size() - 2), space);
    });
  }

  bool is_out_with_its_table(const QualifiedName& sequence) const {
    const auto& owner = schema_.sequences.find(sequence)->owned_by;
    return owner && gone_.contains(owner->table);
  }

  bool in_schemas(const std::string& name) const {
    return schemas_.empty() || name.empty() || std::ranges::find(schemas_, name) != schemas_.end();
  }

  bool matches_name(const std::string& pattern, const std::string& name) const {
    return dialect_ && dialect_->traits().ignores_case ? matches(lower(pattern), lower(name)) : matches(pattern, name);
  }

  bool is_out(const QualifiedName& name) const {
    if (!in_schemas(name.schema)) return true;
    bool any = false;
    for (const auto& pattern : patterns_) {
      if (!matches_name(pattern, name.name) &&
          (name.schema.empty() || !matches_name(pattern, name.schema + "." + name.name)))
        continue;
      any = true;
      if (matched_) matched_->insert(pattern);
    }
    return any;
  }

  // An engine that makes tables again knows by their texts which indexes to make with them; the others alter them.
  void put_indexes_aside() {
    if (!dialect_ || dialect_->traits().name != "sqlite") return;
    std::vector<std::pair<QualifiedName, std::string>> found;
    for (const auto& [name, table] : schema_.tables)
      for (const auto& index : table->indexes)
        if (is_out({{}, index.name.text})) found.emplace_back(name, index.name.text);
    for (const auto& [name, text] : found) {
      Schema without = schema_;
      without.tables.change(name, [&, &text = text](Table& table) {
        const auto at =
            std::ranges::find_if(table.indexes, [&](const Index& index) { return index.name.text == text; });
        const CreateIndex create{name, *at};
        table.indexes.erase(at);
        left_out_.others.push_back({.kind = "index",
                                    .name = {{}, text},
                                    .depends_on = named_by(name, create.index),
                                    .definition = dialect_->statements(create, without, schema_).front().sql});
      });
      schema_ = std::move(without);
    }
  }

  void find_gone() {
    for (const auto& [name, table] : schema_.tables)
      if (is_bookkeeping_table(name.name) || is_out(name)) gone_.insert(name);
    for (const auto& [name, type] : schema_.enums)
      if (is_out(name)) gone_.insert(name);
    for (const auto& [name, sequence] : schema_.sequences)
      if (is_out(name)) gone_.insert(name);
    for (const auto& [key, object] : schema_.sql_objects)
      if (is_out(key.name)) gone_.insert(key.name);
    for (bool more = true; more;) {  // partitions, and partitions of these
      more = false;
      for (const auto& [key, object] : schema_.sql_objects)
        if (key.kind == "partition" && belongs_to_gone(*object)) more = gone_.insert(key.name).second || more;
    }
  }

  // `users.touch` of a trigger, `users.email to app` of a grant, `users` of a comment or of row security.
  bool belongs_to_gone(const SqlObject& object) const {
    if (gone_.empty()) return false;
    if (is_attached(object.kind)) {
      const auto to =
          object.kind.find("grant on") != std::string::npos || object.kind.find("revoke on") != std::string::npos
              ? object.name.name.rfind(" to ")
              : std::string::npos;
      const auto name = object.name.name.substr(0, to);
      if (is_gone(object.name.schema, name)) return true;
      for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
        if (is_gone(object.name.schema, name.substr(0, dot))) return true;
    }
    const bool is_of_table =
        object.kind == "index" || object.kind == "partition" || object.kind == "statistics" || object.kind == "trigger";
    return is_of_table && std::ranges::any_of(object.depends_on, [&](const ObjectId& id) {
             return (id.kind == ObjectKind::table || id.kind == ObjectKind::sql_object) && gone_.contains(id.name);
           });
  }

  static bool is_attached(std::string_view kind) {
    static constexpr auto kinds = std::to_array<std::string_view>({"trigger",
                                                                   "trigger state",
                                                                   "policy",
                                                                   "row security",
                                                                   "forced row security",
                                                                   "rule",
                                                                   "rule state",
                                                                   "domain default",
                                                                   "domain not null",
                                                                   "domain constraint",
                                                                   "partition constraint",
                                                                   "partition options",
                                                                   "partition replica identity",
                                                                   "partition clustering",
                                                                   "inherited default",
                                                                   "inherited not null",
                                                                   "inherited storage",
                                                                   "inherited compression",
                                                                   "inherited statistics",
                                                                   "partition default",
                                                                   "partition not null",
                                                                   "partition storage",
                                                                   "partition compression",
                                                                   "partition statistics",
                                                                   "column default",
                                                                   "column statistics",
                                                                   "clustering",
                                                                   "statistics target"});
    return std::ranges::find(kinds, kind) != kinds.end() || kind.starts_with("comment on ") ||
           kind.starts_with("grant on ") || kind.starts_with("revoke on ") || kind.starts_with("owner of ");
  }

  bool is_gone(const std::string& schema, std::string name) const { return gone_.contains({schema, std::move(name)}); }

  bool is_right_on_other_schema(const SqlObjectKey& key) const {
    if (key.kind != "grant on schema" && key.kind != "revoke on schema") return false;
    return !in_schemas(key.name.name.substr(0, key.name.name.rfind(" to ")));
  }

  Schema& schema_;
  const Dialect* dialect_;
  LeftOut& left_out_;
  std::vector<std::string> schemas_;
  std::vector<std::string> patterns_;
  std::set<std::string>* matched_;
  std::set<QualifiedName> gone_;
};

void forget_intents(Source& source, const std::set<QualifiedName>& gone) {
  if (gone.empty()) return;
  std::erase_if(source.intents, [&](const auto& entry) { return gone.contains(entry.first.name); });
}

// What is given as SQL of these kinds, and what is about it alone.
void erase_kinds(Source& source, const std::set<std::string, std::less<>>& kinds) {
  auto& schema = source.schema;
  std::set<SqlObjectKey> keys;
  for (const auto& [key, object] : schema.sql_objects) {
    const auto word = coverage_word(key.kind);
    auto owner = std::string_view(key.kind);
    for (const std::string_view head : {"comment on ", "grant on ", "revoke on ", "owner of "})
      if (owner.starts_with(head)) owner.remove_prefix(head.size());
    if (kinds.contains(word) ||
        (owner != key.kind && kinds.contains(coverage_word(owner)) && coverage_word(owner) != "tables"))
      keys.insert(key);
  }
  put_aside(source.left_out, schema, keys);
}

void put_aside_sequences(Source& source) {
  for (const auto& [name, sequence] : source.schema.sequences) put_aside(source.left_out, *sequence);
  source.schema.sequences = {};
}

Result<void> erase_excluded_kinds(Source& source, const std::vector<std::string>& words) {
  std::set<std::string, std::less<>> kinds;
  for (const auto& word : words) {
    for (const auto& [name, table] : source.schema.tables)
      if (name.name == word)
        return failure("usage",
                       fmt::format("`--exclude={}` names a kind of object, and there is a table of that name", word),
                       {}, fmt::format("write `*.{}` for the table in PostgreSQL, `{}*` elsewhere", word, word));
    kinds.insert(word);
  }
  erase_kinds(source, kinds);
  if (kinds.contains("enums")) source.schema.enums = {};
  if (kinds.contains("sequences")) put_aside_sequences(source);
  return {};
}

// Parts of tables that the source is not to speak of.
void erase_parts(Schema& schema, const std::set<std::string, std::less<>>& kinds) {
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) names.push_back(name);
  const auto is_left = [&](const Constraint& constraint) {
    if (std::holds_alternative<ForeignKey>(constraint.body)) return kinds.contains("foreign_keys");
    return !std::holds_alternative<Key>(constraint.body) && kinds.contains("checks");
  };
  for (const auto& name : names)
    schema.tables.change(name, [&](Table& table) {
      std::erase_if(table.constraints, is_left);
      if (kinds.contains("indexes")) table.indexes.clear();
      if (!kinds.contains("comments")) return;
      table.comment.reset();
      for (auto& column : table.columns) column.comment.reset();
      for (auto& constraint : table.constraints) constraint.comment.reset();
      for (auto& index : table.indexes) index.comment.reset();
    });
}

// What hangs on what is told by the texts, while all of it is there.
void resolve_all(Schema& schema, const std::vector<std::string>& words) {
  const auto* entry = words.empty() ? nullptr : find_dialect(schema.engine.dialect);
  if (entry) entry->dialect->resolve_objects(schema);
}

bool has_parts(const std::set<std::string, std::less<>>& kinds) {
  return std::ranges::any_of(kinds, [](const auto& kind) {
    return kind == "foreign_keys" || kind == "checks" || kind == "indexes" || kind == "comments";
  });
}

}  // namespace

bool is_excluded_kind(const std::string& word) {
  // the others are parts of a table, whose columns would change their types with them
  static constexpr auto kinds =
      std::to_array<std::string_view>({"views", "functions", "triggers", "policies", "rules", "grants", "extensions",
                                       "sequences", "statistics", "collations", "events"});
  return std::ranges::find(kinds, word) != kinds.end();
}

void leave_out(Source& source, const std::vector<std::string>& patterns) {
  std::vector<std::string> names;
  std::set<std::string, std::less<>> kinds;
  for (const auto& pattern : patterns)
    if (is_excluded_kind(pattern))
      kinds.insert(pattern);
    else
      names.push_back(pattern);
  resolve_all(source.schema, patterns);
  if (!names.empty()) Scope(source.schema, source.left_out, {}, names).run();
  erase_kinds(source, kinds);
  if (kinds.contains("sequences")) put_aside_sequences(source);
}

void forget_references_beyond(Schema& schema, const std::set<std::string>& schemas) {
  const auto leads_out = [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint.body);
    return key && !key->references.schema.empty() && !schemas.contains(key->references.schema);
  };
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables)
    if (std::ranges::any_of(table->constraints, leads_out)) names.push_back(name);
  for (const auto& name : names)
    schema.tables.change(name, [&](Table& table) { std::erase_if(table.constraints, leads_out); });
}

Result<void> narrow(Source& source, const IntrospectOptions& options) {
  std::vector<std::string> names, kinds;
  for (const auto& word : options.exclude) (is_excluded_kind(word) ? kinds : names).push_back(word);
  resolve_all(source.schema, options.exclude);
  if (auto done = erase_excluded_kinds(source, kinds); !done) return done;
  const bool has_schemas = !source.schema.namespaces.empty();
  const auto schemas = has_schemas ? options.only_schemas : std::vector<std::string>();
  forget_intents(source, Scope(source.schema, source.left_out, schemas, names, &source.matched).run());
  return {};
}

Diagnostics idle_words(const IntrospectOptions& asked, const std::vector<const Source*>& sides) {
  const auto idle = [&](const std::vector<std::string>& words) {
    std::vector<std::string> left;
    for (const auto& word : words)
      if (!is_excluded_kind(word) &&
          std::ranges::none_of(sides, [&](const Source* side) { return side->matched.contains(word); }))
        left.push_back(word);
    return left;
  };
  Diagnostics out;
  const bool alone = sides.size() == 1;
  for (const auto& word : idle(asked.exclude))
    out.push_back(warning_at(
        "matches-nothing", fmt::format("`--exclude={}` matches nothing {}", word, alone ? "there" : "on either side")));
  const auto* entry = find_dialect(sides.front()->schema.engine.dialect);
  if (!entry || entry->dialect->traits().default_schema.empty()) return out;  // no engine of schemas
  const auto schemas = idle(asked.only_schemas);
  for (const auto& word : schemas) {
    const auto said =
        fmt::format("`--schemas={}` names a schema that {}", word, alone ? "is not there" : "neither side has");
    out.push_back(schemas.size() == asked.only_schemas.size() ? error_at("matches-nothing", said)
                                                              : warning_at("matches-nothing", said));
  }
  return out;
}

Result<void> manage_only(Source& source, const std::vector<std::string>& kinds) {
  if (kinds.empty()) return {};
  std::vector<std::string> known;
  for (const auto word : coverage_words()) known.emplace_back(word);
  std::set<std::string> covered;
  for (auto word : kinds) {
    std::ranges::replace(word, '-', '_');
    const bool is_without = word.starts_with("no_");
    const auto name = is_without ? word.substr(3) : word;
    if (name == "everything") {
      covered.insert(known.begin(), known.end());
      continue;
    }
    if (std::ranges::find(known, name) == known.end()) {
      const auto near = nearest(name, known);
      return failure("usage",
                     fmt::format("found `{}`, expected `everything` or one of `{}`", word, fmt::join(known, "`, `")),
                     {}, near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
    if (name == "tables" && !is_without) covered.insert({"checks", "foreign_keys", "indexes"});
    if (is_without)
      covered.erase(name);
    else
      covered.insert(name);
  }
  cover_only(source.coverage, covered);
  source.coverage.claim = fmt::format("{}", fmt::join(covered, ", "));
  const auto& beyond = source.coverage.words_beyond;
  erase_kinds(source, beyond);
  if (has_parts(beyond)) erase_parts(source.schema, beyond);
  if (beyond.contains("tables")) source.schema.tables = {};
  if (beyond.contains("sequences")) source.schema.sequences = {};
  return {};
}

}  // namespace schemac
