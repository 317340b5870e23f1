// A column's type and default in Prisma's words.
#pragma once

#include <optional>
#include <string>

#include "dialects/dialect.h"
#include "schema/schema.h"
#include "sources/prisma/datamodel.h"
#include "sources/prisma/print_names.h"

namespace schemac::prisma {

struct PrintedType {
  std::string name;                   // `Int`, `order_status`, `Unsupported("circle")`
  std::string native;                 // `@db.SmallInt`, or empty
  std::optional<Scalar> scalar = {};  // when it is one
  std::optional<QualifiedName> enumeration = {};
  bool unsupported = false;
};

PrintedType printed_type(const Type& type, Provider provider, const Dialect& dialect, const PrintNames& names);

// `@default(…)`, or empty.
std::string printed_default(const Column& column, const PrintedType& type, const Dialect& dialect,
                            const PrintNames& names);

// In quotes, as Prisma writes a text.
std::string quoted(std::string_view text);

}  // namespace schemac::prisma
