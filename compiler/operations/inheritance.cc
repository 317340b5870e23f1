#include "operations/inheritance.h"

#include "base/sql_tokens.h"

namespace schemac {

std::vector<QualifiedName> inherited_from(const std::string& written) {
  const auto tokens = sql_tokens(written, {});
  std::vector<QualifiedName> names;
  const auto name = [&](std::size_t at) { return unquoted(tokens[at].text(written)); };
  for (std::size_t at = 0; at < tokens.size(); at += 2) {
    const bool qualified = at + 2 < tokens.size() && tokens[at + 1].text(written) == ".";
    names.push_back(qualified ? QualifiedName{name(at), name(at + 2)} : QualifiedName{"public", name(at)});
    if (qualified) at += 2;
  }
  return names;
}

}  // namespace schemac
