// What the text of a view, a trigger or an expression refers to. SQLite keeps no record of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::sqlite {

// A view or a trigger of a database, whether a plan may change it or leaves it alone.
struct Standing {
  std::string_view kind;
  std::string name;
  const std::string* definition;
  const std::vector<ObjectId>* depends_on;
};

std::vector<Standing> views_and_triggers(const Schema& schema);

// Fills `references` and `depends_on` of a view or trigger: of a trigger what it is on before all others, as a table or
// a view.
void find_references(SqlObject& object, const Schema& schema);
// The same for `references` and `columns` of an expression of a table's own.
void find_references(Expression& expression, const Table& table);

bool names(const Standing& object, const ObjectId& id);

// A view whose tables are gone stays in a database until someone selects from it. It needs this, which nothing ever
// brings.
const ObjectId& what_is_not_there();

// Triggers that go with a table or a view when it is dropped.
std::vector<Standing> triggers_of(const QualifiedName& relation, const Schema& schema);
// Views that read a table, directly or through other views, and that work as long as the table has the columns of
// `after`.
std::vector<Standing> working_views_over(const Table& after, const Schema& schema);

// Listed for a table whose stored text has comments: they do not outlive a rebuild.
inline constexpr std::string_view comment_kind = "comment in the text of table";

}  // namespace schemac::sqlite
