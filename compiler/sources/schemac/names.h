// Names of one schema text: folded as the dialect folds them, found again as the engine would find them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialects/dialect.h"
#include "sources/schemac/syntax.h"

namespace schemac::language {

class Names {
 public:
  explicit Names(const Dialect& dialect) : dialect_(dialect) {}

  std::string fold(const Word& word) const { return word.quoted ? word.text : dialect_.fold(word.text); }
  std::vector<std::string> fold(const std::vector<Word>& words) const;
  QualifiedName qualified(const Path& path) const;  // in the default schema when none is written
  // An older name: an empty schema is the object's own.
  QualifiedName older(const Path& path) const {
    return {path.schema ? fold(*path.schema) : std::string(), fold(path.name)};
  }

  // Every declared table and its columns, known before any reference is followed.
  std::map<QualifiedName, std::vector<std::string>> tables = {};
  std::map<QualifiedName, Span> places = {};

  // When every table is known.
  void index_tables();

  // As it was declared; nullopt when it was not.
  std::optional<QualifiedName> find_table(const QualifiedName& name) const;
  std::optional<std::string> find_column(const QualifiedName& table, const std::string& column) const;
  std::string nearest_table(const QualifiedName& name) const;  // "did you mean `users`?", or empty
  std::string nearest_column(const QualifiedName& table, const std::string& column) const;

 private:
  bool ignores_case() const;
  bool same(std::string_view a, std::string_view b) const;

  const Dialect& dialect_;
  std::map<QualifiedName, QualifiedName> by_folded_name_;  // of an engine that ignores letter case
};

}  // namespace schemac::language
