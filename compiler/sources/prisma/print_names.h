// What tables, columns, enums and relations are called in schema.prisma: their own names where those are Prisma
// identifiers.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace schemac::prisma {

using ColumnKey = std::pair<QualifiedName, std::string>;

// Names that a file gave already, by what they stand for in the database.
struct KnownNames {
  std::map<QualifiedName, std::string> models;
  std::map<QualifiedName, std::string> enums;
  std::map<ColumnKey, std::string> fields;      // and an enum's labels
  std::map<ColumnKey, QualifiedName> enums_of;  // by the column, where the database keeps labels beside it
  // of a relation by its table and its columns: the field there, and the field on the other side
  std::map<std::pair<QualifiedName, std::vector<std::string>>, std::pair<std::string, std::string>> relations;
  std::map<std::pair<QualifiedName, std::vector<std::string>>, std::string> relation_names;
};

class PrintNames {
 public:
  PrintNames(const Schema& schema, KnownNames known);

  const std::string& model(const QualifiedName& table) const { return models_.at(table); }
  const std::string& enumeration(const QualifiedName& type) const { return enums_.at(type); }
  const std::string& field(const QualifiedName& table, const std::string& column) const {
    return fields_.at({table, column});
  }
  const std::string& label(const QualifiedName& type, const std::string& label) const {
    return labels_.at({type, label});
  }
  bool has_enumeration(const QualifiedName& type) const { return enums_.contains(type); }
  bool has_label(const QualifiedName& type, const std::string& label) const { return labels_.contains({type, label}); }
  const KnownNames& known() const { return known_; }

  // A name for another field of that table; taken from then on.
  std::string free_field(const QualifiedName& table, const std::string& wanted);

 private:
  void name_things(const Schema& schema);
  std::string free_name(std::set<std::string>& taken, const std::string& wanted) const;

  KnownNames known_;
  std::map<QualifiedName, std::string> models_;
  std::map<QualifiedName, std::string> enums_;
  std::map<ColumnKey, std::string> fields_;
  std::map<ColumnKey, std::string> labels_;
  std::map<QualifiedName, std::set<std::string>> taken_fields_;
};

// Letters, digits and underscores, beginning with a letter.
std::string identifier(std::string_view name, std::string_view fallback);

}  // namespace schemac::prisma
