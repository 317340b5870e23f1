#include "tests/support/facts.h"

#include "schema/print.h"
#include "sources/schemac/reader.h"

namespace schemac {

std::string facts(const Schema& schema) {
  auto all = schema;
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) names.push_back(name);
  for (const auto& name : names) {
    all.tables.change(name, [](Table& table) {
      for (auto& constraint : table.constraints) constraint.name.stated = true;
      for (auto& index : table.indexes) index.name.stated = true;
      for (auto& column : table.columns)
        if (column.identity) column.identity->sequence.stated = true;
    });
  }
  return canonical_print(all);
}

std::vector<std::string> token_texts(const std::string& text) {
  const auto source = std::make_shared<const SourceText>(SourceText{"tokens", text});
  std::vector<std::string> out;
  for (const auto& token : language::read_syntax(source, language::KeepTokens::yes).tokens) {
    using enum language::TokenKind;
    if (token.kind == space || token.kind == line_end || token.kind == continuation || token.kind == separator ||
        token.kind == end)
      continue;
    auto one = text.substr(token.at.begin, token.at.end - token.at.begin);
    while (token.kind == comment && (one.ends_with(' ') || one.ends_with('\t'))) one.pop_back();
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace schemac
