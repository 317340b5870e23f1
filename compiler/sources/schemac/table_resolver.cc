#include "sources/schemac/table_resolver.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "sources/schemac/repetition.h"
#include "sources/schemac/sequence_options.h"

namespace schemac::language {
namespace {

const std::map<std::string, std::string, std::less<>> serial_types = {
    {"smallserial", "smallint"}, {"serial", "integer"}, {"bigserial", "bigint"}};

std::string_view kind_word(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::primary_key: return "primary key";
    case ConstraintKind::unique: return "unique";
    case ConstraintKind::check: return "check";
    case ConstraintKind::foreign_key: return "foreign key";
    case ConstraintKind::exclude: return "exclude";
  }
  broken_invariant("constraint kind has a word");
}

ParameterOf parameters_of(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::primary_key: return ParameterOf::primary_key;
    case ConstraintKind::unique: return ParameterOf::unique;
    case ConstraintKind::check: return ParameterOf::check;
    case ConstraintKind::foreign_key: return ParameterOf::foreign_key;
    case ConstraintKind::exclude: return ParameterOf::exclusion;
  }
  broken_invariant("constraint kind has parameters");
}

}  // namespace

TableResolver::TableResolver(const TableSyntax& syntax, const FileSyntax& file, const Names& names,
                             const Dialect& dialect, Resolved& out, std::map<std::string, bool>& known_types)
    : syntax_(syntax), file_(file), names_(names), dialect_(dialect), out_(out), known_types_(known_types) {
  table_.name = names.qualified(syntax.name);
}

Table TableResolver::run() {
  refuse_repetition(syntax_.object.clauses, fmt::format("table `{}`", display(table_.name)));
  table_.attributes = attributes(syntax_.attributes, ParameterOf::table);
  if (syntax_.object.comment) table_.comment = syntax_.object.comment->text;
  remember({ObjectKind::table, table_.name}, syntax_.object, syntax_.name.at);
  for (const auto& item : syntax_.items)
    if (const auto* column = std::get_if<ColumnSyntax>(&item)) add(*column);
  for (const auto& item : syntax_.items) {
    if (const auto* constraint = std::get_if<ConstraintSyntax>(&item)) add(*constraint);
    if (const auto* index = std::get_if<IndexSyntax>(&item)) add(*index);
    if (const auto* comment = std::get_if<Text>(&item)) add(*comment);
    if (const auto* back = std::get_if<BackSyntax>(&item)) add(*back);
  }
  return std::move(table_);
}

void TableResolver::error(std::string code, std::string message, Range at, std::string hint) {
  out_.diagnostics.push_back(error_at(std::move(code), std::move(message), span(file_.source, at), std::move(hint)));
}

// A text that is more than its place takes would be more in the statements that are made of it.
void TableResolver::require(const Text& text, SqlPlace place, const std::string& what) {
  if (const auto fault = fault_of(text.text, place, dialect_))
    error("bad-sql", fmt::format("{} {}", what, fault->message), text.at);
}

Attributes TableResolver::attributes(const std::vector<AttributeSyntax>& written, ParameterOf owner) {
  Attributes out;
  ParameterPlace place{.owner = owner};
  for (const auto& [key, value] : syntax_.attributes)
    if (equal_ignoring_case(key.text, "engine")) place.engine = value;
  for (const auto& [key, value] : written) {
    const auto name = key.quoted ? key.text : lower(key.text);
    if (const auto fault = fault_of_parameter(place, name, value, dialect_))
      error("bad-sql", fmt::format("the parameter `{}` {}", name, fault->message), key.at);
    if (!out.emplace(name, value).second)
      error("repeated", fmt::format("found the parameter `{}` twice", name), key.at);
  }
  return out;
}

void TableResolver::remember(ObjectId id, const ObjectSyntax& object, Range at, Intent intent) {
  const auto place = span(file_.source, at);
  if (id.kind != ObjectKind::column)
    out_.declared.emplace(id, place);  // columns are many, and found again where they are asked for
  for (const auto& older : object.was) intent.was.push_back(names_.older(older));
  if (intent.was.empty() && !intent.backfill && !intent.conversion) return;
  intent.where = place;
  out_.intents.emplace(std::move(id), std::move(intent));
}

void TableResolver::add(const Text& comment) {
  if (table_.comment)
    return error("repeated", fmt::format("found a second comment of table `{}`", display(table_.name)), comment.at);
  table_.comment = comment.text;
}

// Kept as the backfill of a column that is not there.
void TableResolver::add(const BackSyntax& back) {
  const auto column = names_.fold(back.column);
  if (table_.columns.find(column))
    return error("back-of-a-column",
                 fmt::format("found `back` for column `{}`, which table `{}` has, expected one that goes", column,
                             display(table_.name)),
                 back.at, "where the values of a new column come from is its `backfill`");
  require(back.sql, SqlPlace::backfill, fmt::format("the way back of `{}`", column));
  Intent intent{.backfill = SqlText{back.sql.text, span(file_.source, back.sql.at)},
                .where = span(file_.source, back.at)};
  if (!out_.intents.emplace(column_id(table_.name, column), std::move(intent)).second)
    error("repeated", fmt::format("found `back` for column `{}` twice", column), back.at);
}

// --- columns
void TableResolver::refuse_repetition(const std::vector<Range>& clauses, const std::string& owner) {
  language::refuse_repetition(clauses, owner, file_.source, out_.diagnostics);
}

Span TableResolver::place_of_column(const std::string& name) const {
  for (const auto& item : syntax_.items)
    if (const auto* column = std::get_if<ColumnSyntax>(&item); column && names_.fold(column->name) == name)
      return span(file_.source, column->name.at);
  return {};
}

Type TableResolver::type_of(const ColumnSyntax& column) {
  const auto at = column.type ? column.type->at : column.name.at;
  auto type = dialect_.parse_type(column.type ? column.type->text : "");
  if (!column.type && (!type || type->user_type)) {  // on SQLite a column may have none
    error("missing-type", fmt::format("found no type for column `{}`, expected one behind its name", column.name.text),
          at);
    return {};
  }
  if (!type) {
    for (auto problem : type.error()) {
      problem.where = span(file_.source, at);
      out_.diagnostics.push_back(std::move(problem));
    }
    return {};
  }
  if (!type->user_type) return *type;
  if (column.type->path && !column.type->raw) {
    type->user_type = names_.qualified(*column.type->path);
    type->name = type->user_type->name;
    if (!out_.schema.enums.contains(*type->user_type) && !is_known_to_engine(*type))
      unknown_type(*type->user_type, column.type->path->at);
  } else if (type->user_type->schema.empty()) {
    type->user_type->schema = dialect_.traits().default_schema;
  }
  // in backticks: the engine knows it, even though no text declares it
  if (column.type->raw && !out_.schema.enums.contains(*type->user_type))
    out_.schema.unmanaged.push_back({.kind = "type", .name = *type->user_type});
  return *type;
}

// Types that come with the engine or with a well-known extension are the dialect's to know.
bool TableResolver::is_known_to_engine(const Type& type) {
  const auto name = display(*type.user_type);
  if (const auto known = known_types_.find(name); known != known_types_.end()) return known->second;
  Schema probe{.engine = out_.schema.engine};
  probe.sql_objects = out_.schema.sql_objects;
  const QualifiedName table{dialect_.traits().default_schema, "probe"};
  probe.tables.set(table, Table{.name = table, .columns = {Column{.name = "probe", .type = type}}});
  const auto problems = dialect_.normalise(probe);
  return known_types_[name] = std::none_of(problems.begin(), problems.end(),
                                           [](const Diagnostic& problem) { return problem.code == "unknown-type"; });
}

void TableResolver::unknown_type(const QualifiedName& name, Range at) {
  auto candidates = dialect_.type_names();
  for (const auto& [known, type] : out_.schema.enums) candidates.push_back(display(known));
  const auto near = nearest(display(name), candidates);
  error("unknown-type", fmt::format("no type `{}` in {}", display(name), dialect_.traits().title), at,
        near.empty() ? "a type that is declared elsewhere is named in backticks"
                     : fmt::format("did you mean `{}`?", near));
}

void TableResolver::generate(Column& out, const ColumnSyntax& column) {
  const auto report = [&](std::string message, Range at) { error("sequence-option", std::move(message), at); };
  const auto serial = out.type.user_type ? serial_types.end() : serial_types.find(out.type.name);
  const bool is_serial = serial != serial_types.end();
  if (column.sequence && !column.identity && !is_serial)
    return error("sequence-of-nothing",
                 fmt::format("found `sequence` for column `{}`, which is neither `identity` nor serial", out.name),
                 column.sequence->at);
  if (is_serial && column.identity)
    return error("identity-and-serial",
                 fmt::format("found `identity` for column `{}`, which is already serial", out.name),
                 column.identity->at);
  if (!column.identity && !is_serial) return;
  if (column.default_value)
    return error("identity-and-default",
                 fmt::format("found a default for column `{}`, whose values come from {}", out.name,
                             is_serial ? "a sequence" : "its identity"),
                 column.default_value->at);
  const auto type_word = lower(out.type.name);
  const bool counts = !out.type.array && !out.type.user_type &&
                      (is_serial || type_word == "smallint" || type_word == "integer" || type_word == "bigint" ||
                       type_word == "int" || out.type.portable.family == TypeFamily::integer);
  if (!counts)
    return error("identity-type",
                 fmt::format("found {} column `{}` of type `{}`, expected an integer type",
                             is_serial ? "serial" : "identity", out.name, display(out.type)),
                 column.identity ? column.identity->at : column.type->at);
  Identity identity{.kind = is_serial ? IdentityKind::serial : column.identity->kind};
  auto options = column.identity ? column.identity->options : std::vector<SequenceOptionSyntax>();
  if (column.sequence) {
    if (column.sequence->name) identity.sequence = {names_.fold(*column.sequence->name), true};
    options.insert(options.end(), column.sequence->options.begin(), column.sequence->options.end());
  }
  const auto own_type = is_serial ? serial->second : out.type.name;
  const bool is_integer = own_type == "smallint" || own_type == "integer";
  identity.options = sequence_options(options, is_integer ? own_type : "bigint", report);
  out.identity = std::move(identity);
}

void TableResolver::add(const ColumnSyntax& column) {
  Column out{.name = names_.fold(column.name), .type = {}};
  if (table_.columns.find(out.name)) {
    auto problem = error_at("duplicate-column",
                            fmt::format("found column `{}` twice in table `{}`", out.name, display(table_.name)),
                            span(file_.source, column.name.at));
    problem.notes.push_back(note_at("the first one is here", place_of_column(out.name)));
    out_.diagnostics.push_back(std::move(problem));
    return;
  }
  if (column.object.clauses.size() > 1) refuse_repetition(column.object.clauses, fmt::format("column `{}`", out.name));
  out.type = type_of(column);
  const bool serial = !out.type.user_type && serial_types.contains(out.type.name);
  out.not_null = column.not_null.value_or(serial);  // `serial` brings its NOT NULL along, `serial null` has lost it
  generate(out, column);
  if (column.default_value) {
    require(*column.default_value, SqlPlace::default_value, fmt::format("the default of `{}`", out.name));
    out.default_value = Expression{column.default_value->text};
  }
  if (column.generated)
    require(*column.generated, SqlPlace::generated, fmt::format("the expression of `{}`", out.name));
  if (column.generated) out.generated = Generated{{column.generated->text}, column.stored};
  if (column.generated && column.default_value)
    error("generated-and-default", fmt::format("found a default for column `{}`, which is generated", out.name),
          column.default_value->at);
  if (column.collation) out.collation = collation(*column.collation);
  if (column.object.comment) out.comment = column.object.comment->text;
  out.attributes = attributes(column.attributes, ParameterOf::column);

  Intent intent;
  if (column.backfill) require(*column.backfill, SqlPlace::backfill, fmt::format("the backfill of `{}`", out.name));
  if (column.conversion)
    require(*column.conversion, SqlPlace::backfill, fmt::format("the conversion of `{}`", out.name));
  if (column.backfill) intent.backfill = SqlText{column.backfill->text, span(file_.source, column.backfill->at)};
  if (column.conversion)
    intent.conversion = SqlText{column.conversion->text, span(file_.source, column.conversion->at)};
  const auto name = out.name;
  remember({ObjectKind::column, table_.name, name}, column.object, column.name.at, std::move(intent));
  table_.columns.add(std::move(out));
  for (const auto& constraint : column.constraints) add(constraint);
  if (column.index) table_.indexes.push_back({.name = {}, .keys = {IndexKey{.column = name}}});
}

// --- constraints
ObjectName TableResolver::name_of(const std::optional<Word>& word, std::string_view kind) {
  if (!word) return {};
  auto& names = kind == "index" ? index_names_ : constraint_names_;
  const auto name = names_.fold(*word);
  const auto [at, fresh] = names.emplace(name, word->at);
  if (!fresh) {
    auto problem =
        error_at("duplicate-name", fmt::format("found the name `{}` twice in table `{}`", name, display(table_.name)),
                 span(file_.source, word->at));
    problem.notes.push_back(note_at("the first one is here", span(file_.source, at->second)));
    out_.diagnostics.push_back(std::move(problem));
  }
  return {name, true};
}

std::optional<std::string> TableResolver::column_of(const QualifiedName& table, const Word& word,
                                                    std::string_view what) {
  const auto name = names_.fold(word);
  auto found = names_.find_column(table, name);
  if (!found)
    error("unknown-column", fmt::format("no column `{}` in table `{}`, named by {}", name, display(table), what),
          word.at, names_.nearest_column(table, name));
  return found;
}

std::vector<std::string> TableResolver::own_columns(const std::vector<Word>& words, std::string_view what) {
  std::vector<std::string> out;
  for (const auto& word : words) {
    const auto column = column_of(table_.name, word, what);
    if (!column) continue;
    if (std::find(out.begin(), out.end(), *column) != out.end())
      error("repeated", fmt::format("found column `{}` twice in {}", *column, what), word.at);
    out.push_back(*column);
  }
  return out;
}

ForeignKey TableResolver::foreign_key(const ConstraintSyntax& constraint) {
  const auto& written = *constraint.reference;
  refuse_repetition(written.clauses, "a foreign key");
  ForeignKey out{.columns = own_columns(constraint.columns, "a foreign key"),
                 .references = names_.qualified(written.table),
                 .referenced_columns = {}};
  out.on_delete = written.on_delete;
  out.on_update = written.on_update;
  out.match_full = written.match_full;
  out.on_delete_columns = own_columns(written.on_delete_columns, "`on delete`");
  const auto target = names_.find_table(out.references);
  if (!target) {
    // an engine that looks for the table only when rows are written may hold a reference to nothing
    const auto report = dialect_.traits().checks_references ? error_at : warning_at;
    out_.diagnostics.push_back(report("unknown-table",
                                      fmt::format("no table `{}` to refer to", display(out.references)),
                                      span(file_.source, written.table.at), names_.nearest_table(out.references)));
    out.referenced_columns = names_.fold(written.columns);
    return out;
  }
  out.references = *target;
  if (written.columns.empty())
    out_.keyless.push_back({*target, constraint.columns.size(), span(file_.source, written.table.at)});
  for (const auto& word : written.columns)
    if (auto column = column_of(*target, word, "a foreign key")) out.referenced_columns.push_back(*column);
  if (!written.columns.empty() && written.columns.size() != constraint.columns.size())
    error("column-count",
          fmt::format("found {} columns that refer to {}, expected as many on both sides", constraint.columns.size(),
                      written.columns.size()),
          constraint.at);
  return out;
}

void TableResolver::refuse_foreign_options(const ConstraintSyntax& constraint) {
  const bool is_key = constraint.kind == ConstraintKind::primary_key || constraint.kind == ConstraintKind::unique;
  const auto refuse = [&](bool present, std::string_view option) {
    if (present)
      error("misplaced-option",
            fmt::format("found `{}`, which does not go with `{}`", option, kind_word(constraint.kind)), constraint.at);
  };
  refuse(!constraint.include.empty() && !is_key, "include");
  refuse(constraint.nulls_not_distinct && constraint.kind != ConstraintKind::unique, "nulls not distinct");
  refuse(constraint.no_inherit && constraint.kind != ConstraintKind::check, "no inherit");
  refuse(!constraint.validated && is_key, "not valid");
}

std::variant<Key, Check, ForeignKey, Exclusion> TableResolver::body_of(const ConstraintSyntax& constraint) {
  switch (constraint.kind) {
    case ConstraintKind::primary_key:
      return Key{.primary = true,
                 .columns = own_columns(constraint.columns, "the primary key"),
                 .include = own_columns(constraint.include, "`include`")};
    case ConstraintKind::unique:
      return Key{.primary = false,
                 .columns = own_columns(constraint.columns, "a unique key"),
                 .include = own_columns(constraint.include, "`include`"),
                 .nulls_not_distinct = constraint.nulls_not_distinct};
    case ConstraintKind::check:
      require(*constraint.expression, SqlPlace::check, "the check");
      return Check{{constraint.expression->text}, constraint.no_inherit};
    case ConstraintKind::foreign_key: return foreign_key(constraint);
    case ConstraintKind::exclude:
      require(*constraint.expression, SqlPlace::exclusion, "the exclusion");
      return Exclusion{{constraint.expression->text}};
  }
  broken_invariant("constraint kind has a body");
}

void TableResolver::add(const ConstraintSyntax& constraint) {
  refuse_foreign_options(constraint);
  refuse_repetition(constraint.object.clauses,
                    fmt::format("a {} of table `{}`", kind_word(constraint.kind), display(table_.name)));
  if (constraint.kind == ConstraintKind::primary_key) {
    if (primary_key_) {
      auto problem = error_at(
          "second-primary-key", fmt::format("found a second primary key of table `{}`", display(table_.name)),
          span(file_.source, constraint.at), "a key of several columns is a line of its own: `primary key (a, b)`");
      problem.notes.push_back(note_at("the first one is here", span(file_.source, *primary_key_)));
      out_.diagnostics.push_back(std::move(problem));
      return;
    }
    primary_key_ = constraint.at;
  }
  Constraint out{.name = name_of(constraint.name, "constraint"), .body = body_of(constraint)};
  out.deferrable = constraint.deferrable;
  out.initially_deferred = constraint.initially_deferred;
  out.validated = constraint.validated;
  out.attributes = attributes(constraint.attributes, parameters_of(constraint.kind));
  if (constraint.object.comment) out.comment = constraint.object.comment->text;
  if (!constraint.object.was.empty() && !constraint.name)
    error(
        "unnamed-rename",
        fmt::format("found `was` for a {} without a name, expected a name to rename it to", kind_word(constraint.kind)),
        constraint.at);
  else if (constraint.name)
    remember({ObjectKind::constraint, table_.name, out.name.text}, constraint.object, constraint.at);
  table_.constraints.push_back(std::move(out));
}

// --- indexes
std::string TableResolver::collation(const Path& path) {
  // the names of the engine's own catalogue stand alone and may hold dots; others are spelled as SQL
  auto name = path.schema ? fmt::format("{}.\"{}\"", dialect_.quote(names_.fold(*path.schema)), names_.fold(path.name))
                          : names_.fold(path.name);
  if (const auto fault = fault_of_word(name, SqlWord::collation, dialect_))
    error("bad-sql", fmt::format("the collation `{}` {}", name, fault->message), path.at);
  return name;
}

IndexKey TableResolver::index_key(const IndexKeySyntax& key) {
  refuse_repetition(key.clauses, "a key of an index");
  IndexKey out{.descending = key.descending, .nulls_first = key.nulls_first};
  if (key.column)
    out.column = column_of(table_.name, *key.column, "an index").value_or(std::string());
  else
    out.expression = Expression{key.expression->text};
  if (key.expression) require(*key.expression, SqlPlace::index_key, "the key of the index");
  if (key.operator_class && key.operator_class->text.find_first_of(".( \"") != std::string::npos)
    require(*key.operator_class, SqlPlace::operator_class, "the operator class");
  if (key.collation) out.collation = collation(*key.collation);
  if (key.operator_class) out.operator_class = key.operator_class->text;
  return out;
}

void TableResolver::add(const IndexSyntax& index) {
  refuse_repetition(index.object.clauses, fmt::format("an index of table `{}`", display(table_.name)));
  Index out{.name = name_of(index.name, "index"), .keys = {}, .unique = index.unique};
  for (const auto& key : index.keys) out.keys.push_back(index_key(key));
  if (index.method) out.method = lower(index.method->text);
  if (const auto fault = fault_of_word(out.method, SqlWord::index_method, dialect_))
    error("bad-sql", fmt::format("the method `{}` of the index {}", out.method, fault->message),
          index.method ? index.method->at : index.at);
  out.include = own_columns(index.include, "`include`");
  if (index.where) require(*index.where, SqlPlace::predicate, "the predicate of the index");
  if (index.where) out.where = Expression{index.where->text};
  out.nulls_not_distinct = index.nulls_not_distinct;
  if (out.nulls_not_distinct && !out.unique)
    error("misplaced-option", "found `nulls not distinct` for an index that is not unique", index.at);
  out.valid = index.valid;
  out.attributes = attributes(index.attributes, ParameterOf::index);
  if (index.object.comment) out.comment = index.object.comment->text;
  if (!index.object.was.empty() && !index.name)
    error("unnamed-rename", "found `was` for an index without a name, expected a name to rename it to", index.at);
  else if (index.name)
    remember({ObjectKind::index, table_.name, out.name.text}, index.object, index.at);
  table_.indexes.push_back(std::move(out));
}

}  // namespace schemac::language
