// @default(…) ↔ the engine's own SQL.
#pragma once

#include <optional>
#include <string>

#include "schema/schema.h"
#include "sources/prisma/datamodel.h"

namespace schemac::prisma {

// Nothing for what Prisma's client fills in: uuid(), cuid(), …
std::optional<Expression> default_expression(const Datamodel& data, const ModelField& field,
                                             std::string_view column_type);

// A value as the engine's own SQL; a label of an enum as the database has it.
std::string sql_literal(const Datamodel& data, const ModelField& field, const Value& value);

std::optional<std::string> bytes_from_base64(std::string_view text);
std::optional<std::string> bytes_from_hexadecimal(std::string_view text);
std::string base64(std::string_view bytes);

}  // namespace schemac::prisma
