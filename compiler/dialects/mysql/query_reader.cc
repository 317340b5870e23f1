#include "dialects/mysql/query_reader.h"

#include <algorithm>

#include "operations/object_ids.h"

namespace schemac::mysql {
namespace {

// Words that stand in the place of an operand and are none: no column has one of them without quotes.
constexpr std::string_view prefixes =
    " not binary distinct distinctrow all exists any some case when then else interval by order group "
    "separator using as sql_calc_found_rows straight_join high_priority in like rlike regexp between ";  // behind NOT
constexpr std::string_view constants = " null true false default ";
// Those that join two operands, or ask for one behind what they follow.
constexpr std::string_view infixes =
    " and or xor is not like rlike regexp in between div mod escape when then else member of sounds "
    "against order group by separator from for having where on limit offset any ";
constexpr std::string_view ends_of_from =
    " where group having order limit window for lock procedure into union except intersect ";

const Column* column_called(const Table& table, const std::string& name) {
  const auto at =
      std::ranges::find_if(table.columns, [&](const Column& column) { return equal_ignoring_case(column.name, name); });
  return at == table.columns.end() ? nullptr : &*at;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::any_of(names, [&](const std::string& one) { return equal_ignoring_case(one, name); });
}

}  // namespace

bool QueryReader::is(std::size_t at, std::string_view word) const {
  if (at >= tokens_.size()) return false;
  const auto kind = tokens_[at].kind;
  return (kind == SqlTokenKind::word || kind == SqlTokenKind::symbol) &&
         equal_ignoring_case(tokens_[at].text(sql_), word);
}

bool QueryReader::is_one_of(std::size_t at, std::string_view words) const {
  if (at >= tokens_.size() || tokens_[at].kind != SqlTokenKind::word) return false;
  return words.find(" " + lower(tokens_[at].text(sql_)) + " ") != std::string_view::npos;
}

bool QueryReader::is_name(std::size_t at) const {
  return at < tokens_.size() &&
         (tokens_[at].kind == SqlTokenKind::word || tokens_[at].kind == SqlTokenKind::quoted_identifier);
}

std::string QueryReader::name(std::size_t at) const {
  if (at >= tokens_.size()) return {};
  const auto text = tokens_[at].text(sql_);
  return tokens_[at].kind == SqlTokenKind::quoted_identifier ? unquoted(text) : std::string(text);
}

void QueryReader::refer(ObjectId object, std::size_t token, bool is_output_name) {
  const auto& place = tokens_[token];
  found_.push_back({std::move(object), static_cast<std::uint32_t>(place.begin), static_cast<std::uint32_t>(place.end),
                    is_output_name});
}

std::vector<Reference> QueryReader::take() {
  std::ranges::stable_sort(found_, {}, &Reference::begin);
  // a condition is read once for each query that it may belong to
  const auto same_place = std::ranges::unique(found_, {}, &Reference::begin);
  found_.erase(same_place.begin(), same_place.end());
  return std::move(found_);
}

std::size_t QueryReader::closing(std::size_t open, std::size_t end) const {
  int depth = 0;
  for (auto at = open; at < end; ++at) {
    if (is(at, "(")) ++depth;
    if (is(at, ")") && --depth == 0) return at;
  }
  return end;
}

std::size_t QueryReader::next_at_depth_0(std::size_t begin, std::size_t end, std::string_view words) const {
  for (auto at = begin; at < end; ++at) {
    if (is(at, "(")) at = closing(at, end);
    if (at < end && is_one_of(at, words) && (at == 0 || !is(at - 1, "."))) return at;
  }
  return end;
}

std::vector<QueryReader::Range> QueryReader::parts_between(Range range, std::string_view separator) const {
  std::vector<Range> out = {{range.begin, range.end}};
  for (auto at = range.begin; at < range.end; ++at) {
    if (is(at, "(")) at = closing(at, range.end);
    if (at >= range.end || !is(at, separator)) continue;
    out.back().end = at;
    out.push_back({at + 1, range.end});
  }
  return out;
}

bool QueryReader::begins_query(std::size_t at, std::size_t end) const {
  while (at < end && is(at, "(")) ++at;
  return at < end && is_one_of(at, " select with values ");
}

// --- queries ---

void QueryReader::query(std::size_t begin, std::size_t end, const QueryScope* outer) {
  QueryScope common{.outer = outer};
  begin = with(begin, end, common);
  bool in_union = false;
  while (begin < end) {
    const auto stop = next_at_depth_0(begin, end, " union except intersect ");
    if (is(begin, "(")) {
      const auto close = closing(begin, stop);
      query(begin + 1, close, &common);
      QueryScope behind{.outer = &common};
      ++within_aliases_;
      expression(std::min(close + 1, stop), stop, behind);  // ORDER BY of the whole
      --within_aliases_;
    } else {
      QueryScope scope{.outer = &common};
      scope.in_union = in_union || stop < end;
      select(begin, stop, scope);
    }
    in_union = true;
    begin = stop + 1;
    while (begin < end && is_one_of(begin, " all distinct ")) ++begin;
  }
}

std::size_t QueryReader::with(std::size_t begin, std::size_t end, QueryScope& scope) {
  if (!is(begin, "with")) return begin;
  auto at = begin + 1;
  if (is(at, "recursive")) ++at;
  while (at < end && is_name(at)) {
    scope.ctes.push_back(name(at++));
    if (is(at, "(")) at = closing(at, end) + 1;
    if (!is(at, "as")) return at;
    const auto close = closing(++at, end);
    query(at + 1, close, &scope);
    at = close + 1;
    if (!is(at, ",")) break;
    ++at;
  }
  return at;
}

void QueryReader::select(std::size_t begin, std::size_t end, QueryScope& scope) {
  if (!is(begin, "select")) return expression(begin, end, scope);  // VALUES ROW(1)
  const auto from = next_at_depth_0(begin, end, " from ");
  auto behind = next_at_depth_0(std::min(from + 1, end), end, ends_of_from);
  // FOR SYSTEM_TIME, USE INDEX FOR JOIN
  while (behind < end && is(behind, "for") && is_one_of(behind + 1, " system_time join order group "))
    behind = next_at_depth_0(behind + (is(behind + 1, "system_time") ? 1 : 2), end, ends_of_from);
  std::vector<Range> conditions;
  if (from < end) tables({from + 1, behind}, scope, conditions);
  select_list({begin + 1, std::min(from, end)}, scope);
  for (const auto& condition : conditions) expression(condition.begin, condition.end, scope);
  clauses(from < end ? behind : end, end, scope);
}

void QueryReader::clauses(std::size_t rest, std::size_t end, QueryScope& scope) {
  while (rest < end) {
    const auto next = next_at_depth_0(rest + 1, end, ends_of_from);
    if (is(rest, "order") || is(rest, "group") || is(rest, "having")) {
      ++within_aliases_;
      // `ORDER BY n` means what is selected as n
      for (const auto& part : parts_between({rest + (is(rest, "having") ? 1 : 2), next}, ",")) {
        const bool alone = part.begin < part.end && is_name(part.begin) &&
                           (part.begin + 1 == part.end || is_one_of(part.begin + 1, " asc desc "));
        const bool alias_alone = alone && (scope.in_union || contains(scope.outputs, name(part.begin)));
        if (!alias_alone || is(rest, "group")) expression(part.begin, part.end, scope);
      }
      --within_aliases_;
    } else if (is(rest, "where")) {
      expression(rest + 1, next, scope);
    } else if (is(rest, "window")) {
      for (const auto& part : parts_between({rest + 1, next}, ","))
        expression(std::min(part.begin + 2, part.end), part.end, scope);
    }
    rest = next;
  }
}

void QueryReader::select_list(Range range, QueryScope& scope) {
  for (const auto& part : parts_between(range, ",")) {
    auto end = part.end;
    if (end >= part.begin + 2 && is(end - 2, "as")) {
      scope.outputs.push_back(name(end - 1));
      end -= 2;
    }
    const auto before = found_.size();
    expression(part.begin, end, scope);
    // `users.name` alone also names what is selected
    const bool alone = end == part.end && (end == part.begin + 1 || (end == part.begin + 3 && is(part.begin + 1, ".")));
    for (auto at = before; alone && at < found_.size(); ++at)
      if (found_[at].object.kind == ObjectKind::column) found_[at].is_output_name = true;
  }
}

// --- FROM ---

void QueryReader::tables(Range range, QueryScope& scope, std::vector<Range>& conditions) {
  static constexpr std::string_view joins = " join inner cross left right outer natural straight_join on using ";
  for (auto at = range.begin; at < range.end;) {
    if (is(at, ",") || is_one_of(at, " join inner cross left right outer natural full straight_join ")) {
      ++at;
    } else if (is(at, "on")) {
      auto stop = next_at_depth_0(at + 1, range.end, joins);
      // `LEFT(a, 1)` and `RIGHT(a, 1)` are calls
      while (stop < range.end && is_one_of(stop, " left right ") && is_call(stop, range.end))
        stop = next_at_depth_0(stop + 1, range.end, joins);
      for (auto comma = at + 1; comma < stop; ++comma) {
        if (is(comma, "(")) comma = closing(comma, stop);
        if (comma < stop && is(comma, ",")) stop = comma;
      }
      conditions.push_back({at + 1, stop});
      at = stop;
    } else if (is(at, "using")) {
      const auto close = closing(at + 1, range.end);
      conditions.push_back({at + 2, close});
      at = close + 1;
    } else {
      at = std::max(at + 1, table_factor(at, range.end, scope, conditions));
    }
  }
}

std::size_t QueryReader::table_factor(std::size_t at, std::size_t end, QueryScope& scope,
                                      std::vector<Range>& conditions) {
  const bool lateral = is(at, "lateral");
  if (lateral) ++at;
  std::string called;
  if (is(at, "(")) {
    const auto close = closing(at, end);
    if (!begins_query(at, close)) {
      tables({at + 1, close}, scope, conditions);
      return close + 1;
    }
    query(at + 1, close, lateral ? &scope : scope.outer);
    const auto behind = alias(close + 1, end, called);
    scope.sources.push_back({called});
    return is(behind, "(") ? closing(behind, end) + 1 : behind;
  }
  if (is_call(at, end) && is(at, "json_table")) {
    const auto close = closing(at + 1, end);
    const auto path = next_at_depth_0(at + 2, close, " columns ");
    expression(at + 2, std::min(path, close), scope);
    const auto behind = alias(close + 1, end, called);
    scope.sources.push_back({called});
    return behind;
  }
  if (!is_name(at)) return at + 1;
  const Table* table = nullptr;
  at = relation(at, table, called, scope);
  if (is(at, "partition") && is(at + 1, "(")) at = closing(at + 1, end) + 1;
  if (is(at, "for") && is(at + 1, "system_time"))
    at = next_at_depth_0(at + 2, end, " as join inner cross left right natural straight_join on using ");
  at = alias(at, end, called);
  scope.sources.push_back({called, table});
  while (at < end && is_one_of(at, " use force ignore ")) {
    while (at < end && !is(at, "(")) ++at;
    at = closing(at, end) + 1;
  }
  return at;
}

std::size_t QueryReader::alias(std::size_t at, std::size_t end, std::string& called) const {
  if (at < end && is(at, "as"))
    ++at;
  else if (is_one_of(at,
                     " join inner cross left right outer natural straight_join on using use force ignore partition for "
                     "full "))
    return at;
  if (at >= end || !is_name(at)) return at;
  called = name(at);
  return at + 1;
}

const Table* QueryReader::table_called(const std::string& name) const {
  if (!schema_) return nullptr;
  if (const auto* exact = schema_->tables.find({{}, name})) return exact;
  for (const auto& [key, table] : schema_->tables)
    if (equal_ignoring_case(key.name, name)) return table.get();
  return nullptr;
}

std::size_t QueryReader::relation(std::size_t at, const Table*& table, std::string& called, const QueryScope& scope) {
  const bool qualified = is(at + 1, ".") && is_name(at + 2);
  if (qualified) at += 2;
  called = name(at);
  for (const auto* one = &scope; one && !qualified; one = one->outer)
    if (contains(one->ctes, called)) return at + 1;
  table = table_called(called);
  if (table) {
    refer(table_id(table->name), at);
  } else if (schema_) {
    bool is_view = false;
    for (const auto& [key, object] : schema_->sql_objects)
      if (key.kind == "view" && equal_ignoring_case(key.name.name, called)) {
        refer({ObjectKind::sql_object, key.name, "view"}, at);
        is_view = true;
      }
    if (!is_view && !qualified) note_missing_relation(at);
  }
  return at + 1;
}

// --- expressions: operands, and what stands between them ---

void QueryReader::expression(std::size_t begin, std::size_t end, const QueryScope& scope) {
  bool operand_comes = true;
  for (auto at = begin; at < end;) {
    if (is(at, "(") && begins_query(at, end) && operand_comes) {
      const auto close = closing(at, end);
      query(at + 1, close, &scope);
      at = close + 1;
      operand_comes = false;
    } else if (is(at, "(") || is(at, ",")) {
      operand_comes = true;
      ++at;
    } else if (is(at, ")")) {
      operand_comes = false;
      ++at;
    } else if (operand_comes) {
      // older servers let a column be called ORDER without quotes
      const bool column = is(at + 1, ".") || (is_one_of(at, " order group ") && !is(at + 1, "by"));
      const bool stays = tokens_[at].kind == SqlTokenKind::symbol ? !is(at, "*") : is_one_of(at, prefixes) && !column;
      at = stays ? at + 1 : operand(at, end, scope);
      // a sign or a word such as NOT: the operand comes behind it
      operand_comes = stays;
    } else if (is(at, "collate") || is(at, "over")) {
      at += is(at + 1, "(") ? 1 : 2;
      operand_comes = is(at, "(");
    } else if (is(at, "rows") || is(at, "range") || is(at, "groups")) {
      while (at < end && !is(at, ")")) ++at;  // a window's frame
    } else {
      operand_comes = tokens_[at].kind == SqlTokenKind::symbol ? !is(at, ".") : is_one_of(at, infixes);
      ++at;  // END, AS, an alias, a unit of time: no column stands in this place
    }
  }
}

std::size_t QueryReader::operand(std::size_t at, std::size_t end, const QueryScope& scope) {
  const auto& token = tokens_[at];
  if (is(at, "@")) return at + 1;
  if (!is_name(at) || is_one_of(at, constants)) return at + 1;
  const bool before_text = at + 1 < end && tokens_[at + 1].kind == SqlTokenKind::string;
  if (token.kind == SqlTokenKind::word && before_text &&
      (is_one_of(at, " date time timestamp ") || token.text(sql_).starts_with('_')))
    return at + 2;
  if (at > 0 && is(at - 1, "@")) return at + 1;
  if (const auto against = search_of_words(at, end)) return search(at, *against, end, scope);
  if (is_call(at, end)) return call(at, end, scope);
  return chain(at, end, scope);
}

// Of `MATCH (a, b) AGAINST (…)`, and of `match a,b against (…)` as the server shows it, where the second word stands.
std::optional<std::size_t> QueryReader::search_of_words(std::size_t at, std::size_t end) const {
  if (tokens_[at].kind != SqlTokenKind::word || !is(at, "match") || at + 1 >= end) return std::nullopt;
  auto against = is(at + 1, "(") ? closing(at + 1, end) + 1 : at + 1;
  while (against < end && (is_name(against) || is(against, ".") || is(against, ",")) && !is(against, "against"))
    ++against;
  if (against + 1 >= end || !is(against, "against") || !is(against + 1, "(")) return std::nullopt;
  return against;
}

// Up to what it says of how to search: `IN BOOLEAN MODE`.
std::size_t QueryReader::search(std::size_t at, std::size_t against, std::size_t end, const QueryScope& scope) {
  const auto close = closing(against + 1, end);
  const bool is_enclosed = is(at + 1, "(");
  expression(at + (is_enclosed ? 2 : 1), against - (is_enclosed ? 1 : 0), scope);
  expression(against + 2, next_at_depth_0(against + 2, close, " in with "), scope);
  return close + 1;
}

// Behind the parenthesis that opens the arguments; types and units among them are passed over, the others are read.
std::size_t QueryReader::call(std::size_t at, std::size_t end, const QueryScope& scope) {
  const auto close = closing(at + 1, end);
  if (schema_)
    for (const auto& [key, object] : schema_->sql_objects)
      if (key.kind == "function" && equal_ignoring_case(key.name.name, name(at)))
        refer({ObjectKind::sql_object, key.name, "function"}, at);
  auto first = at + 2, last = close;
  if (is_one_of(at, " cast weight_string ")) last = next_at_depth_0(first, close, " as ");
  if (is(at, "convert"))
    last = std::min(parts_between({first, close}, ",").front().end, next_at_depth_0(first, close, " using "));
  if (is(at, "char")) last = next_at_depth_0(first, close, " using ");
  if (is(at, "json_value")) last = next_at_depth_0(first, close, " returning null error default ");
  if (is_one_of(at, " extract timestampdiff timestampadd get_format ")) ++first;
  if (is(at, "trim") && is_one_of(first, " leading trailing both ")) ++first;
  if (is(first, "from") || is(first, ",")) ++first;
  expression(first, std::min(last, close), scope);
  return close + 1;
}

std::size_t QueryReader::chain(std::size_t at, std::size_t end, const QueryScope& scope) {
  std::vector<std::size_t> names = {at};
  for (++at; at + 1 < end && is(at, ".") && (is_name(at + 1) || is(at + 1, "*")); at += 2) names.push_back(at + 1);
  if (is_call(names.back(), end)) return call(names.back(), end, scope);
  if (is(names.back(), "*"))
    names.pop_back();
  else
    column(names.size() > 1 ? name(names[names.size() - 2]) : std::string(), names.back(), scope);
  // `users.name`: the table by its own name
  const auto table_at = is(names.back() + 2, "*") ? names.size() - 1
                        : names.size() < 2        ? names.size()
                                                  : names.size() - 2;
  if (table_at >= names.size()) return at;
  for (const auto* one = &scope; one; one = one->outer)
    for (const auto& source : one->sources)
      if (source.table && equal_ignoring_case(source.called, name(names[table_at])) &&
          equal_ignoring_case(source.called, source.table->name.name))
        return refer(table_id(source.table->name), names[table_at]), at;
  return at;
}

void QueryReader::column(const std::string& qualifier, std::size_t token, const QueryScope& scope) {
  const auto wanted = name(token);
  if (qualifier.empty() && contains(variables_, wanted)) return;
  for (const auto* one = &scope; one; one = one->outer)
    for (const auto& source : one->sources) {
      if (qualifier.empty() ? source.is_row : !equal_ignoring_case(source.called, qualifier)) continue;
      const auto* found = source.table ? column_called(*source.table, wanted) : nullptr;
      if (found) return refer(column_id(source.table->name, found->name), token);
      if (qualifier.empty()) continue;
      knows_all_ = false;
      return note_missing_column(qualifier, token, {.sources = {source}});
    }
  knows_all_ = false;
  note_missing_column(qualifier, token, scope);
}

// Words that the servers read without quotes, and that are no column's in the place of an operand.
static constexpr std::string_view words_of_the_language =
    " current_date current_time current_timestamp current_user current_role localtime localtimestamp utc_date utc_time "
    "utc_timestamp unknown boolean natural partition rows range groups unbounded current next previous sql_no_cache "
    "sql_cache sql_small_result sql_big_result sql_buffer_result rownum sysdate dual ";

void QueryReader::note_missing_column(const std::string& qualifier, std::size_t token, const QueryScope& scope) {
  const auto wanted = name(token);
  if (!looks_for_missing_ || within_aliases_ > 0 || !schema_) return;
  if (qualifier.empty() && is_one_of(token, words_of_the_language)) return;
  for (const auto& [key, sequence] : schema_->sequences)
    if (equal_ignoring_case(key.name, qualifier.empty() ? wanted : qualifier)) return;
  MissingName missing{.token = token, .qualifier = qualifier};
  std::size_t sources = 0;
  for (const auto* one = &scope; one; one = one->outer) {
    if (qualifier.empty() && contains(one->outputs, wanted)) return;
    for (const auto& source : one->sources) {
      ++sources;
      const bool is_it = !qualifier.empty() && equal_ignoring_case(source.called, qualifier);
      if (qualifier.empty() || is_it) {
        if (!source.table) return;  // a derived table, a view: nobody knows its columns here
        missing.of = source.table;
        for (const auto& column : source.table->columns) missing.candidates.push_back(column.name);
      } else {
        missing.candidates.push_back(source.called);
      }
    }
  }
  if (sources == 0) return;
  missing.is_qualifier = !qualifier.empty() && !missing.of;
  if (qualifier.empty() && sources > 1) missing.of = nullptr;
  missing_.push_back(std::move(missing));
}

void QueryReader::note_missing_relation(std::size_t token) {
  const auto wanted = lower(name(token));
  const bool is_made_up = wanted == "dual" || wanted.starts_with("seq_");  // sequences of MariaDB's engine
  const auto is_it = [&](const auto& entry) { return equal_ignoring_case(entry.first.name, wanted); };
  if (!looks_for_missing_ || is_made_up || std::ranges::any_of(schema_->sequences, is_it)) return;
  missing_.push_back({.token = token, .is_relation = true});
}

}  // namespace schemac::mysql
