// Schema → schema.prisma, as `prisma db pull` would write it.
#pragma once

#include <memory>
#include <string>

#include "base/diagnostic.h"
#include "base/source_text.h"
#include "dialects/dialect.h"
#include "schema/schema.h"

namespace schemac {

// What Prisma has no words for stands at the end as comments. With an `existing` file its names, order and comments
// stay; one that cannot be read is an error, because writing over it would lose them.
Result<std::string> print_prisma(const Schema& schema, const Dialect& dialect,
                                 const std::shared_ptr<const SourceText>& existing = {});

}  // namespace schemac
