#include "dialects/mysql/view_query.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "dialects/mysql/names.h"
#include "dialects/mysql/pipes.h"
#include "dialects/mysql/query_reader.h"
#include "dialects/mysql/sql_objects.h"

namespace schemac::mysql {
namespace {

struct NotPlain {};

// One SELECT while it is read.
struct Level {
  QueryScope scope = {};
  ViewQuery query = {};
  bool merges_columns = false;  // USING: `*` has them once
};

class ViewReader {
 public:
  ViewReader(std::string_view sql, const Schema* schema)
      : sql_(sql),
        tokens_(tokens_in_mode(sql, sql_mode_of(sql))),
        schema_(schema),
        joins_texts_(sql_mode_of(sql).find("PIPES_AS_CONCAT") != std::string::npos),
        reader_(sql, tokens_, schema) {}

  ViewQuery view() {
    std::size_t at = 0;
    const auto columns = head(at);
    auto end = tokens_.size();
    while (end > at && is(end - 1, ";")) --end;
    std::string checked;
    if (end > at + 3 && is(end - 2, "check") && is(end - 1, "option")) {
      checked = is(end - 3, "local") ? "local" : "cascaded";
      end -= is(end - 3, "with") ? 3 : 4;
    }
    auto query = body(at, end, nullptr);
    query.checked = checked;
    if (!columns.empty() && columns.size() != query.items.size()) throw NotPlain{};
    for (std::size_t n = 0; n < columns.size(); ++n) query.items[n].name = columns[n];
    refuse_repetition(names_of(query));
    return query;
  }

  ViewQuery alone() { return body(0, tokens_.size(), nullptr); }

 private:
  bool is(std::size_t at, std::string_view word) const { return reader_.is(at, word); }
  static void plain(bool yes) {
    if (!yes) throw NotPlain{};
  }
  bool is_name(std::size_t at) const {
    return at < tokens_.size() &&
           (tokens_[at].kind == SqlTokenKind::word || tokens_[at].kind == SqlTokenKind::quoted_identifier);
  }

  std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (auto at = open; at < tokens_.size(); ++at) {
      if (is(at, "(")) ++depth;
      if (is(at, ")") && --depth == 0) return at;
    }
    throw NotPlain{};
  }

  bool opens_query(std::size_t at) const {
    if (!is(at, "(")) return false;
    while (is(at, "(")) ++at;
    return is(at, "select") || is(at, "with");
  }

  // The next of these words outside of parentheses.
  std::size_t next(std::size_t begin, std::size_t end, std::initializer_list<std::string_view> words) const {
    for (auto at = begin; at < end; ++at) {
      if (is(at, "(")) at = closing(at);
      if (std::ranges::any_of(words, [&](std::string_view word) { return is(at, word); }) &&
          (at == 0 || !is(at - 1, ".")))
        return at;
    }
    return end;
  }

  std::string text(std::size_t begin, std::size_t end) const {
    return begin < end ? std::string(sql_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin))
                       : std::string();
  }

  // CREATE … VIEW name (columns) AS
  std::vector<std::string> head(std::size_t& at) const {
    while (at < tokens_.size() && !is(at, "view")) ++at;
    for (++at; at < tokens_.size() && !is(at, "as") && !is(at, "(");) ++at;
    auto columns = names(at);
    plain(is(at++, "as"));
    return columns;
  }

  // `(a, b)`, or nothing
  std::vector<std::string> names(std::size_t& at) const {
    std::vector<std::string> out;
    if (!is(at, "(")) return out;
    for (const auto close = closing(at++); at <= close; at += 2) out.push_back(reader_.name(at));
    return out;
  }

  // --- WITH, UNION, and what is ordered and cut off behind them ---
  ViewQuery body(std::size_t begin, std::size_t end, const QueryScope* outer) {
    bool parenthesised = false;
    for (; is(begin, "(") && begin < end && closing(begin) == end - 1; ++begin, --end) parenthesised = true;
    const auto known = commons_.size();
    bool recursive = false;
    auto commons = with(begin, end, recursive);
    auto query = unions(begin, end, outer, {}, {});
    commons_.resize(known);
    query.parenthesised = query.parenthesised || (parenthesised && query.joined.empty());
    plain(commons.empty() || query.commons.empty());
    if (!commons.empty()) query.commons = std::move(commons);
    query.recursive = query.recursive || recursive;
    return query;
  }

  std::vector<ViewQuery::Common> with(std::size_t& at, std::size_t end, bool& recursive) {
    std::vector<ViewQuery::Common> out;
    if (!is(at, "with")) return out;
    recursive = is(++at, "recursive");
    if (recursive) ++at;
    for (;; ++at) {
      plain(at < end && is_name(at));
      ViewQuery::Common common{.name = reader_.name(at++), .columns = {}, .query = {}};
      common.columns = names(at);
      plain(is(at, "as") && opens_query(at + 1));
      const auto close = closing(at + 1);
      auto query = unions(at + 2, close, nullptr, recursive ? common.name : std::string(), common.columns);
      commons_.emplace_back(common.name, &made_table(common.columns.empty() ? names_of(query) : common.columns));
      common.query.push_back(std::move(query));
      out.push_back(std::move(common));
      at = close + 1;
      if (!is(at, ",")) return out;
    }
  }

  static std::vector<std::string> names_of(const ViewQuery& query) {
    std::vector<std::string> out;
    for (const auto& item : query.items) out.push_back(item.name);
    return out;
  }

  // At the first one: `SELECT x.*, y.* FROM v x, v y` in a chain of views would double with each.
  static void refuse_repetition(const std::vector<std::string>& columns) {
    std::set<std::string> known;
    for (const auto& column : columns)
      if (!known.insert(lower(column)).second) throw RepeatedColumn{column};
  }

  const Table& made_table(const std::vector<std::string>& columns) {
    refuse_repetition(columns);
    Table table{.name = {"made", std::to_string(made_.size())}};  // no name of a table of MySQL's has a schema
    for (const auto& column : columns) table.columns.add(Column{.name = column, .type = {}});
    return made_.emplace_back(std::move(table));
  }

  // `recursive` names the common table that this makes: what stands before the first UNION says its columns.
  ViewQuery unions(std::size_t begin, std::size_t end, const QueryScope* outer, const std::string& recursive,
                   const std::vector<std::string>& columns) {
    auto stop = next(begin, end, {"union", "except", "intersect"});
    if (stop == end) return is(begin, "(") ? body(begin, end, outer) : select(begin, end, outer);
    auto query = part(begin, stop, outer);
    plain(query.joined.empty() && query.commons.empty());
    if (!recursive.empty()) commons_.emplace_back(recursive, &made_table(columns.empty() ? names_of(query) : columns));
    while (stop < end) {
      plain(is(stop, "union"));
      begin = stop + 1;
      const bool all = is(begin, "all");
      if (all || is(begin, "distinct")) ++begin;
      stop = next(begin, end, {"union", "except", "intersect"});
      auto last = stop;
      if (stop == end) last = ordered_behind(query, begin, end);
      query.joined.emplace_back(all ? "union all" : "union", part(begin, last, outer));
    }
    if (!recursive.empty()) commons_.pop_back();
    return query;
  }

  ViewQuery part(std::size_t begin, std::size_t end, const QueryScope* outer) {
    plain(begin < end);
    if (!is(begin, "(")) return select(begin, end, outer);
    plain(closing(begin) == end - 1);
    return body(begin, end, outer);
  }

  // ORDER BY and LIMIT behind the last SELECT, which belong to all; where they begin.
  std::size_t ordered_behind(ViewQuery& query, std::size_t begin, std::size_t end) const {
    const auto from = is(begin, "(") ? closing(begin) + 1 : begin;
    const auto limit = next(from, end, {"limit"}), order = next(from, limit, {"order"});
    if (order < limit)
      for (auto [at, stop] : listed(order + 2, limit)) {
        const bool descending = ends_descending(at, stop);
        plain(stop == at + 1);
        query.last_orders.push_back({is_name(at) ? quote(reader_.name(at)) : text(at, stop), descending});
      }
    query.last_limit = limit_of(limit, end);
    return std::min(order, limit);
  }

  bool ends_descending(std::size_t begin, std::size_t& stop) const {
    const bool descending = stop > begin + 1 && is(stop - 1, "desc");
    if (descending || (stop > begin + 1 && is(stop - 1, "asc"))) --stop;
    return descending;
  }

  // LIMIT 10 OFFSET 5 is LIMIT 5,10
  std::string limit_of(std::size_t at, std::size_t end) const {
    if (at >= end) return {};
    const auto number = [&](std::size_t place) { return place < end && tokens_[place].kind == SqlTokenKind::number; };
    plain(number(at + 1));
    if (at + 2 == end) return text(at + 1, end);
    plain(at + 4 == end && number(at + 3) && (is(at + 2, ",") || is(at + 2, "offset")));
    const bool offset = is(at + 2, "offset");
    return text(at + (offset ? 3 : 1), at + (offset ? 4 : 2)) + "," +
           text(at + (offset ? 1 : 3), at + (offset ? 2 : 4));
  }

  // --- one SELECT ---
  ViewQuery select(std::size_t begin, std::size_t end, const QueryScope* outer) {
    plain(is(begin, "select"));
    plain(next(begin, end, {"into", "for", "lock", "procedure", "window", "with"}) == end);
    auto at = begin + 1;
    Level level{.scope = {.outer = outer}};
    auto& query = level.query;
    if (is(at, "distinct")) query.distinct = true, ++at;
    const auto from = next(at, end, {"from"});
    const auto limit = next(from, end, {"limit"}), order = next(from, limit, {"order"}),
               having = next(from, order, {"having"}), group = next(from, having, {"group"}),
               where = next(from, group, {"where"});
    plain(from < end || limit == end);
    if (from < end) {
      Conditions conditions;
      auto place = from + 1;
      joined(place, where, true, level, conditions);
      for (const auto& [source, range] : conditions)
        query.sources[source].condition = expression(range.first, range.second, level.scope);
    }
    items(at, from, level);
    if (where < group) query.where = expression(where + 1, group, level.scope);
    if (group < having)
      for (const auto& [first, stop] : listed(group + 2, having))
        query.groups.push_back(key(first, stop, level, false));
    if (having < order) query.having = expression(having + 1, order, level.scope);
    if (order < limit)
      for (auto [first, stop] : listed(order + 2, limit)) {
        const bool descending = ends_descending(first, stop);
        query.orders.push_back({key(first, stop, level, true), descending});
      }
    query.limit = limit_of(limit, end);
    return std::move(query);
  }

  std::vector<std::pair<std::size_t, std::size_t>> listed(std::size_t begin, std::size_t end) const {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    while (begin < end) {
      const auto comma = next(begin, end, {","});
      plain(begin < comma);
      out.emplace_back(begin, comma);
      begin = comma + 1;
    }
    return out;
  }

  // What is grouped or ordered by: ORDER BY looks for what is selected under that name first, GROUP BY for a column
  // first.
  std::string key(std::size_t begin, std::size_t end, const Level& level, bool selected_first) {
    if (end == begin + 1 && is_name(begin)) {
      const auto name = reader_.name(begin);
      const auto item =
          std::ranges::find_if(level.query.items, [&](const auto& one) { return equal_ignoring_case(one.name, name); });
      const bool selected = item != level.query.items.end();
      if (selected && (selected_first || !schema_ || !is_column(name, level.scope))) return item->sql;
    }
    if (end == begin + 1 && tokens_[begin].kind == SqlTokenKind::number) {
      const auto place = std::stoul("0" + text(begin, end));
      plain(selected_first && place > 0 && place <= level.query.items.size());
      return level.query.items[place - 1].sql;
    }
    return expression(begin, end, level.scope);
  }

  static bool is_column(const std::string& name, const QueryScope& scope) {
    return std::ranges::any_of(scope.sources, [&](const QuerySource& source) {
      return std::ranges::any_of(source.table->columns,
                                 [&](const Column& column) { return equal_ignoring_case(column.name, name); });
    });
  }

  // --- FROM: each table joined to all before it ---
  using Conditions = std::vector<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>>;  // of which source,
                                                                                                // between which tokens

  void joined(std::size_t& at, std::size_t end, bool outermost, Level& level, Conditions& conditions) {
    auto& sources = level.query.sources;
    factor(at, end, "", level, conditions);
    while (at < end) {
      std::string how = "join";
      bool right = false;
      if (is(at, ",")) {
        plain(next(at, end, {"join"}) == end);  // which would bind more closely
      } else {
        if (is(at, "left") || is(at, "right")) {
          right = is(at, "right");
          how = "left join";
          if (is(++at, "outer")) ++at;
        } else if (is(at, "inner") || is(at, "cross")) {
          ++at;
        }
        plain(is(at, "join"));
      }
      plain(!right || sources.size() == 1);  // of more than one only a nest would be the same
      factor(++at, end, how, level, conditions);
      // which servers write as the other one
      if (right) std::swap(sources[0], sources[1]), std::swap(sources[0].how, sources[1].how);
      plain(!right || is(at, "on"));
      condition(at, end, sources.size() - 1, how == "join", level, conditions);
    }
    plain(outermost || at == end);
  }

  void condition(std::size_t& at, std::size_t end, std::size_t source, bool may_lack, Level& level,
                 Conditions& conditions) {
    if (is(at, "on")) {
      auto stop = next(at + 1, end, {"join", "inner", "cross", "left", "right", "natural", "straight_join", ","});
      while ((is(stop, "left") || is(stop, "right")) && is(stop + 1, "("))
        stop = next(stop + 2, end, {"join", "inner", "cross", "left", "right", "natural", ","});
      conditions.push_back({source, {at + 1, stop}});
      at = stop;
    } else if (is(at, "using")) {
      plain(schema_ != nullptr && source == level.scope.sources.size() - 1);
      level.merges_columns = true;
      const auto& sources = level.scope.sources;
      std::string out;
      for (const auto& name : names(++at)) {
        const auto first =
            std::ranges::find_if(sources, [&](const QuerySource& one) { return is_column(name, {.sources = {one}}); });
        plain(first != sources.end() && &*first != &sources.back());
        out += (out.empty() ? "" : " and ") + quote(first->called) + "." + quote(name) + " = " +
               quote(sources.back().called) + "." + quote(name);
      }
      level.query.sources[source].condition = out;
    } else {
      plain(may_lack);
    }
  }

  void factor(std::size_t& at, std::size_t end, const std::string& how, Level& level, Conditions& conditions) {
    if (opens_query(at)) return derived(at, end, how, level);
    if (is(at, "(")) {
      plain(how.empty());  // a nest on the right is another join
      const auto close = closing(at);
      ++at;
      joined(at, close, false, level, conditions);
      at = close + 1;
      return;
    }
    plain(is_name(at) && at < end && !is(at, "select") && !is(at, "lateral"));
    const bool qualified = is(at + 1, ".");
    if (qualified) at += 2;
    ViewQuery::Source source{how, reader_.name(at), reader_.name(at), {}};
    plain(!is(at + 1, "("));
    alias(++at, end, source.called);
    if (schema_) level.scope.sources.push_back({source.called, &table_called(source.table, qualified)});
    level.query.sources.push_back(std::move(source));
  }

  void derived(std::size_t& at, std::size_t end, const std::string& how, Level& level) {
    const auto close = closing(at);
    ViewQuery::Source source{how, {}, {}, {}};
    source.derived.push_back(body(at + 1, close, nullptr));
    at = close + 1;
    alias(at, end, source.called);
    plain(!source.called.empty() && !is(at, "("));
    if (schema_) level.scope.sources.push_back({source.called, &made_table(names_of(source.derived.front()))});
    level.query.sources.push_back(std::move(source));
  }

  void alias(std::size_t& at, std::size_t end, std::string& called) const {
    if (is(at, "as")) ++at;
    static constexpr std::string_view behind =
        " join inner cross left right natural straight_join on using use force ignore partition for ";
    if (at < end && is_name(at) && behind.find(" " + lower(tokens_[at].text(sql_)) + " ") == std::string_view::npos)
      called = reader_.name(at++);
  }

  const Table& table_called(const std::string& name, bool qualified) {
    for (auto known = commons_.rbegin(); known != commons_.rend() && !qualified; ++known)
      if (equal_ignoring_case(known->first, name)) return *known->second;
    if (const auto* table = schema_->tables.find({{}, name})) return *table;
    // a view that the file has made before has the columns that it selects
    const auto* view = schema_->sql_objects.find({"view", {{}, name}});
    plain(view != nullptr);
    const auto query = read_view(view->definition, nullptr);
    plain(query.has_value());
    auto& table = made_.emplace_back(Table{.name = view->name});
    for (const auto& item : query->items) table.columns.add(Column{.name = item.name, .type = {}});
    return table;
  }

  // --- what is selected ---
  void items(std::size_t begin, std::size_t end, Level& level) {
    for (const auto& [first, stop] : listed(begin, end)) {
      if (is(stop - 1, "*") && (stop == first + 1 || is(stop - 2, "."))) {
        plain(schema_ != nullptr && !level.merges_columns);
        all_of(stop == first + 1 ? std::string() : reader_.name(stop - 3), level);
      } else {
        item(first, stop, level);
      }
    }
  }

  static void all_of(const std::string& called, Level& level) {
    for (const auto& source : level.scope.sources)
      if (called.empty() || equal_ignoring_case(called, source.called))
        for (const auto& column : source.table->columns) {
          if (column.attributes.contains("invisible")) continue;
          plain(level.query.items.size() < 4096);  // more than any view has
          level.query.items.push_back({quote(source.called) + "." + quote(column.name), column.name});
        }
  }

  void item(std::size_t begin, std::size_t stop, Level& level) {
    auto end = stop;
    std::string name;
    if (end >= begin + 3 && is(end - 2, "as")) {
      name = tokens_[end - 1].kind == SqlTokenKind::string ? literal_value(tokens_[end - 1].text(sql_))
                                                           : reader_.name(end - 1);
      end -= 2;
    } else if (end >= begin + 2 && is_alias(begin, end)) {
      name = reader_.name(--end);
    } else {
      const bool is_column = is_name(end - 1) && (end == begin + 1 || (end == begin + 3 && is(begin + 1, ".")));
      name = is_column ? reader_.name(end - 1) : text(begin, end);
      plain(is_column || !schema_ || (name.size() <= identifier_limit && name.find('\n') == std::string::npos));
    }
    level.query.items.push_back({expression(begin, end, level.scope), name});
  }

  // `total t`: a name behind an operand.
  bool is_alias(std::size_t begin, std::size_t end) const {
    if (!is_name(end - 1) || is(end - 1, "end") || is(end - 1, "null")) return false;
    const auto& before = tokens_[end - 2];
    if (before.kind == SqlTokenKind::symbol) return is(end - 2, ")");
    static constexpr std::string_view words =
        " not and or is in like div mod xor collate binary interval between regexp rlike else then when ";
    return end - 1 > begin &&
           (before.kind != SqlTokenKind::word ||
            words.find(" " + lower(before.text(sql_)) + " ") == std::string_view::npos) &&
           !is(end - 2, ".");
  }

  // --- expressions ---
  // With the table's name before every column, and every subquery in the server's words.
  std::string expression(std::size_t begin, std::size_t end, const QueryScope& scope) {
    plain(begin < end);
    std::vector<SqlToken> outside;
    std::map<std::size_t, std::pair<std::size_t, std::string>> edits;  // from which byte, up to which, what
    for (auto at = begin; at < end; ++at) {
      plain(!is(at, "over"));
      outside.push_back(tokens_[at]);
      if (!opens_query(at)) continue;
      const auto close = closing(at);
      auto query = body(at + 1, close, &scope);
      edits[tokens_[at].begin] = {tokens_[close].end, "(" + in_servers_words(query) + ")"};
      outside.push_back({SqlTokenKind::number, tokens_[at + 1].begin, tokens_[close - 1].end});
      outside.push_back(tokens_[close]);
      at = close;
    }
    if (!schema_) return text(begin, end);
    QueryReader reader(sql_, outside, schema_);
    reader.expression(0, outside.size(), scope);
    plain(reader.knows_all());
    for (const auto& reference : reader.take()) {
      if (reference.object.kind != ObjectKind::column) continue;
      const auto at = token_at(reference.begin);
      const bool qualified = at >= begin + 2 && is(at - 1, ".");
      auto first = qualified ? at - 2 : at;
      if (first >= begin + 2 && is(first - 1, ".")) first -= 2;  // the database
      const auto source =
          qualified ? called_like(reader_.name(at - 2), scope) : source_of(reference.object.name, scope);
      edits[tokens_[first].begin] = {reference.end, quote(source) + "." + quote(reference.object.part)};
    }
    std::string out;
    auto copied = tokens_[begin].begin;
    for (const auto& [from, edit] : edits) {
      out += sql_.substr(copied, from - copied);
      out += edit.second;
      copied = edit.first;
    }
    out += sql_.substr(copied, tokens_[end - 1].end - copied);
    return without_pipes(out, joins_texts_);
  }

  std::size_t token_at(std::size_t place) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(tokens_, place, {}, &SqlToken::begin) - tokens_.begin());
  }

  static std::string source_of(const QualifiedName& table, const QueryScope& scope) {
    for (const auto* level = &scope; level; level = level->outer)
      for (const auto& source : level->sources)
        if (source.table->name == table) return source.called;
    throw NotPlain{};
  }

  static std::string called_like(const std::string& name, const QueryScope& scope) {
    for (const auto* level = &scope; level; level = level->outer)
      for (const auto& source : level->sources)
        if (equal_ignoring_case(source.called, name)) return source.called;
    throw NotPlain{};
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  const Schema* schema_;
  bool joins_texts_;  // as `SET SESSION sql_mode = '…';` in front of the statement says
  QueryReader reader_;
  std::deque<Table> made_;
  std::vector<std::pair<std::string, const Table*>> commons_;  // the last of a name counts
};

}  // namespace

std::optional<ViewQuery> read_view(std::string_view statement, const Schema* schema,
                                   std::optional<RepeatedColumn>* repeated) {
  try {
    return ViewReader(statement, schema).view();
  } catch (const NotPlain&) {
    return std::nullopt;
  } catch (const RepeatedColumn& column) {
    if (repeated) *repeated = column;
    return std::nullopt;
  }
}

std::optional<ViewQuery> read_query(std::string_view query) {
  try {
    return ViewReader(query, nullptr).alone();
  } catch (const NotPlain&) {
    return std::nullopt;
  } catch (const RepeatedColumn&) {
    return std::nullopt;
  }
}

}  // namespace schemac::mysql
