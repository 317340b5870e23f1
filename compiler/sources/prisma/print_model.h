// One schema as the blocks of schema.prisma, before they are laid out.
#pragma once

#include <string>
#include <vector>

#include "dialects/dialect.h"
#include "sources/prisma/print_names.h"
#include "sources/prisma/print_relations.h"

namespace schemac::prisma {

struct PrintedBlock {
  QualifiedName object;
  bool is_enum = false;
  std::string name;
  std::vector<std::string> comments = {};  // above it, with their slashes
  std::vector<PrintedField> fields = {};   // of an enum its values
  std::vector<std::string> attributes = {};
};

struct PrintedSchema {
  std::vector<PrintedBlock> blocks;
  std::vector<std::string> schemas;  // when there are several
  std::vector<std::string> unsaid;
};

// `conditions`: indexes may have some, because the file says `previewFeatures = ["partialIndexes"]`.
PrintedSchema printed_schema(const Schema& schema, const Dialect& dialect, KnownNames known, bool conditions);

}  // namespace schemac::prisma
