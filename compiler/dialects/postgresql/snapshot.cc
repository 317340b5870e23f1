#include "dialects/postgresql/snapshot.h"

#include <algorithm>

#include "dialects/postgresql/names.h"

namespace schemac::postgresql {

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != '*') return !text.empty() && pattern[0] == text[0] && matches(pattern.substr(1), text.substr(1));
  for (std::size_t skip = 0; skip <= text.size(); ++skip)
    if (matches(pattern.substr(1), text.substr(skip))) return true;
  return false;
}

Snapshot::Snapshot(std::vector<std::unique_ptr<Rows>> answers, const IntrospectOptions& options)
    : answers_(std::move(answers)), options_(options) {
  each(Query::namespaces, [&](Row row, std::size_t) {
    auto name = row.string(1);
    const auto& only = options.only_schemas;
    if (only.empty() || std::find(only.begin(), only.end(), name) != only.end())
      namespaces_.emplace(row.oid(0), std::move(name));
  });
  each(Query::extension_members,
       [&](Row row, std::size_t) { members_.emplace(key(row.oid(0), row.oid(1)), row.oid(2)); });
  each(Query::descriptions, [&](Row row, std::size_t) {
    comments_[key(row.oid(0), row.oid(1))].emplace_back(static_cast<int>(row.integer(2)), row.text(3));
  });
  each(Query::collations, [&](Row row, std::size_t) {
    // names of the catalogue stand alone and may hold dots (`en_US.utf8`); others are spelled as SQL, always quoted
    auto name = row.string(2);
    if (row.text(1) != "pg_catalog") name = quote(row.text(1)) + ".\"" + name + "\"";
    collations_.emplace(row.oid(0), std::move(name));
  });
  relations_.reserve(rows(Query::relations).size());
  each(Query::relations, [&](Row row, std::size_t at) {
    const auto kind = row.letter(3);
    const auto usual = kind == 'i' || kind == 'I' ? btree_method : heap_method;
    relations_.emplace(row.oid(0),
                       Relation{row.text(1), schema(row.oid(2)), kind, row.is_null(8) ? usual : row.oid(8), at});
  });
}

const std::string* Snapshot::schema(Oid number) const {
  const auto at = namespaces_.find(number);
  return at == namespaces_.end() ? nullptr : &at->second;
}

const Relation* Snapshot::relation(Oid number) const {
  const auto at = relations_.find(number);
  return at == relations_.end() ? nullptr : &at->second;
}

std::optional<std::string> Snapshot::comment(Oid catalogue, Oid number, int part) const {
  if (comments_.empty()) return std::nullopt;
  const auto at = comments_.find(key(catalogue, number));
  if (at == comments_.end()) return std::nullopt;
  for (const auto& [of, text] : at->second)
    if (of == part) return std::string(text);
  return std::nullopt;
}

std::string Snapshot::collation(Oid number) const {
  const auto at = collations_.find(number);
  return at == collations_.end() ? std::string(number == 100 ? "default" : "") : at->second;
}

Oid Snapshot::extension_of(Oid catalogue, Oid number) const {
  const auto at = members_.find(key(catalogue, number));
  return at == members_.end() ? 0 : at->second;
}

bool Snapshot::leaves_out(std::string_view what) const {
  return std::find(options_.exclude.begin(), options_.exclude.end(), what) != options_.exclude.end();
}

bool Snapshot::is_excluded(const std::string& schema, std::string_view name) const {
  return options_.leaves_out([&](const std::string& pattern) {
    if (pattern == "grants") return false;  // the rights, no table
    return matches(pattern, name) || matches(pattern, schema + "." + std::string(name));
  });
}

}  // namespace schemac::postgresql
