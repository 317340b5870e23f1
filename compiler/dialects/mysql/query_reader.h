// Reads the SQL of expressions and queries far enough to tell names from keywords and to know whose they are.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/mysql/names.h"
#include "schema/schema.h"

namespace schemac::mysql {

// What a name in FROM stands for.
struct QuerySource {
  std::string called;            // its alias, else its name
  const Table* table = nullptr;  // unset for views, derived tables and whatever is not in the schema
  bool is_row = false;           // NEW and OLD of a trigger: a bare name means none of their columns
};

struct QueryScope {
  std::vector<QuerySource> sources = {};
  std::vector<std::string> outputs = {};  // aliases of what is selected
  std::vector<std::string> ctes = {};
  bool in_union = false;  // ORDER BY then names what is selected, not what it is selected from
  const QueryScope* outer = nullptr;
};

// A name that means nothing where everything that could have it is known.
struct MissingName {
  std::size_t token = 0;
  std::string qualifier = {};  // said before it
  const Table* of = nullptr;   // of a column: the one table that would have to have it
  bool is_relation = false, is_qualifier = false;
  std::vector<std::string> candidates = {};
};

class QueryReader {
 public:
  // `schema` may be null where no table but those of the scope is named.
  QueryReader(std::string_view sql, std::vector<SqlToken> tokens, const Schema* schema)
      : sql_(sql), tokens_(std::move(tokens)), schema_(schema) {}

  std::size_t size() const { return tokens_.size(); }
  bool is(std::size_t at, std::string_view word) const;
  std::string name(std::size_t at) const;

  // The tokens from `begin` to `end`.
  void expression(std::size_t begin, std::size_t end, const QueryScope& scope);
  void query(std::size_t begin, std::size_t end, const QueryScope* outer);
  // `t` or `db.t`: the token behind it.
  std::size_t relation(std::size_t at, const Table*& table, std::string& called, const QueryScope& scope);
  void refer(ObjectId object, std::size_t token, bool is_output_name = false);

  // False where a name was no column of what is in its scope.
  bool knows_all() const { return knows_all_; }

  // From now on; what HAVING, GROUP BY and ORDER BY name may be an alias, and is passed over.
  void look_for_missing() { looks_for_missing_ = true; }
  const std::vector<MissingName>& missing() const { return missing_; }
  std::size_t place(std::size_t token) const { return tokens_[token].begin; }

  // Sorted by their places.
  std::vector<Reference> take();

 protected:
  struct Range {
    std::size_t begin, end;
  };

  bool is_name(std::size_t at) const;
  bool is_call(std::size_t at, std::size_t end) const { return at + 1 < end && is(at + 1, "("); }
  bool begins_query(std::size_t at, std::size_t end) const;
  bool is_one_of(std::size_t at, std::string_view words) const;
  std::size_t closing(std::size_t open, std::size_t end) const;
  std::size_t next_at_depth_0(std::size_t begin, std::size_t end, std::string_view words) const;
  std::vector<Range> parts_between(Range range, std::string_view separator) const;

  std::size_t with(std::size_t begin, std::size_t end, QueryScope& scope);
  void select(std::size_t begin, std::size_t end, QueryScope& scope);
  // WHERE, GROUP BY, HAVING, ORDER BY, WINDOW and whatever else stands behind the tables.
  void clauses(std::size_t begin, std::size_t end, QueryScope& scope);
  void select_list(Range range, QueryScope& scope);
  void tables(Range range, QueryScope& scope, std::vector<Range>& conditions);
  std::size_t table_factor(std::size_t at, std::size_t end, QueryScope& scope, std::vector<Range>& conditions);
  std::size_t alias(std::size_t at, std::size_t end, std::string& called) const;
  const Table* table_called(const std::string& name) const;
  const Schema* schema() const { return schema_; }

  std::vector<std::string> variables_;  // that hold in the block at hand

 private:
  std::size_t operand(std::size_t at, std::size_t end, const QueryScope& scope);
  std::optional<std::size_t> search_of_words(std::size_t at, std::size_t end) const;
  std::size_t search(std::size_t at, std::size_t against, std::size_t end, const QueryScope& scope);
  std::size_t call(std::size_t at, std::size_t end, const QueryScope& scope);
  std::size_t chain(std::size_t at, std::size_t end, const QueryScope& scope);
  void column(const std::string& qualifier, std::size_t token, const QueryScope& scope);

  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  const Schema* schema_;
  std::vector<Reference> found_;
  void note_missing_column(const std::string& qualifier, std::size_t token, const QueryScope& scope);
  void note_missing_relation(std::size_t token);

  bool knows_all_ = true;
  bool looks_for_missing_ = false;
  int within_aliases_ = 0;  // where names may be those of what is selected
  std::vector<MissingName> missing_;
};

}  // namespace schemac::mysql
