#include "dialects/sqlite/query_reader.h"

#include <algorithm>

#include "dialects/sqlite/names.h"
#include "operations/object_ids.h"

namespace schemac::sqlite {
namespace {

// Views that show what views show; and columns of a query, which is more than SQLite takes. `SELECT a.*, b.*` doubles
// them at every level.
constexpr std::size_t deepest_views = 100, most_columns = 40'000;

bool contains(std::string_view words, std::string_view word) {
  return words.find(" " + lower(word) + " ") != std::string_view::npos;
}

// Keywords that are never names without quotes. All others are, wherever the grammar has no use for the keyword.
bool is_reserved(std::string_view word) {
  return contains(
      " add all alter and as autoincrement between case check collate commit constraint create default deferrable "
      "delete distinct drop else "
      "escape except exists foreign from group having in index insert intersect into is isnull join limit not nothing "
      "notnull null on or order "
      "primary references returning select set table then to transaction union unique update using values when where ",
      word);
}

constexpr std::string_view join_words = " natural left right full outer inner cross join ";
constexpr std::string_view after_results = " from where group having window union except intersect order limit on ";

Columns columns_of_function(std::string_view name) {
  if (name != "json_each" && name != "json_tree") return {.complete = false};
  return {{"key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json", "root"}};
}

std::uint32_t place(std::size_t at) { return static_cast<std::uint32_t>(at); }

}  // namespace

QueryReader::QueryReader(std::string_view sql, const Schema& schema, std::set<std::string> views_being_read)
    : sql_(sql), schema_(schema), views_being_read_(std::move(views_being_read)), tokens_(sql_tokens(sql, lexis)) {}

// --- tokens

std::string_view QueryReader::text(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].text(sql_) : std::string_view();
}
bool QueryReader::is_quoted(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == SqlTokenKind::quoted_identifier;
}
bool QueryReader::is_string(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == SqlTokenKind::string;
}
bool QueryReader::is_word(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == SqlTokenKind::word;
}
bool QueryReader::is(std::string_view word, std::size_t ahead) const {
  return !is_quoted(ahead) && !is_string(ahead) && equal_ignoring_case(text(ahead), word);
}
bool QueryReader::is_one_of(std::string_view words, std::size_t ahead) const {
  return is_word(ahead) && contains(words, text(ahead));
}
bool QueryReader::can_be_name(std::size_t ahead) const {
  return is_quoted(ahead) || (is_word(ahead) && !is_reserved(text(ahead)));
}

bool QueryReader::accept(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}
void QueryReader::expect(std::string_view word) {
  if (!accept(word)) throw UnknownSyntax{};
}
std::string QueryReader::name() {
  if (!can_be_name() && !is_string()) throw UnknownSyntax{};
  return unquoted(tokens_[at_++].text(sql_));
}

// `varchar(20)`, `unsigned big int`
void QueryReader::skip_type() {
  while (is_word() || is_quoted()) ++at_;
  if (!accept("(")) return;
  while (!done() && !is(")")) ++at_;
  expect(")");
}

// --- what names mean

Scope& QueryReader::new_scope(const Scope* parent) { return scopes_.emplace_back(Scope{.parent = parent}); }

void QueryReader::refer(ObjectId object, std::size_t token) {
  found_.push_back({std::move(object), place(tokens_[token].begin), place(tokens_[token].end)});
}

Relation QueryReader::relation_of(const std::string& name, std::size_t token, bool is_qualified) {
  const auto key = lower(name);
  Relation relation{.name = key};
  const auto common =
      std::find_if(common_tables_.rbegin(), common_tables_.rend(), [&](const auto& one) { return one.first == key; });
  if (!is_qualified && common != common_tables_.rend()) {
    relation.columns = common->second;
    return relation;
  }
  relation.has_alias = false;
  if (const auto* table = schema_.tables.find(spelling_of_table(schema_, {"", name}))) {
    relation.table = table;
    relation.object = table_id(table->name);
  } else {
    relation.object = {ObjectKind::sql_object, {"", name}, "view"};
    relation.columns.complete = false;
    for (const auto& [view, object] : schema_.sql_objects)
      if (view.kind == "view" && equal_ignoring_case(view.name.name, name)) {
        relation.object.name = view.name;
        relation.columns = columns_of_view(*object);
      }
  }
  refer(relation.object, token);
  return relation;
}

Columns QueryReader::columns_of_view(const SqlObject& view) {
  const auto key = lower(view.name.name);
  if (const auto known = views_->find(key); known != views_->end()) return known->second;
  auto being_read = views_being_read_;
  if (!being_read.insert(key).second || being_read.size() > deepest_views) return {.complete = false};
  try {
    QueryReader reader(view.definition, schema_, std::move(being_read));
    reader.views_ = views_;
    return (*views_)[key] = reader.read_view();
  } catch (const UnknownSyntax&) {
    return {.complete = false};
  }
}

Relation QueryReader::target() {
  if (is(".", 1)) at_ += 2;
  const auto token = at_;
  auto relation = relation_of(name(), token, true);
  if (accept("as")) {
    relation.name = lower(name());
    relation.has_alias = true;
  }
  skip_index_hint();
  return relation;
}

void QueryReader::column_of(const Relation& relation) {
  const auto token = at_;
  const auto column = name();
  const auto* found = relation.table ? find_column(*relation.table, column) : nullptr;
  if (found) refer(column_id(relation.table->name, found->name), token);
}

void QueryReader::column_list(const Relation& relation) {
  expect("(");
  do column_of(relation);
  while (accept(","));
  expect(")");
}

// --- expressions

void QueryReader::expression() {
  operand();
  while (continues()) {
  }
}

void QueryReader::expressions() {
  do expression();
  while (accept(","));
}

void QueryReader::operand() {
  while (accept("+") || accept("-") || accept("~") || accept("not")) {
  }
  if (done()) throw UnknownSyntax{};
  if (is_quoted()) return is("(", 1) ? call() : column_name();
  if (accept("(")) {
    if (begins_query())
      query(scope_);
    else
      expressions();
    return expect(")");
  }
  if (!is_word()) {
    if (!is_string() && tokens_[at_].kind != SqlTokenKind::number) throw UnknownSyntax{};
    return void(++at_);
  }
  if (is_one_of(" null current_date current_time current_timestamp ")) return void(++at_);
  if (is("case")) return case_expression();
  if (accept("exists")) return operand();  // the query in parentheses
  if (is_reserved(text())) throw UnknownSyntax{};
  return is("(", 1) ? call() : column_name();
}

// What may stand behind an operand, with the next one.
bool QueryReader::continues() {
  static constexpr std::string_view symbols = " || + - * / % & | << >> < <= > >= = == <> != -> ->> ";
  if (done() || is_quoted() || is_string()) return false;
  if (!is_word()) {
    if (!contains(symbols, text())) return false;
    ++at_;
    operand();
    return true;
  }
  const std::size_t negated = is("not") ? 1 : 0;
  if (negated && is("null", 1)) return at_ += 2, true;
  if (is("in", negated)) {
    at_ += negated + 1;
    return in_operator(), true;
  }
  if (is_one_of(" like glob regexp match between ", negated)) {
    at_ += negated + 1;
    return operand(), true;
  }
  if (negated) return false;
  if (is_one_of(" isnull notnull ")) return void(++at_), true;
  if (accept("collate")) return void(name()), true;
  if (accept("is")) {
    accept("not");
    if (accept("distinct")) expect("from");
    return operand(), true;
  }
  if (accept("and") || accept("or") || accept("escape")) return operand(), true;
  return false;
}

// IN (1, 2), IN (SELECT …), IN table, IN table_function(…)
void QueryReader::in_operator() {
  if (accept("(")) {
    if (begins_query())
      query(scope_);
    else if (!is(")"))
      expressions();
    return expect(")");
  }
  const bool is_qualified = is(".", 1);
  if (is_qualified) at_ += 2;
  if (is("(", 1)) return call();
  const auto token = at_;
  relation_of(name(), token, is_qualified);
}

void QueryReader::case_expression() {
  expect("case");
  if (!is("when")) expression();
  while (accept("when")) {
    expression();
    expect("then");
    expression();
  }
  if (accept("else")) expression();
  expect("end");
}

void QueryReader::call() {
  const bool is_cast = is("cast");
  at_ += 2;
  if (is_cast) {
    expression();
    expect("as");
    skip_type();
  } else if (!accept("*") && !is(")")) {
    if (!accept("distinct")) accept("all");
    if (is("ignore") && is(")", 1)) return void(at_ += 2);  // RAISE(IGNORE)
    expressions();
    if (accept("order")) ordering();
  }
  expect(")");
  if (is("filter") && is("(", 1)) {
    at_ += 2;
    expect("where");
    expression();
    expect(")");
  }
  if (is("over") && (is("(", 1) || can_be_name(1))) over();
}

void QueryReader::over() {
  expect("over");
  if (accept("(")) return window_definition();
  name();
}

void QueryReader::window_definition() {
  if (!is(")") && !is_one_of(" partition order range rows groups ")) name();
  if (accept("partition")) {
    expect("by");
    expressions();
  }
  if (accept("order")) ordering();
  if (is_one_of(" range rows groups ")) {
    ++at_;
    const bool both = accept("between");
    frame_bound();
    if (both) {
      expect("and");
      frame_bound();
    }
    if (accept("exclude"))
      while (is_one_of(" no others current row group ties ")) ++at_;
  }
  expect(")");
}

void QueryReader::frame_bound() {
  if (is_one_of(" unbounded current "))
    ++at_;
  else
    expression();
  if (!is_one_of(" preceding following row ")) throw UnknownSyntax{};
  ++at_;
}

// `column`, `table.column`, `schema.table.column`
void QueryReader::column_name(bool prefers_alias, bool is_output_name) {
  if (is(".", 1) && is(".", 3)) at_ += 2;
  Mention mention{
      .scope = scope_, .qualifier = {}, .column = {}, .prefers_alias = prefers_alias, .is_output_name = is_output_name};
  if (is(".", 1)) {
    mention.qualifier_begin = place(tokens_[at_].begin);
    mention.qualifier_end = place(tokens_[at_].end);
    mention.qualifier = unquoted(text());
    mention.prefers_alias = false;
    at_ += 2;
  }
  if (!is_word() && !is_quoted() && !is_string()) throw UnknownSyntax{};
  mention.begin = place(tokens_[at_].begin);
  mention.end = place(tokens_[at_].end);
  mention.column = unquoted(text());
  ++at_;
  mentions_.push_back(std::move(mention));
}

// Whether nothing but a column's name stands before a word of `ends`, a comma, a parenthesis or the end.
bool QueryReader::is_whole_path(std::string_view ends) const {
  if (!can_be_name()) return false;
  std::size_t next = 1;
  while (is(".", next)) next += 2;
  return at_ + next >= tokens_.size() || is(",", next) || is(")", next) || is(";", next) || is_one_of(ends, next);
}

// Behind ORDER.
void QueryReader::ordering() {
  expect("by");
  do {
    if (is_whole_path(" asc desc nulls limit collate range rows groups end "))
      column_name(true);
    else
      operand();
    while (continues()) {
    }
    if (!accept("asc")) accept("desc");
    if (is("nulls") && is_one_of(" first last ", 1)) at_ += 2;
  } while (accept(","));
}

// --- queries

bool QueryReader::begins_query(std::size_t ahead) const { return is_one_of(" select values with ", ahead); }

Columns QueryReader::query(const Scope* parent) {
  const auto in_sight = common_tables_.size();
  const auto* around = scope_;
  if (accept("with")) common_table_expressions(parent);
  auto& everything = new_scope(parent);  // what ORDER BY of a compound sees
  Columns columns;
  for (bool first = true;; first = false) {
    auto& scope = new_scope(parent);
    auto given = core(scope);
    if (first) columns = std::move(given);
    everything.relations.insert(everything.relations.end(), scope.relations.begin(), scope.relations.end());
    everything.aliases.insert(scope.aliases.begin(), scope.aliases.end());
    if (!is_one_of(" union except intersect ")) break;
    ++at_;
    accept("all");
  }
  scope_ = &everything;
  if (accept("order")) ordering();
  if (accept("limit")) {
    expression();
    if (accept("offset") || accept(",")) expression();
  }
  scope_ = around;
  common_tables_.resize(in_sight);
  return columns;
}

void QueryReader::common_table_expressions(const Scope* parent) {
  if (is("recursive") && !is("as", 1) && !is("(", 1)) ++at_;
  do {
    const auto table = lower(name());
    std::vector<std::string> names;
    if (accept("(")) {
      do names.push_back(lower(name()));
      while (accept(","));
      expect(")");
    }
    expect("as");
    accept("not");
    accept("materialized");
    expect("(");
    const auto itself = common_tables_.size();
    common_tables_.emplace_back(table, Columns{names, !names.empty()});  // it may be recursive
    auto given = query(parent);
    if (names.empty()) common_tables_[itself].second = std::move(given);
    expect(")");
  } while (accept(","));
}

Columns QueryReader::values(Scope& scope) {
  scope_ = &scope;
  Columns columns;
  do {
    expect("(");
    columns.names.clear();
    do {
      expression();
      columns.names.push_back("column" + std::to_string(columns.names.size() + 1));
    } while (accept(","));
    expect(")");
  } while (accept(","));
  return columns;
}

Columns QueryReader::core(Scope& scope) {
  if (accept("values")) return values(scope);
  expect("select");
  if (!accept("distinct")) accept("all");
  scope_ = &scope;
  std::vector<std::pair<std::string, bool>> results;  // a column's name; or the relation of a star, and true
  do result_column(scope, results);
  while (accept(","));
  if (accept("from")) from_clause(scope);
  if (accept("where")) expression();
  if (accept("group")) {
    expect("by");
    expressions();
  }
  if (accept("having")) expression();
  if (accept("window")) do {
      name();
      expect("as");
      expect("(");
      window_definition();
    } while (accept(","));
  return columns_of(scope, results);
}

void QueryReader::result_column(Scope& scope, std::vector<std::pair<std::string, bool>>& results) {
  if (accept("*")) return void(results.emplace_back("", true));
  if (is(".", 1) && is("*", 2)) {
    mentions_.push_back({.scope = &scope, .qualifier = unquoted(text()), .column = "*"});
    mentions_.back().qualifier_begin = place(tokens_[at_].begin);
    mentions_.back().qualifier_end = place(tokens_[at_].end);
    results.emplace_back(lower(mentions_.back().qualifier), true);
    return void(at_ += 3);
  }
  const bool is_column = is_whole_path(after_results);
  if (is_column)
    column_name(false, true);
  else
    expression();
  std::string given = is_column ? lower(mentions_.back().column) : std::string();
  const bool said = accept("as");
  if (said || is_string() || (can_be_name() && !is_one_of(after_results) && !is_one_of(join_words))) {
    given = lower(name());
    scope.aliases.insert(given);
  }
  results.emplace_back(std::move(given), false);
}

Columns QueryReader::columns_of(const Scope& scope, const std::vector<std::pair<std::string, bool>>& results) {
  Columns columns;
  for (const auto& [name, is_star] : results) {
    if (columns.names.size() > most_columns) return {.names = {}, .complete = false};
    if (!is_star) columns.names.push_back(name);
    for (const auto& relation : scope.relations) {
      if (!is_star || (!name.empty() && relation.name != name)) continue;
      if (!relation.table) {
        columns.names.insert(columns.names.end(), relation.columns.names.begin(), relation.columns.names.end());
        columns.complete = columns.complete && relation.columns.complete;
      } else {
        for (const auto& column : relation.table->columns) columns.names.push_back(lower(column.name));
      }
    }
  }
  return columns;
}

void QueryReader::from_clause(Scope& scope) {
  joined_relation(scope);
  while (true) {
    const bool comma = accept(",");
    bool join = false;
    while (is_one_of(join_words)) {
      join = is("join");
      ++at_;
      if (join) break;
    }
    if (!comma && !join) return;
    joined_relation(scope);
    if (accept("on")) {
      expression();
    } else if (is("using") && is("(", 1)) {
      at_ += 2;
      do column_name();  // of the first relation that has it
      while (accept(","));
      expect(")");
    }
  }
}

void QueryReader::joined_relation(Scope& scope) {
  Relation relation;
  if (accept("(")) {
    if (!begins_query()) {
      from_clause(scope);
      expect(")");
      if (!accept("as") && (!can_be_name() || is_one_of(join_words) || is_one_of(after_results))) return;
      return void(name());
    }
    relation.columns = query(scope.parent);
    expect(")");
  } else {
    const bool is_qualified = is(".", 1);
    if (is_qualified) at_ += 2;
    if (is("(", 1)) {
      relation.name = lower(unquoted(text()));
      relation.columns = columns_of_function(relation.name);
      call();
    } else {
      const auto token = at_;
      relation = relation_of(name(), token, is_qualified);
    }
  }
  alias_of(relation);
  scope.relations.push_back(std::move(relation));
}

void QueryReader::alias_of(Relation& relation) {
  const bool said = accept("as");
  const bool follows = is_string() || (can_be_name() && !is_one_of(join_words) && !is_one_of(" indexed window ") &&
                                       !is_one_of(after_results));
  if (said || follows) {
    relation.name = lower(name());
    relation.has_alias = true;
  }
  skip_index_hint();
}

void QueryReader::skip_index_hint() {
  if (is("not") && is("indexed", 1)) at_ += 2;
  if (is("indexed") && is("by", 1)) {
    at_ += 2;
    name();
  }
}

std::vector<Reference> QueryReader::references() const {
  auto out = found_;
  for (const auto& mention : mentions_)
    for (auto& reference : resolve(mention)) out.push_back(std::move(reference));
  std::sort(out.begin(), out.end(), [](const Reference& a, const Reference& b) { return a.begin < b.begin; });
  return out;
}

}  // namespace schemac::sqlite
