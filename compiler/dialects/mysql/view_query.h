// The query of a view, where it is a plain one: a SELECT of expressions from tables that are joined one after the other, with conditions,
// grouping by columns and ordering by them. Of such a query it can be told without a server what SHOW CREATE VIEW makes of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

struct ViewQuery {
  struct Item {
    std::string sql;
    std::string name;
  };
  struct Source {
    std::string how;  // `join`, `left join`; of the first nothing
    std::string table;
    std::string called;
    std::string condition;
  };
  struct Order {
    std::string sql;
    bool descending = false;
  };
  bool parenthesised = false;  // as a whole, which MariaDB and MySQL 5.7 keep
  bool distinct = false;
  std::vector<Item> items;
  std::vector<Source> sources;
  std::string where;
  std::vector<std::string> groups;
  std::vector<Order> orders;
  std::string limit;
  std::string checked;  // `cascaded`, `local`: WITH … CHECK OPTION
};

// Of the statement that makes a view. With the schema the columns that it names get their tables, `*` becomes them all, and every item its name;
// without one, the text is the server's and has that. nullopt for any other query.
std::optional<ViewQuery> read_view(std::string_view statement, const Schema* schema);

// As it stands behind AS.
std::string in_servers_words(const ViewQuery& query);

// Two views of one meaning are one text; nullopt where an expression is of no usual kind.
std::optional<std::string> meaning_of(const ViewQuery& query);

}  // namespace schemac::mysql
