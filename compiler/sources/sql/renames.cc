#include "sources/sql/renames.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "operations/object_ids.h"

namespace schemac::sql {
namespace {

struct Declared {
  std::string old;
  bool below = false;  // Atlas: of what stands below; sqldef: of what stands before
};

// `old`, `"Old Name"`, up to the end of the word.
std::string first_name(std::string_view text, const Dialect& dialect) {
  const auto tokens = sql_tokens(text, dialect.traits().lexis);
  if (tokens.empty()) return {};
  auto last = tokens[0];
  for (std::size_t at = 1; at + 1 < tokens.size() && tokens[at].text(text) == "."; at += 2)
    last = tokens[at + 1];  // a schema says nothing new
  return last.kind == SqlTokenKind::word ? dialect.fold(last.text(text)) : unquoted(last.text(text));
}

std::optional<Declared> declared_by(std::string_view comment, const Dialect& dialect) {
  constexpr std::string_view atlas = "atlas:renamed_from";
  constexpr std::string_view sqldef = "@renamed";
  if (comment.ends_with("*/")) comment.remove_suffix(2);
  if (const auto at = comment.find(atlas); at != std::string_view::npos)
    return Declared{first_name(comment.substr(at + atlas.size()), dialect), true};
  const auto at = comment.find(sqldef);
  const auto from = at == std::string_view::npos ? at : comment.find("from=", at);
  if (from == std::string_view::npos) return std::nullopt;
  return Declared{first_name(comment.substr(from + 5), dialect), false};
}

// One CREATE TABLE or CREATE INDEX, word by word.
class StatementRenames {
 public:
  StatementRenames(const Statement& statement, const Dialect& dialect, Source& source)
      : where_(statement.where),
        sql_(statement.where.text()),
        dialect_(dialect),
        source_(source),
        tokens_(sql_tokens(sql_, dialect.traits().lexis, true)) {
    std::erase_if(tokens_, [&](const SqlToken& token) {
      if (token.kind == SqlTokenKind::comment) comments_.push_back(token);
      return token.kind == SqlTokenKind::comment;
    });
  }

  void run(const Span& before) {
    if (comments_.empty() && !before) return;
    std::vector<std::pair<Declared, Span>> found;
    for (const auto& token : sql_tokens(before.text(), dialect_.traits().lexis, true))
      if (auto declared = declared_by(token.text(before.text()), dialect_); declared && declared->below)
        found.emplace_back(*declared, Span{before.source, before.begin + token.begin, before.begin + token.end});
    for (const auto& token : comments_)
      if (auto declared = declared_by(token.text(sql_), dialect_))
        found.emplace_back(*declared, Span{where_.source, where_.begin + token.begin, where_.begin + token.end});
    if (found.empty()) return;
    read_items();
    for (const auto& [declared, place] : found) add(declared, place);
  }

 private:
  struct Item {
    std::size_t begin;
    std::size_t end;
    ObjectId id;
  };

  bool is(std::size_t at, std::string_view word) const {
    return at < tokens_.size() && equal_ignoring_case(tokens_[at].text(sql_), word);
  }
  std::string name(std::size_t at) const {
    if (at >= tokens_.size()) return {};
    const auto text = tokens_[at].text(sql_);
    return tokens_[at].kind == SqlTokenKind::word ? dialect_.fold(text) : unquoted(text);
  }

  // `s.t` from `at` on, and where it ends.
  QualifiedName path(std::size_t& at) const {
    QualifiedName out{{}, name(at)};
    for (++at; is(at, ".") && at + 1 < tokens_.size(); at += 2) out = {out.name, name(at + 1)};
    if (!out.schema.empty()) return out;
    for (const auto& [known, table] : source_.schema.tables)
      if (known.name == out.name && (out.schema.empty() || known.schema == dialect_.traits().default_schema))
        out.schema = known.schema;
    return out;
  }

  void read_items() {
    std::size_t at = 0;
    const auto until = [&](std::string_view word) {
      while (at < tokens_.size() && !is(at, word) && !is(at, "(")) ++at;
      return is(at, word);
    };
    if (!is(0, "create")) return;
    if (until("table")) return read_table(++at);
    at = 0;
    if (until("index")) read_index(++at);
  }

  void skip_words(std::size_t& at) const {
    while (is(at, "if") || is(at, "not") || is(at, "exists") || is(at, "concurrently") || is(at, "only")) ++at;
  }

  void read_table(std::size_t at) {
    skip_words(at);
    const auto begin = tokens_[std::min(at, tokens_.size() - 1)].begin;
    const auto table = path(at);
    if (!is(at, "(") || ++at >= tokens_.size()) return;
    items_.push_back({begin, tokens_[at - 1].end, table_id(table)});
    auto first = at;
    for (int depth = 1; at < tokens_.size() && depth > 0; ++at) {
      if (is(at, "(")) ++depth;
      if (is(at, ")")) --depth;
      const bool ends = depth == 0 || (depth == 1 && is(at, ","));
      if (!ends) continue;
      if (first < at) items_.push_back({tokens_[first].begin, tokens_[at].end, item_id(table, first)});
      first = at + 1;
    }
  }

  ObjectId item_id(const QualifiedName& table, std::size_t at) const {
    static constexpr auto words =
        std::to_array<std::string_view>({"primary", "unique", "check", "foreign", "exclude", "like"});
    if (is(at, "constraint")) return {ObjectKind::constraint, table, name(at + 1)};
    if (std::ranges::any_of(words, [&](std::string_view word) { return is(at, word); })) return {};
    return column_id(table, name(at));
  }

  void read_index(std::size_t at) {
    skip_words(at);
    const auto place = at;
    while (at < tokens_.size() && !is(at, "on")) ++at;
    if (place == at || at + 1 >= tokens_.size()) return;
    ++at;
    skip_words(at);
    items_.push_back({tokens_[place].begin, sql_.size(), index_id(path(at), name(place))});
  }

  bool exists(const ObjectId& id) const {
    const auto* table = source_.schema.tables.find(id.name);
    if (!table) return false;
    if (id.kind == ObjectKind::column) return table->columns.find(id.part) != nullptr;
    const auto named = [&](const auto& item) { return item.name.text == id.part; };
    if (id.kind == ObjectKind::constraint) return std::ranges::any_of(table->constraints, named);
    if (id.kind == ObjectKind::index) return std::ranges::any_of(table->indexes, named);
    return id.kind == ObjectKind::table;
  }

  // Atlas's is followed by what it is about; sqldef's follows it, on the same line.
  const Item* owner(const Declared& declared, std::size_t at) const {
    const Item* found = nullptr;
    for (const auto& item : items_) {
      if (declared.below && item.begin >= at) return &item;
      if (!declared.below && item.begin < at) found = &item;
    }
    if (!found ||
        sql_.substr(std::min(found->end, at), at - std::min(found->end, at)).find('\n') != std::string_view::npos)
      return nullptr;
    return found;
  }

  void add(const Declared& declared, const Span& place) {
    const auto at = place.begin < where_.begin ? 0 : place.begin - where_.begin;
    const auto* item = owner(declared, at);
    if (!item || declared.old.empty() || !exists(item->id)) {
      source_.remarks.push_back(warning_at(
          "idle-comment",
          "found a rename that belongs to nothing here, expected a table, a column, a constraint or an index beside it",
          place));
      return;
    }
    auto& intent = source_.intents[item->id];
    intent.was.push_back({{}, declared.old});
    intent.where = place;
  }

  Span where_;
  std::string_view sql_;
  const Dialect& dialect_;
  Source& source_;
  std::vector<SqlToken> tokens_;
  std::vector<SqlToken> comments_;
  std::vector<Item> items_;
};

}  // namespace

bool may_declare_renames(std::string_view text) { return text.find("renamed") != std::string_view::npos; }

void read_renames(const std::vector<Statement>& statements, const Dialect& dialect, Source& source) {
  for (const auto& statement : statements)
    if (statement.verb == "create" &&
        (statement.comment || statement.where.text().find("renamed") != std::string_view::npos))
      StatementRenames(statement, dialect, source).run(statement.comment);
}

}  // namespace schemac::sql
