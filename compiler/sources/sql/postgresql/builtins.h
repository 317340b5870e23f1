// What PostgreSQL's own catalogues say of types, casts, operators, functions and operator classes: `builtins.txt`,
// which scripts/postgresql_catalogue writes from running servers. The text is searched where it stands; nothing is
// built at the start.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemac::sql {

// Types are called as pg_type calls them: `int4`, `_text` for an array.
struct TypeRow {
  std::string_view name;
  char category = 'U';
  bool preferred = false;
  char kind = 'b';             // typtype
  std::string_view element;    // of a range its subtype, of a multirange its range
  std::string_view formatted;  // as format_type prints it
};

struct CastRow {
  std::string_view source;
  std::string_view target;
  char context = 'e';  // 'i'mplicit, 'a'ssignment, 'e'xplicit
  char method = 'f';   // 'f'unction, 'i'nput and output, 'b'inary
};

struct OperatorRow {
  std::string_view left;  // empty: a prefix operator
  std::string_view right;
  std::string_view result;
};

struct FunctionRow {
  std::vector<std::string_view> arguments;
  std::string_view result;
  bool variadic = false;
  bool set = false;
  char kind = 'f';  // 'a'ggregate, 'w'indow
  std::size_t defaults = 0;
  std::vector<std::string> names = {};  // of the arguments, where some have a default
};

struct ClassRow {
  std::string_view method;
  std::string_view name;
  std::string_view type;
  bool is_default = false;
};

// The server's own rows, or those of an extension.
std::vector<TypeRow> type_rows(std::string_view extension = {});
std::vector<CastRow> cast_rows(std::string_view extension = {});
std::vector<OperatorRow> operator_rows(std::string_view name, std::string_view extension = {});
std::vector<FunctionRow> function_rows(std::string_view name, std::string_view extension = {});
std::vector<ClassRow> class_rows(std::string_view extension = {});

// Of every routine and type of the server, those among them that SQL does not call (trigger functions, internal ones).
bool has_routine(std::string_view name, std::string_view extension = {});
bool has_type(std::string_view name, std::string_view extension = {});

// Built-in functions that a slip of the keyboard may have meant: those that begin with the same letter.
std::vector<std::string> routine_names_like(std::string_view name);

// The extensions whose rows are known.
const std::vector<std::string_view>& known_extensions();

}  // namespace schemac::sql
