// Where PostgreSQL's short words say everything about a column's numbering: `serial`, `GENERATED … AS IDENTITY`.
#pragma once

#include <optional>
#include <string>

#include "schema/schema.h"

namespace schemac {

// A serial as the engine's own word makes it, its sequence's name and options included.
bool is_plain_serial(const QualifiedName& table, const Column& column);

// `GENERATED ALWAYS AS IDENTITY`, when everything about it is what the engine would choose.
std::optional<std::string> plain_identity_clause(const QualifiedName& table, const Column& column);

}  // namespace schemac
