// A view's query as text again: in the server's words, and in one spelling for all that means the same.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/view_query.h"

namespace schemac::mysql {
namespace {

std::string ordered(const std::vector<ViewQuery::Order>& orders, const std::string& limit) {
  std::vector<std::string> out;
  for (const auto& order : orders) out.push_back(order.sql + (order.descending ? " desc" : ""));
  return (out.empty() ? "" : fmt::format(" order by {}", fmt::join(out, ","))) +
         (limit.empty() ? "" : " limit " + limit);
}

std::string without_commons(const ViewQuery& query) {
  std::vector<std::string> items;
  for (const auto& item : query.items) items.push_back(fmt::format("{} AS {}", item.sql, quote(item.name)));
  auto out = fmt::format("select {}{}", query.distinct ? "distinct " : "", fmt::join(items, ","));
  std::string from;
  for (const auto& source : query.sources) {
    auto table = source.derived.empty() ? quote(source.table) : "(" + in_servers_words(source.derived.front()) + ")";
    if (source.called != source.table) table += " " + quote(source.called);
    if (source.how.empty()) {
      from = table;
      continue;
    }
    from = fmt::format("({} {} {}{})", from, source.how, table,
                       source.condition.empty() ? "" : fmt::format(" on({})", source.condition));
  }
  if (!from.empty()) out += " from " + from;
  if (!query.where.empty()) out += " where " + query.where;
  if (!query.groups.empty()) out += fmt::format(" group by {}", fmt::join(query.groups, ","));
  if (!query.having.empty()) out += " having " + query.having;
  return out + ordered(query.orders, query.limit);
}

// --- what it means ---

// What the items are called counts for whoever reads the result by their names.
enum class Names { count, pass };

std::optional<std::string> meaning_of_query(const ViewQuery& query, Names names);

bool is_column_or_constant(const std::string& sql) {
  const auto tree = read_expression(sql);
  return tree && tree->kind != Term::call;
}

// EXISTS asks for a row, whatever it holds; MariaDB adds LIMIT 1.
ViewQuery as_asked_for_a_row(ViewQuery query) {
  if (query.limit == "1") query.limit.clear();
  const bool rows_of_tables = query.joined.empty() && query.groups.empty() && query.having.empty();
  if (rows_of_tables &&
      std::ranges::all_of(query.items, [](const auto& item) { return is_column_or_constant(item.sql); }))
    query.items = {{.sql = "1", .name = "1"}};
  return query;
}

// Joins an expression's tokens again with `u`.`name` as one name, which keeps whose it is, count(*) as count(0), which
// servers write, and each subquery as a constant that says what it means.
class ExpressionMeaning {
 public:
  // Behind WHERE and its like NULL and FALSE are one: MySQL writes NOT IN as `… is false` there.
  ExpressionMeaning(const std::string& sql, bool is_condition)
      : sql_(sql), tokens_(sql_tokens(sql, lexis)), is_condition_(is_condition) {}

  std::optional<std::string> run() {
    std::string out;
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      if (is(at_, "=") && (is(at_ + 1, "any") || is(at_ + 1, "some")) && opens_query(at_ + 2)) {
        out += "in ";
        ++at_;
        continue;
      }
      if (opens_query(at_)) {
        auto query = subquery();
        if (!query) return std::nullopt;
        out += *query + " ";
        continue;
      }
      out += word();
      const bool call = at_ + 1 < tokens_.size() && text(at_ + 1) == "(";
      out += call ? "" : " ";
    }
    return meaning_of(std::string_view(out));
  }

 private:
  std::string_view text(std::size_t at) const {
    return at < tokens_.size() ? tokens_[at].text(sql_) : std::string_view();
  }
  bool is(std::size_t at, std::string_view word) const { return equal_ignoring_case(text(at), word); }
  bool opens_query(std::size_t at) const {
    if (!is(at, "(")) return false;
    while (is(at, "(")) ++at;
    return is(at, "select") || is(at, "with");
  }

  std::string word() {
    auto out = std::string(text(at_));
    if (text(at_ + 1) == "." && at_ + 2 < tokens_.size()) {
      out = quote(lower(unquoted(out)) + "." + lower(unquoted(text(at_ + 2))));
      at_ += 2;
    } else if (out == "*" && at_ > 1 && text(at_ - 1) == "(" && text(at_ + 1) == ")") {
      out = "0";
    }
    return out;
  }

  std::optional<std::string> subquery() {
    const auto open = at_;
    int depth = 0;
    for (; at_ < tokens_.size(); ++at_) {
      depth += is(at_, "(") ? 1 : is(at_, ")") ? -1 : 0;
      if (depth == 0) break;
    }
    if (at_ >= tokens_.size()) return std::nullopt;
    const auto inside = std::string_view(sql_).substr(tokens_[open].end, tokens_[at_].begin - tokens_[open].end);
    auto query = read_query(inside);
    if (!query) return std::nullopt;
    const auto before = open == 0 ? std::string() : lower(text(open - 1));
    if (before == "exists") query = as_asked_for_a_row(std::move(*query));
    const auto meaning = meaning_of_query(*query, Names::pass);
    if (!meaning) return std::nullopt;
    const auto said = literal(*meaning);
    if (before == "in" || ((before == "any" || before == "some") && open > 1 && is(open - 2, "=")))
      return fmt::format("({}, {})", said, literal(is_condition_ ? "rows of a condition" : "rows"));
    if (before == "exists" || before == "all" || before == "any" || before == "some") return fmt::format("({})", said);
    return fmt::format("subquery({})", said);
  }

  const std::string& sql_;
  std::vector<SqlToken> tokens_;
  bool is_condition_;
  std::size_t at_ = 0;
};

class Meaning {
 public:
  explicit Meaning(Names names) : names_(names) {}

  std::optional<std::string> run(const ViewQuery& query) {
    commons(query);
    select(query);
    for (const auto& [how, other] : query.joined) add_query(how, other, Names::pass);
    orders("last", query.last_orders, &query);
    out_ += fmt::format("\nlast limit {}\nchecked {}", query.last_limit, query.checked);
    return known_ ? std::optional(out_) : std::nullopt;
  }

 private:
  void commons(const ViewQuery& query) {
    if (query.recursive) out_ += "recursive ";
    for (const auto& common : query.commons) {
      out_ +=
          fmt::format("with {} ({}) ", quote(common.name), lower(fmt::format("{}", fmt::join(common.columns, ","))));
      add_query("as", common.query.front(), common.columns.empty() ? Names::count : Names::pass);
    }
  }

  void select(const ViewQuery& query) {
    out_ += query.distinct ? "distinct" : "all";
    for (const auto& item : query.items)
      add("item " + (names_ == Names::count ? quote(item.name) : std::string()), item.sql, false);
    for (const auto& source : query.sources) {
      const auto what = fmt::format("{} {} {}", source.how, quote(source.table), quote(source.called));
      if (!source.derived.empty()) add_query("of", source.derived.front(), Names::count);
      add(what, source.condition, true);
    }
    add("where", query.where, true);
    for (const auto& group : query.groups) add("group", group, false);
    add("having", query.having, true);
    orders("", query.orders, nullptr);
    out_ += "\nlimit " + query.limit;
  }

  // Behind a UNION by name or place of what is selected: `order by 1`.
  void orders(const std::string& which, const std::vector<ViewQuery::Order>& orders, const ViewQuery* selected) {
    for (const auto& order : orders) {
      auto sql = order.sql;
      if (selected && !sql.empty() && sql.find_first_not_of("0123456789") == std::string::npos)
        if (const auto place = std::stoul(sql); place > 0 && place <= selected->items.size())
          sql = quote(selected->items[place - 1].name);
      add(which + (order.descending ? "down" : "up"), sql, false);
    }
  }

  void add(const std::string& what, const std::string& sql, bool is_condition) {
    const auto meaning = sql.empty() ? std::optional(std::string()) : ExpressionMeaning(sql, is_condition).run();
    known_ = known_ && meaning;
    if (known_) out_ += fmt::format("\n{} {}", what, *meaning);
  }

  void add_query(const std::string& what, const ViewQuery& query, Names names) {
    const auto meaning = meaning_of_query(query, names);
    known_ = known_ && meaning;
    if (known_) out_ += fmt::format("\n{} ({})", what, *meaning);
  }

  Names names_;
  std::string out_;
  bool known_ = true;
};

std::optional<std::string> meaning_of_query(const ViewQuery& query, Names names) { return Meaning(names).run(query); }

}  // namespace

std::string in_servers_words(const ViewQuery& query) {
  std::string out;
  for (const auto& common : query.commons) {
    std::vector<std::string> columns;
    for (const auto& column : common.columns) columns.push_back(quote(column));
    out += out.empty() ? (query.recursive ? "with recursive " : "with ") : ", ";
    out += quote(common.name) + (columns.empty() ? "" : fmt::format(" ({})", fmt::join(columns, ",")));
    out += " as (" + in_servers_words(common.query.front()) + ")";
  }
  if (!out.empty()) out += " ";
  const bool several = !query.joined.empty();
  const auto part = [](const ViewQuery& one) {
    const bool apart =
        !one.orders.empty() || !one.limit.empty() || !one.joined.empty() || !one.commons.empty() || one.parenthesised;
    auto text = in_servers_words(one);
    return apart && !text.starts_with("(") ? "(" + text + ")" : text;
  };
  auto first = query;
  first.commons.clear(), first.joined.clear(), first.last_orders.clear(), first.last_limit.clear(),
      first.checked.clear();
  const bool apart = several && (query.parenthesised || !query.orders.empty() || !query.limit.empty());
  out += apart ? "(" + without_commons(first) + ")" : without_commons(first);
  for (const auto& [how, other] : query.joined) out += fmt::format(" {} {}", how, part(other));
  out += ordered(query.last_orders, query.last_limit);
  if (query.parenthesised && !several) out = "(" + out + ")";
  if (!query.checked.empty())
    out += query.checked == "local" ? " WITH LOCAL CHECK OPTION" : " WITH CASCADED CHECK OPTION";
  return out;
}

std::optional<std::string> meaning_of(const ViewQuery& query) { return meaning_of_query(query, Names::count); }

}  // namespace schemac::mysql
