// The answers of the catalogue queries, and what several readers look up in them by number.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dialects/postgresql/catalogue.h"
#include "dialects/registry.h"

namespace schemac::postgresql {

struct Relation {
  std::string_view name;
  const std::string* schema = nullptr;  // null: in a schema of the engine's own
  char kind = 'r';
  Oid method = 0;
  std::size_t row = 0;        // of Query::relations
  std::ptrdiff_t table = -1;  // its place among the managed tables
};

class Snapshot {
 public:
  explicit Snapshot(std::vector<std::unique_ptr<Rows>> answers);

  const Rows& rows(Query query) const { return *answers_[static_cast<std::size_t>(query) + 1]; }  // behind BEGIN
  Row row(Query query, std::size_t at) const { return {rows(query), at}; }
  template <class F>
  void each(Query query, F&& visit) const {
    const auto& all = rows(query);
    for (std::size_t at = 0; at < all.size(); ++at) visit(Row(all, at), at);
  }

  const std::unordered_map<Oid, std::string>& namespaces() const { return namespaces_; }
  const std::string* schema(Oid number) const;
  std::unordered_map<Oid, Relation>& relations() { return relations_; }
  const Relation* relation(Oid number) const;
  bool is_extension_member(Oid catalogue, Oid number) const { return members_.contains(key(catalogue, number)); }
  Oid extension_of(Oid catalogue, Oid number) const;  // 0: no extension's member
  std::optional<std::string> comment(Oid catalogue, Oid number, int part = 0) const;
  template <class F>
  void each_comment(Oid catalogue, Oid number, F&& visit) const {
    if (const auto at = comments_.find(key(catalogue, number)); at != comments_.end())
      for (const auto& [part, text] : at->second) visit(part, text);
  }
  std::string collation(Oid number) const;  // as the model spells it; empty when unknown

 private:
  static std::uint64_t key(Oid a, Oid b) { return std::uint64_t{a} << 32 | b; }

  std::vector<std::unique_ptr<Rows>> answers_;
  std::unordered_map<Oid, std::string> namespaces_;
  std::unordered_map<Oid, Relation> relations_;
  std::unordered_map<std::uint64_t, Oid> members_;  // to their extensions
  std::unordered_map<std::uint64_t, std::vector<std::pair<int, std::string_view>>> comments_;
  std::unordered_map<Oid, std::string> collations_;
};

// Everything that is modelled as SQL, and what is not modelled at all, with what it needs (introspect_objects.cc).
void read_objects(const Snapshot& snapshot, Schema& schema);

}  // namespace schemac::postgresql
