// A name in SQL text that means nothing in the schema the text belongs to, as far as that schema alone tells: the
// reader of the dialect's SQL followed the engine's rules of scope and found no such column, relation, routine or type.
// What comes with the engine or with an extension is not looked at here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

enum class NameKind { column, qualifier, relation, routine, type };

struct UnresolvedName {
  NameKind kind = NameKind::column;
  std::vector<std::string> parts = {};       // as the text says it: `u`, `emial` of `u.emial`
  ObjectId owner = {};                       // the table, the column or the object given as SQL whose text it is
  std::string text = {};                     // the expression or the definition
  std::size_t at = std::string::npos;        // the byte where the name begins, where it is known
  std::optional<QualifiedName> of = {};      // of a column: the one relation that would have to have it
  std::vector<std::string> candidates = {};  // names that would do
  std::size_t arguments = 0;                 // of a routine's call
  bool in_body = false;                      // of a routine: the engine looks at it only when it checks bodies
};

}  // namespace schemac
