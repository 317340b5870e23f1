// The query of a view: SELECT of expressions from tables, views, derived and common tables that are joined one after
// the other, with conditions, grouping and ordering, with subqueries in its expressions, and several such SELECT joined
// by UNION. Of such a query it can be told without a server what SHOW CREATE VIEW makes of it. Window functions,
// LATERAL, NATURAL joins and locks are not among them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

struct ViewQuery {
  struct Item {
    std::string sql;
    std::string name;
  };
  struct Source {
    std::string how;    // `join`, `left join`; of the first nothing
    std::string table;  // empty: derived
    std::string called;
    std::string condition;
    std::vector<ViewQuery> derived = {};  // the one query of a derived table
  };
  struct Order {
    std::string sql;
    bool descending = false;
  };
  struct Common {
    std::string name;
    std::vector<std::string> columns;
    std::vector<ViewQuery> query;  // one
  };
  bool recursive = false;
  std::vector<Common> commons;
  bool parenthesised = false;  // as a whole, which MariaDB and MySQL 5.7 keep
  bool distinct = false;
  std::vector<Item> items;
  std::vector<Source> sources;
  std::string where;
  std::vector<std::string> groups;
  std::string having;
  std::vector<Order> orders;
  std::string limit;
  std::vector<std::pair<std::string, ViewQuery>> joined;  // `union`, `union all`, each to all before it
  std::vector<Order> last_orders;                         // of all that are joined
  std::string last_limit;
  std::string checked;  // `cascaded`, `local`: WITH … CHECK OPTION
};

// A name that two columns of a view, a derived or a common table would have, which the servers refuse (1060).
struct RepeatedColumn {
  std::string name;
};

// Of the statement that makes a view. With the schema the columns that it names get their tables, `*` becomes them all,
// and every item its name; without one, the text is the server's and has that. nullopt for any other query, and for one with a column twice,
// which is told.
std::optional<ViewQuery> read_view(std::string_view statement, const Schema* schema,
                                   std::optional<RepeatedColumn>* repeated = nullptr);
// The same of a query alone, in the server's words.
std::optional<ViewQuery> read_query(std::string_view query);

// As it stands behind AS.
std::string in_servers_words(const ViewQuery& query);

// Two views of one meaning are one text; nullopt where an expression is of no usual kind.
std::optional<std::string> meaning_of(const ViewQuery& query);

}  // namespace schemac::mysql
