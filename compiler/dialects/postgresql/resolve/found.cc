#include "dialects/postgresql/resolve/found.h"

#include <algorithm>

#include "dialects/postgresql/expressions.h"
#include "operations/object_ids.h"
#include "operations/operation.h"

namespace schemac::postgresql {

Found::Found(const Lookup& lookup, const std::string& sql, std::size_t shift)
    : lookup_(lookup), sql_(sql), shift_(shift), tokens_(sql_tokens(sql, postgresql_lexis())) {}

void Found::need(ObjectId id) { needs_.push_back(std::move(id)); }

void Found::need_relation(const ObjectId& relation) { need(relation); }

void Found::need_column(const ObjectId& relation, const std::string& column) {
  need_relation(relation);
  const auto table = table_with_column(relation, column);
  if (!table) return;
  need(column_id(*table, column));
  need(column_facet(ObjectKind::column_type, *table, column));
}

// A partition's columns are those of the table at the top.
std::optional<QualifiedName> Found::table_with_column(const ObjectId& relation, const std::string& column) const {
  if (relation.kind == ObjectKind::table) return relation.name;
  const auto* table = lookup_.table_of(relation);
  return table && table->columns.find(column) ? std::optional(table->name) : std::nullopt;
}

void Found::need_type(const ObjectId& type) {
  need(type);
  // the server keeps a composite type as a relation
  if (type.kind == ObjectKind::sql_object && is_type_of_columns(type.part) && type.part != "composite type")
    need(type_id(type.name));
}

void Found::name_at(std::int64_t location, const std::vector<std::optional<ObjectId>>& parts_from_last,
                    bool is_output_name) {
  if (location < 0) return;
  const auto begin = static_cast<std::size_t>(location);
  const auto at = std::lower_bound(tokens_.begin(), tokens_.end(), begin,
                                   [](const SqlToken& token, std::size_t place) { return token.begin < place; });
  if (at == tokens_.end() || at->begin != begin) return;
  add_path(path_from(static_cast<std::size_t>(at - tokens_.begin()), tokens_, sql_), 0, parts_from_last,
           is_output_name);
}

std::size_t Found::columns_behind(std::string_view word, const ObjectId& relation, std::size_t from) {
  auto at = from;
  while (at < tokens_.size() && !equal_ignoring_case(tokens_[at].text(sql_), word)) ++at;
  if (at >= tokens_.size()) return std::string::npos;
  int depth = 0;
  bool begins = true;
  for (++at; at < tokens_.size() && depth >= 0; ++at) {
    const auto text = tokens_[at].text(sql_);
    const bool is_call = at + 1 < tokens_.size() && tokens_[at + 1].text(sql_) == "(";
    if (begins && !is_call) {
      const auto column = tokens_[at].kind == SqlTokenKind::quoted_identifier ? unquoted(text) : lower(text);
      if (const auto table = table_with_column(relation, column))
        add_path({tokens_[at]}, 0, {column_id(*table, column)}, false);
    }
    if (text == "(") ++depth;
    if (text == ")") --depth;
    begins = text == "," && depth == 0;
  }
  return at;
}

void Found::name_in_string_at(std::int64_t location, const std::vector<std::optional<ObjectId>>& parts_from_last) {
  if (location < 0) return;
  const auto begin = static_cast<std::size_t>(location);
  const auto at = std::lower_bound(tokens_.begin(), tokens_.end(), begin,
                                   [](const SqlToken& token, std::size_t place) { return token.begin < place; });
  if (at == tokens_.end() || at->begin != begin || at->kind != SqlTokenKind::string) return;
  const auto text = at->text(sql_);
  // behind an escape the places within differ from those in the text: such a name is left as it is
  if (!text.starts_with('\'') || string_value(text).size() + 2 != text.size()) return;
  const auto content = std::string(text.substr(1, text.size() - 2));
  const auto tokens = sql_tokens(content, postgresql_lexis());
  if (!tokens.empty()) add_path(path_from(0, tokens, content), begin + 1, parts_from_last, false);
}

void Found::miss(UnresolvedName name, std::int64_t location) {
  if (!looks_for_missing_) return;
  if (location >= static_cast<std::int64_t>(shift_)) name.at = static_cast<std::size_t>(location) - shift_;
  missing_.push_back(std::move(name));
}

std::int64_t Found::place_behind(std::string_view word, std::size_t distance) const {
  for (auto at = tokens_.size(); at-- > 0;)
    if (tokens_[at].kind == SqlTokenKind::word && equal_ignoring_case(tokens_[at].text(sql_), word))
      return at + distance < tokens_.size() ? static_cast<std::int64_t>(tokens_[at + distance].begin) : -1;
  return -1;
}

std::vector<SqlToken> Found::path_from(std::size_t token, const std::vector<SqlToken>& tokens,
                                       std::string_view sql) const {
  std::vector<SqlToken> path = {tokens[token]};
  while (token + 2 < tokens.size() && tokens[token + 1].text(sql) == ".") path.push_back(tokens[token += 2]);
  return path;
}

void Found::add_path(const std::vector<SqlToken>& path, std::size_t offset,
                     const std::vector<std::optional<ObjectId>>& parts, bool output) {
  for (std::size_t i = 0; i < parts.size() && i < path.size(); ++i) {
    const auto& token = path[path.size() - 1 - i];
    const bool is_name = token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_identifier;
    if (!parts[i] || !is_name || token.begin + offset < shift_) continue;
    references_.push_back({*parts[i], static_cast<std::uint32_t>(token.begin + offset - shift_),
                           static_cast<std::uint32_t>(token.end + offset - shift_), output && i == 0});
  }
}

std::vector<ObjectId> Found::needs() const {
  auto ids = needs_;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<Reference> Found::references() const {
  auto all = references_;
  std::sort(all.begin(), all.end(), [](const Reference& a, const Reference& b) { return a.begin < b.begin; });
  all.erase(
      std::unique(all.begin(), all.end(), [](const Reference& a, const Reference& b) { return a.begin == b.begin; }),
      all.end());
  return all;
}

}  // namespace schemac::postgresql
