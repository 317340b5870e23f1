// Foreign keys and link tables as pairs of relation fields.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "schema/schema.h"
#include "sources/prisma/datamodel.h"
#include "sources/prisma/print_names.h"

namespace schemac::prisma {

struct PrintedField {
  std::string key;  // what it stands for, the same in two prints of one thing
  std::string name;
  std::string type;
  std::string rest;  // attributes
};

struct PrintedRelations {
  std::map<QualifiedName, std::vector<PrintedField>> fields;  // by table
  std::set<QualifiedName> link_tables;                        // implicit: no models of their own
  std::vector<std::string> unsaid;
};

PrintedRelations printed_relations(const Schema& schema, Provider provider, PrintNames& names,
                                   const std::set<QualifiedName>& ignored);

// Unique keys that a relation or a row can be told by: no conditions, no expressions.
std::vector<std::vector<std::string>> plain_keys(const Table& table);

}  // namespace schemac::prisma
