// What an existing schema.prisma keeps when it is written anew: its names, its order, its comments, and every line that
// still says what is so.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sources/prisma/datamodel.h"
#include "sources/prisma/parser.h"
#include "sources/prisma/print_model.h"

namespace schemac::prisma {

struct ExistingFile {
  std::shared_ptr<const SourceText> source;
  Document document;
  Datamodel data;
  Schema schema;  // what it stands for
};

// An error when it cannot be read, or is for another engine.
Result<ExistingFile> read_existing(const std::shared_ptr<const SourceText>& source, const Dialect& dialect);

KnownNames known_names(const ExistingFile& existing, const Dialect& dialect);

// The file with every block brought up to `printed`; what is new stands at the end.
std::string merged(const ExistingFile& existing, const PrintedSchema& before, const PrintedSchema& printed,
                   const Dialect& dialect);

}  // namespace schemac::prisma
