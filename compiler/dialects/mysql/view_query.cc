#include "dialects/mysql/view_query.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/query_reader.h"
#include "dialects/mysql/sql_objects.h"

namespace schemac::mysql {
namespace {

struct NotPlain {};

class ViewReader {
 public:
  ViewReader(std::string_view sql, const Schema* schema)
      : sql_(sql), tokens_(tokens_in_mode(sql, sql_mode_of(sql))), schema_(schema), reader_(sql, tokens_, schema) {}

  ViewQuery run() {
    const auto columns = head();
    auto end = tokens_.size();
    while (end > at_ && is(end - 1, ";")) --end;
    if (end > at_ + 3 && is(end - 2, "check") && is(end - 1, "option")) {
      query_.checked = is(end - 3, "local") ? "local" : "cascaded";
      end -= is(end - 3, "with") ? 3 : 4;
    }
    for (; is(at_, "(") && closing(at_) == end - 1; ++at_, --end) query_.parenthesised = true;
    select(end);
    if (!columns.empty() && columns.size() != query_.items.size()) throw NotPlain{};
    for (std::size_t n = 0; n < columns.size(); ++n) query_.items[n].name = columns[n];
    return std::move(query_);
  }

 private:
  bool is(std::size_t at, std::string_view word) const { return reader_.is(at, word); }
  void plain(bool yes) const {
    if (!yes) throw NotPlain{};
  }
  bool is_name(std::size_t at) const {
    return at < tokens_.size() && (tokens_[at].kind == SqlTokenKind::word || tokens_[at].kind == SqlTokenKind::quoted_identifier);
  }

  std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (auto at = open; at < tokens_.size(); ++at) {
      if (is(at, "(")) ++depth;
      if (is(at, ")") && --depth == 0) return at;
    }
    throw NotPlain{};
  }

  // The next of these words outside of parentheses.
  std::size_t next(std::size_t begin, std::size_t end, std::initializer_list<std::string_view> words) const {
    for (auto at = begin; at < end; ++at) {
      if (is(at, "(")) at = closing(at);
      if (std::ranges::any_of(words, [&](std::string_view word) { return is(at, word); }) && (at == 0 || !is(at - 1, "."))) return at;
    }
    return end;
  }

  std::string text(std::size_t begin, std::size_t end) const {
    return begin < end ? std::string(sql_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin)) : std::string();
  }

  // CREATE … VIEW name (columns) AS
  std::vector<std::string> head() {
    std::vector<std::string> columns;
    while (at_ < tokens_.size() && !is(at_, "view")) ++at_;
    for (++at_; at_ < tokens_.size() && !is(at_, "as") && !is(at_, "(");) ++at_;
    if (is(at_, "("))
      for (const auto close = closing(at_++); at_ <= close; at_ += 2) columns.push_back(reader_.name(at_));
    plain(is(at_++, "as"));
    return columns;
  }

  void select(std::size_t end) {
    plain(is(at_, "select"));
    plain(next(at_, end, {"union", "except", "intersect", "into", "for", "lock", "procedure", "window", "having", "offset", "with"}) == end);
    ++at_;
    if (is(at_, "distinct")) query_.distinct = true, ++at_;
    const auto from = next(at_, end, {"from"});
    const auto limit = next(from, end, {"limit"}), order = next(from, limit, {"order"}), group = next(from, order, {"group"}),
               where = next(from, group, {"where"});
    plain(from < end || limit == end);
    if (from < end) {
      auto at = from + 1;
      joined(at, where, true);
    }
    for (auto& source : pending_) source.first->condition = expression(source.second.first, source.second.second);
    items(from);
    if (where < group) query_.where = expression(where + 1, group);
    if (group < order)
      for (const auto& [begin, stop] : listed(group + 2, order)) query_.groups.push_back(column(begin, stop));
    if (order < limit)
      for (auto [begin, stop] : listed(order + 2, limit)) {
        const bool descending = is(stop - 1, "desc");
        if (descending || is(stop - 1, "asc")) --stop;
        query_.orders.push_back({column(begin, stop), descending});
      }
    if (limit < end) {
      plain(limit + 2 == end && tokens_[limit + 1].kind == SqlTokenKind::number);
      query_.limit = text(limit + 1, end);
    }
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

  // --- FROM: each table joined to all before it ---
  void joined(std::size_t& at, std::size_t end, bool outermost) {
    query_.sources.reserve(tokens_.size());  // conditions are read when all tables are known, and are put in their places
    factor(at, end, "");
    while (at < end) {
      std::string how = "join";
      if (is(at, ",")) {
        plain(next(at, end, {"join"}) == end);  // which would bind more closely
      } else {
        if (is(at, "left")) {
          how = "left join";
          if (is(++at, "outer")) ++at;
        } else if (is(at, "inner") || is(at, "cross")) {
          ++at;
        }
        plain(is(at, "join"));
      }
      factor(++at, end, how);
      if (is(at, "on")) {
        auto stop = next(at + 1, end, {"join", "inner", "cross", "left", "right", "natural", "straight_join", ","});
        while (is(stop, "left") && is(stop + 1, "(")) stop = next(stop + 2, end, {"join", "inner", "cross", "left", "right", "natural", ","});
        pending_.push_back({&query_.sources.back(), {at + 1, stop}});
        at = stop;
      } else {
        plain(how == "join");
      }
    }
    plain(outermost || at == end);
  }

  void factor(std::size_t& at, std::size_t end, const std::string& how) {
    if (is(at, "(")) {
      plain(how.empty());  // a nest on the right is another join
      const auto close = closing(at);
      ++at;
      joined(at, close, false);
      at = close + 1;
      return;
    }
    plain(is_name(at) && at < end && !is(at, "select"));
    if (is(at + 1, ".")) at += 2;
    ViewQuery::Source source{how, reader_.name(at), reader_.name(at), {}};
    plain(!is(at + 1, "("));
    ++at;
    if (is(at, "as")) ++at;
    static constexpr std::string_view behind = " join inner cross left right natural straight_join on using use force ignore partition for ";
    if (at < end && is_name(at) && behind.find(" " + lower(tokens_[at].text(sql_)) + " ") == std::string_view::npos)
      source.called = reader_.name(at++);
    if (schema_) {
      const auto* table = schema_->tables.find({{}, source.table});
      if (!table) table = &view_as_table(source.table);
      scope_.sources.push_back({source.called, table});
    }
    query_.sources.push_back(std::move(source));
  }

  // A view that the file has made before has the columns that it selects.
  const Table& view_as_table(const std::string& name) {
    const auto* view = schema_->sql_objects.find({"view", {{}, name}});
    plain(view != nullptr);
    const auto query = read_view(view->definition, nullptr);
    plain(query.has_value());
    Table table{.name = view->name};
    for (const auto& item : query->items) table.columns.add(Column{.name = item.name, .type = {}});
    return views_.emplace_back(std::move(table));
  }

  // --- what is selected ---
  void items(std::size_t end) {
    for (const auto& [begin, stop] : listed(at_, end)) {
      if (is(stop - 1, "*") && (stop == begin + 1 || is(stop - 2, "."))) {
        plain(schema_ != nullptr);
        all_of(stop == begin + 1 ? std::string() : reader_.name(stop - 3));
      } else {
        item(begin, stop);
      }
    }
  }

  void all_of(const std::string& called) {
    for (const auto& source : scope_.sources)
      if (called.empty() || equal_ignoring_case(called, source.called))
        for (const auto& column : source.table->columns) {
          if (column.attributes.contains("invisible")) continue;
          query_.items.push_back({quote(source.called) + "." + quote(column.name), column.name});
        }
  }

  void item(std::size_t begin, std::size_t stop) {
    auto end = stop;
    std::string name;
    if (end >= begin + 3 && is(end - 2, "as")) {
      name = tokens_[end - 1].kind == SqlTokenKind::string ? literal_value(tokens_[end - 1].text(sql_)) : reader_.name(end - 1);
      end -= 2;
    } else if (end >= begin + 2 && is_alias(begin, end)) {
      name = reader_.name(--end);
    } else {
      const bool is_column = is_name(end - 1) && (end == begin + 1 || (end == begin + 3 && is(begin + 1, ".")));
      name = is_column ? reader_.name(end - 1) : text(begin, end);
      plain(is_column || (schema_ && name.size() <= identifier_limit && name.find('\n') == std::string::npos));
    }
    query_.items.push_back({expression(begin, end), name});
  }

  // `total t`: a name behind an operand.
  bool is_alias(std::size_t begin, std::size_t end) const {
    if (!is_name(end - 1) || is(end - 1, "end") || is(end - 1, "null")) return false;
    const auto& before = tokens_[end - 2];
    if (before.kind == SqlTokenKind::symbol) return is(end - 2, ")");
    static constexpr std::string_view words = " not and or is in like div mod xor collate binary interval between regexp rlike else then when ";
    return end - 1 > begin && (before.kind != SqlTokenKind::word || words.find(" " + lower(before.text(sql_)) + " ") == std::string_view::npos) &&
           !is(end - 2, ".");
  }

  // --- expressions ---
  std::string column(std::size_t begin, std::size_t end) {
    plain(end == begin + 1 || (end == begin + 3 && is(begin + 1, ".")));
    plain(is_name(end - 1));
    auto out = expression(begin, end);
    plain(!schema_ || end > begin + 1 || out.find('.') != std::string::npos);
    return out;
  }

  // With the table's name before every column.
  std::string expression(std::size_t begin, std::size_t end) {
    plain(begin < end);
    plain(next_anywhere(begin, end, "select") == end && next_anywhere(begin, end, "over") == end);
    if (!schema_) return text(begin, end);
    QueryReader reader(sql_, tokens_, schema_);
    reader.expression(begin, end, scope_);
    plain(reader.knows_all());
    std::string out;
    auto copied = tokens_[begin].begin;
    for (const auto& reference : reader.take()) {
      if (reference.object.kind != ObjectKind::column) continue;
      const auto at = token_at(reference.begin);
      const bool qualified = at >= begin + 2 && is(at - 1, ".");
      auto first = qualified ? at - 2 : at;
      if (first >= begin + 2 && is(first - 1, ".")) first -= 2;  // the database
      const auto source = qualified ? reader_.name(at - 2) : source_of(reference.object.name);
      out += sql_.substr(copied, tokens_[first].begin - copied);
      out += quote(called_like(source)) + "." + quote(reference.object.part);
      copied = reference.end;
    }
    return out + std::string(sql_.substr(copied, tokens_[end - 1].end - copied));
  }

  std::size_t next_anywhere(std::size_t begin, std::size_t end, std::string_view word) const {
    while (begin < end && !is(begin, word)) ++begin;
    return begin;
  }

  std::size_t token_at(std::size_t place) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(tokens_, place, {}, &SqlToken::begin) - tokens_.begin());
  }

  std::string source_of(const QualifiedName& table) const {
    for (const auto& source : scope_.sources)
      if (source.table->name == table) return source.called;
    throw NotPlain{};
  }

  std::string called_like(const std::string& name) const {
    for (const auto& source : scope_.sources)
      if (equal_ignoring_case(source.called, name)) return source.called;
    throw NotPlain{};
  }

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  const Schema* schema_;
  QueryReader reader_;
  QueryScope scope_;
  std::deque<Table> views_;
  ViewQuery query_;
  std::vector<std::pair<ViewQuery::Source*, std::pair<std::size_t, std::size_t>>> pending_;
  std::size_t at_ = 0;
};

// `u`.`name` → one name, which keeps whose it is; count(*) → count(0), as the servers write it.
std::optional<std::string> meaning_of_expression(const std::string& sql) {
  if (sql.empty()) return std::string();
  const auto tokens = sql_tokens(sql, lexis);
  std::string out;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    auto text = std::string(tokens[at].text(sql));
    if (at + 2 < tokens.size() && tokens[at + 1].text(sql) == ".") {
      text = quote(lower(unquoted(text)) + "." + lower(unquoted(tokens[at + 2].text(sql))));
      at += 2;
    } else if (text == "*" && at > 1 && tokens[at - 1].text(sql) == "(" && at + 1 < tokens.size() && tokens[at + 1].text(sql) == ")") {
      text = "0";
    }
    const bool call = at + 1 < tokens.size() && tokens[at + 1].text(sql) == "(";
    out += text + (call ? "" : " ");
  }
  return meaning_of(std::string_view(out));
}

}  // namespace

std::optional<ViewQuery> read_view(std::string_view statement, const Schema* schema) {
  try {
    return ViewReader(statement, schema).run();
  } catch (const NotPlain&) {
    return std::nullopt;
  }
}

std::string in_servers_words(const ViewQuery& query) {
  std::vector<std::string> items, orders;
  for (const auto& item : query.items) items.push_back(fmt::format("{} AS {}", item.sql, quote(item.name)));
  auto out = fmt::format("select {}{}", query.distinct ? "distinct " : "", fmt::join(items, ","));
  std::string from;
  for (const auto& source : query.sources) {
    auto table = quote(source.table);
    if (source.called != source.table) table += " " + quote(source.called);
    if (source.how.empty()) {
      from = table;
      continue;
    }
    from = fmt::format("({} {} {}{})", from, source.how, table, source.condition.empty() ? "" : fmt::format(" on({})", source.condition));
  }
  if (!from.empty()) out += " from " + from;
  if (!query.where.empty()) out += " where " + query.where;
  if (!query.groups.empty()) out += fmt::format(" group by {}", fmt::join(query.groups, ","));
  for (const auto& order : query.orders) orders.push_back(order.sql + (order.descending ? " desc" : ""));
  if (!orders.empty()) out += fmt::format(" order by {}", fmt::join(orders, ","));
  if (!query.limit.empty()) out += " limit " + query.limit;
  if (query.parenthesised) out = "(" + out + ")";
  if (!query.checked.empty()) out += query.checked == "local" ? " WITH LOCAL CHECK OPTION" : " WITH CASCADED CHECK OPTION";
  return out;
}

std::optional<std::string> meaning_of(const ViewQuery& query) {
  std::string out = query.distinct ? "distinct" : "all";
  bool known = true;
  const auto add = [&](std::string_view what, const std::string& sql) {
    const auto meaning = meaning_of_expression(sql);
    known = known && meaning;
    if (known) out += fmt::format("\n{} {}", what, *meaning);
  };
  for (const auto& item : query.items) add("item " + quote(item.name), item.sql);
  for (const auto& source : query.sources) add(fmt::format("{} {} {}", source.how, quote(source.table), quote(source.called)), source.condition);
  add("where", query.where);
  for (const auto& group : query.groups) add("group", group);
  for (const auto& order : query.orders) add(order.descending ? "down" : "up", order.sql);
  out += fmt::format("\nlimit {}\nchecked {}", query.limit, query.checked);
  return known ? std::optional(out) : std::nullopt;
}

}  // namespace schemac::mysql
