#include "diff/renames/without_names.h"

#include "operations/rename.h"

namespace schemac {

std::string without_names(const Expression& expression, const Sign& sign) {
  std::string out;
  if (!expression.references) {
    out = expression.sql;
    for (const auto& column : expression.columns)
      if (const auto word = sign(column); !word.empty()) out = rename_in_sql(out, column, word);
    return out;
  }
  std::size_t copied = 0;
  for (const auto& reference : *expression.references) {
    const auto word = reference.object.kind == ObjectKind::column ? sign(reference.object.part) : std::string_view();
    if (word.empty()) continue;
    out.append(expression.sql, copied, reference.begin - copied).append(word);
    copied = reference.end;
  }
  return out.append(expression.sql, copied);
}

}  // namespace schemac
