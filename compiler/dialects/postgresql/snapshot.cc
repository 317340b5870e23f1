#include "dialects/postgresql/snapshot.h"

#include <algorithm>

#include "dialects/postgresql/names.h"

namespace schemac::postgresql {

Snapshot::Snapshot(std::vector<std::unique_ptr<Rows>> answers) : answers_(std::move(answers)) {
  each(Query::namespaces, [&](Row row, std::size_t) { namespaces_.emplace(row.oid(0), row.string(1)); });
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

}  // namespace schemac::postgresql
