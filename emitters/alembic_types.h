// Column types in SQLAlchemy's words.
#pragma once

#include <optional>
#include <string>

#include "emitters/python.h"
#include "schema/schema.h"

namespace schemac::alembic {

// The constructor that SQLAlchemy renders as exactly this type on this engine; nullopt where it has none, or has had it
// only since 2.0.
std::optional<python::Expression> type_call(const Type& type, const std::string& dialect,
                                            const std::optional<std::string>& collation = {});

}  // namespace schemac::alembic
