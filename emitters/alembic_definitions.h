// Columns and constraints as SQLAlchemy constructs, inside op.create_table and op.add_column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emitters/python.h"
#include "schema/schema.h"

namespace schemac::alembic {

using Construct = std::optional<python::Expression>;

// Names that Alembic takes apart, or has to see quoted, are left to the plan's SQL.
bool speakable(const std::string& name);
bool speakable(const std::vector<std::string>& names);
bool speakable_comment(const std::optional<std::string>& comment);

// `op.f("users_pkey")`: a name that no naming convention may change.
python::Expression fixed_name(const std::string& name);
// Adds `schema="billing"` where there is a schema.
void add_schema(std::vector<python::Expression>& arguments, const QualifiedName& name,
                std::string_view argument = "schema");
// `sa.text("now()")`
Construct sql_text(std::string_view sql);
// `sa.text("now()")`, in the parentheses that SQLite wants around anything but a literal.
Construct default_text(const Expression& value, const std::string& dialect);

struct ColumnPlace {
  const QualifiedName& table;
  const Key* key = nullptr;  // the primary key of a table that is made with the column
};
Construct column_call(const Column& column, const std::string& dialect, const ColumnPlace& place);
Construct constraint_call(const Constraint& constraint, const std::string& dialect);
// deferrable=, initially=
void add_deferrability(std::vector<python::Expression>& arguments, const Constraint& constraint);
// onupdate=, ondelete=, match=
void add_actions(std::vector<python::Expression>& arguments, const ForeignKey& key);
// What neither a constructor nor a create_… call can say.
bool plain(const Constraint& constraint);

}  // namespace schemac::alembic
