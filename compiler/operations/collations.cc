#include "operations/collations.h"

namespace schemac {

std::vector<ObjectId> collation_ids(const std::optional<std::string>& collation) {
  if (!collation) return {};
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char c : *collation) {  // `app."my order"`; a doubled quote leaves the quotes and enters them again
    if (c == '"') {
      if (!quoted && !parts.back().empty()) parts.back() += c;
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() != 2) return {};  // the engine's own
  return {{ObjectKind::sql_object, {parts[0], parts[1]}, "collation"}};
}

}  // namespace schemac
