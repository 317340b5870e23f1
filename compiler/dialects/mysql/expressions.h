// Expressions and defaults as text: one canonical spelling, comparison, and what they name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::mysql {

// Without parentheses around the whole; with the columns of its table that it names.
Expression canonical(const Expression& expression, const Table& table);
// The columns of `table` that the text names, each once.
std::vector<std::string> columns_named(std::string_view sql, const Table& table);

// A default as the model holds it: a constant, CURRENT_TIMESTAMP(n), or an expression without parentheses around it,
// unless they are all that tells it from one of the former. Empty for NULL. `collation` is the column's, empty where
// nobody said one.
std::string canonical_default(std::string_view sql, const Type& type, std::string_view collation, const Engine& engine);
bool stands_in_parentheses(std::string_view sql);
// MariaDB keeps a question mark in its catalogue for each character beyond the first plane, MySQL four of them.
bool same_default_text(std::string_view a, std::string_view b);
// As it stands behind DEFAULT.
std::string default_sql(const Column& column, const Engine& engine);
// `now(3)` → `CURRENT_TIMESTAMP(3)`; anything else as it is.
std::string canonical_now(std::string_view sql);

// MySQL writes the character set before every text in an expression. Ours is said by SET NAMES, and a text that says it
// again is another to some functions. MariaDB writes it where somebody did.
// Without comments, which no server keeps: one of a line would hide what is written behind the expression.
std::string without_comments(std::string_view sql);
std::string without_usual_introducers(std::string_view sql);
// `a = TRUE` → `a = 1`; `a IS TRUE` stays.
std::string with_numbers_for_truth(std::string_view sql);
// MariaDB and MySQL 5.7 keep one function for all that read a geometry from a text: `ST_PointFromText(s)` →
// `st_geometryfromtext(s)`.
std::string with_one_geometry_reader(std::string_view sql);

bool same_expression(std::string_view a, std::string_view b);

// `shop`.`users` → `users`, where `database` is shop: a schema is one database's.
std::string without_database(std::string_view sql, std::string_view database);

// Columns quoted, other names only where they must be, one space where there was any: for clauses such as PARTITION BY.
std::string respelled(std::string_view sql, const Table& table);

}  // namespace schemac::mysql
