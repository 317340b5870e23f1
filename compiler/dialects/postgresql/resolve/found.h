// What a text was found to refer to: the objects it depends on, as the server would record them in pg_depend, and the
// places of the names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sql_tokens.h"
#include "dialects/postgresql/resolve/lookup.h"
#include "dialects/unresolved_name.h"

namespace schemac::postgresql {

class Found {
 public:
  // `shift` is how many bytes were put in front of the text to make a statement of it: places are told without them.
  Found(const Lookup& lookup, const std::string& sql, std::size_t shift);

  const Lookup& lookup() const { return lookup_; }

  // --- what is needed ---
  void need(ObjectId id);
  void need_relation(const ObjectId& relation);
  // Of a view or another relation without a table: the relation alone.
  void need_column(const ObjectId& relation, const std::string& column);
  std::optional<QualifiedName> table_with_column(const ObjectId& relation, const std::string& column) const;
  void need_type(const ObjectId& type);

  // --- where names stand ---
  // The dotted name that begins at a place of the parser's, its parts from the last one backwards: `public.users.email`
  // for a column of a table names the column, the table, the schema. An unset part is skipped: `u` of `u.email` is an
  // alias.
  void name_at(std::int64_t location, const std::vector<std::optional<ObjectId>>& parts_from_last,
               bool is_output_name = false);
  // Columns in lists, of whose places the tree does not tell: the first word of each element behind the first `word` at
  // or behind the token `from`, up to the end of the brackets that it stands in. The place behind it; npos where there
  // is no such word.
  std::size_t columns_behind(std::string_view word, const ObjectId& relation, std::size_t from = 0);
  // The same inside the string literal that begins there: `'public.numbers'::regclass`.
  void name_in_string_at(std::int64_t location, const std::vector<std::optional<ObjectId>>& parts_from_last);

  // --- what means nothing ---
  // From now on names that certainly mean nothing in the schema are kept; before, nobody asks for them.
  void look_for_missing() { looks_for_missing_ = true; }
  bool looks_for_missing() const { return looks_for_missing_; }
  void miss(UnresolvedName name, std::int64_t location);
  const std::vector<UnresolvedName>& missing() const { return missing_; }

  // The place of the token that stands so many behind the last `word`; -1 where there is none. The tree does not tell
  // of every name.
  std::int64_t place_behind(std::string_view word, std::size_t distance) const;

  std::vector<ObjectId> needs() const;        // sorted, each once
  std::vector<Reference> references() const;  // sorted by place

 private:
  std::vector<SqlToken> path_from(std::size_t token, const std::vector<SqlToken>& tokens, std::string_view sql) const;
  void add_path(const std::vector<SqlToken>& path, std::size_t offset,
                const std::vector<std::optional<ObjectId>>& parts, bool output);

  const Lookup& lookup_;
  const std::string& sql_;
  std::size_t shift_;
  std::vector<SqlToken> tokens_;
  std::vector<ObjectId> needs_;
  std::vector<Reference> references_;
  std::vector<UnresolvedName> missing_;
  bool looks_for_missing_ = false;
};

}  // namespace schemac::postgresql
